import Files
import JSON
import Testing

extension Visiting {
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `bobine list` {
    @Test func `shows every video with its state, newest first, and when something changes next`() async throws {
      let site = try await Self.mixed()
      let before = try await DiskState(site.folder.path)
      let listed = try await site.list()
      #expect(listed.status == 1, "\(listed)")
      #expect(listed.err.contains("town/refused.md:2:1: error:"))
      let rows = listed.out.split(separator: "\n").map { $0.split(separator: #/  +/#).map(String.init) }
      #expect(
        rows.map { Array($0.prefix(6)) } == [
          ["DATE", "STATE", "LENGTH", "CHANNEL", "SLUG", "TITLE"],
          ["2027-01-01", "scheduled, unlisted", "-", "town", "later", "Later"],
          ["2026-03-01", "draft", "-", "town", "draft", "Draft"],
          ["2026-02-02", "unlisted", "0:01", "sea", "second", "The second"],
          ["2026-02-01", "new", "-", "town", "new-one", "New one"],
          ["2026-01-02", "published", "0:01", "town", "first", "The first"],
          ["2026-01-01", "expired", "-", "town", "expired", "Expired"],
          ["2025-01-02", "missing", "-", "town", "missing", "Missing"],
          ["2025-01-01", "refused", "-", "town", "refused", "Refused"],
          ["8 videos: 1 published, 1 unlisted, 1 new, 1 scheduled, 1 expired, 1 draft, 1 missing, 1 refused"],
          ["next change: build again at 2026-12-01T00:00:00Z"],
        ], "\(listed)")
      #expect(try await DiskState(site.folder.path) == before)
    }

    @Test func `prints one JSON object a line, and the moment decides what is due`() async throws {
      let site = try await Self.mixed()
      let listed = try await site.list("--json")
      let lines = try listed.out.split(separator: "\n").map { try JSON(Array($0.utf8)) }
      #expect(
        lines.map { $0["event"]?.text ?? "" } == ["diagnostic"] + Array(repeating: "video", count: 8) + ["totals"])
      #expect(listed.err == "" && lines.first?["path"] == "town/refused.md" && lines.last?["videos"] == 8)
      #expect(lines.last?["next_change"] == "2026-12-01T00:00:00Z")
      let second = try #require(lines.first { $0["slug"] == "second" })
      #expect(second["path"] == "sea/second.avi" && second["privacy"] == "unlisted" && second["channel"] == "sea")
      #expect(second["date"] == "2026-02-02T00:00:00Z", "\(second)")
      #expect((1000...1100).contains(second["duration"]?.integer ?? 0), "\(second)")

      let then = try await Tool.bobine(["list", site.folder.path, "--json", "--now", "2028-01-01T00:00:00Z"])
      let later = try then.out.split(separator: "\n").map { try JSON(Array($0.utf8)) }
      #expect(later.first { $0["slug"] == "later" }?["state"] == "new")
      #expect(later.last?["next_change"] == JSON.null)
    }

    @Test func `tells the same slugs and states as the build that follows`() async throws {
      let site = try await Site.shared.copy()
      for name in ["sea/first.mp4", "town/one/first.mp4"] {
        try Files.copy(site.folder("town/first.mp4"), to: site.folder(name))
      }
      let foretold = try await site.list()
      try await site.built()
      let slugs = try await site.slugs().sorted()
      let told = foretold.out.split(separator: "\n").map { $0.split(separator: #/  +/#).map(String.init) }
        .filter { $0.count == 7 }.dropFirst().map { $0[4] }
      #expect(told.sorted() == slugs && slugs.count == 4, "\(foretold)")
    }

    @Test func `ends with status 1 where there is no such folder`() async throws {
      let folder = try Folder()
      let listed = try await Tool.bobine(["list", folder("nowhere")])
      #expect(listed.status == 1 && listed.err.contains("there is no such folder"), "\(listed)")
      #expect(!Files.exists(folder("nowhere")))
    }

    private static func mixed() async throws -> Site {
      let site = try await Site.shared.copy()
      try site.folder.put("---\ntitle: The second\ndate: 2026-02-02\nprivacy: unlisted\n---\n", "sea/second.md")
      let texts = [
        "later": "date: 2027-01-01\nprivacy: unlisted", "draft": "date: 2026-03-01\nprivacy: draft",
        "new-one": "date: 2026-02-01\nexpires: 2026-12-01", "expired": "date: 2026-01-01\nexpires: 2026-04-01",
        "missing": "date: 2025-01-02", "refused": "titel: x\ndate: 2025-01-01",
      ]
      for (name, keys) in texts {
        try site.folder.put("---\n\(keys)\n---\n", "town/\(name).md")
        if name != "missing" {
          try await Clips.make(site.folder("town/\(name).mp4"), seconds: 1, size: "64x36")
        }
      }
      return site
    }
  }
}

extension Site {
  fileprivate func list(_ flags: String...) async throws -> Outcome {
    try await Tool.bobine(["list", folder.path, "--now", Self.now] + flags)
  }
}
