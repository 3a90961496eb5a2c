import Files
import JSON
import Testing

extension Interop {
  /// `bobine gc`: what nothing refers to is listed, and goes when it is told to; all else stays.
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `Collecting what nothing refers to` {
    @Test func `lists the media and facts of a video that is gone, and removes them when told`() async throws {
      let site = try await Site.shared.copy()
      let (before, gone) = (try await site.publicFiles(), try await mediaFolder(of: "second", site))
      try await Tool.check("rm", ["-r", site.folder("sea")])
      try await site.built()

      let listed = try await gc(site)
      let names = try entries(listed, "garbage").compactMap { $0["path"]?.text }
      #expect(names.contains { $0.hasPrefix("public/\(gone)/") && $0.hasSuffix(".mp4") }, "\(listed)")
      #expect(names.contains(".bobine/facts/sea/second.avi.txt"))
      #expect(names.contains(".bobine/facts/sea/second.avi.hashes"))
      #expect(try entries(listed, "foreign").isEmpty, "\(listed)")
      // A list changes nothing.
      #expect(names.allSatisfy { Files.exists(site.folder($0)) })
      let sizes = try entries(listed, "garbage").compactMap { $0["size"]?.integer }
      #expect(try listed.json()["bytes"]?.integer == sizes.reduce(0, +))

      let removed = try await gc(site, "--remove")
      #expect(try removed.json()["removed"]?.bool == true)
      #expect(names.allSatisfy { !Files.exists(site.folder($0)) })
      #expect(!Files.exists(site.folder("public/\(gone)")) && !Files.exists(site.folder(".bobine/facts/sea")))
      // The other video lacks nothing: its media stand, and a build has nothing to do.
      let rest = before.filter { $0.hasPrefix("media/") && !$0.hasPrefix(gone) }
      #expect(rest.count > 3 && rest.allSatisfy { Files.exists(site.folder("public/\($0)")) })
      try await site.expectListed()
      #expect(try await gc(site).json()["files"]?.integer == 0)
      #expect(try await site.built().out.contains("nothing to write"))
    }

    @Test func `leaves what Bobine did not write`() async throws {
      let site = try await Site.shared.copy()
      let folder = try await mediaFolder(of: "first", site)
      let outside = try Folder()
      try outside.put("mine", "0123456789abcdef0123/720p-11111111.mp4")
      // Our form, another digest; no form; a link to a file and one to a folder.
      try site.folder.put("holiday", "public/\(folder)/720p-1a2b3c4d.mp4")
      try site.folder.put("notes", "public/\(folder)/notes.txt")
      try site.folder.put("cut", ".bobine/work/cut.mp4")
      try site.folder.put("list", ".bobine/facts/list.txt")
      try await Tool.check(
        "ln", ["-s", outside("0123456789abcdef0123/720p-11111111.mp4"), site.folder("public/media/link.mp4")])
      try await Tool.check("ln", ["-s", outside("0123456789abcdef0123"), site.folder("public/media/0123456789abcdef0123")])
      let foreign = [
        ".bobine/facts/list.txt", ".bobine/work/cut.mp4", "public/\(folder)/720p-1a2b3c4d.mp4",
        "public/\(folder)/notes.txt", "public/media/0123456789abcdef0123", "public/media/link.mp4",
      ]
      let removed = try await gc(site, "--remove")
      #expect(try entries(removed, "foreign").compactMap { $0["path"]?.text } == foreign.sortedByBytes())
      #expect(try entries(removed, "garbage").isEmpty, "\(removed)")
      #expect(foreign.allSatisfy { Files.exists(site.folder($0)) })
      #expect(try outside.text("0123456789abcdef0123/720p-11111111.mp4") == "mine")
    }

    @Test func `leaves a file that is not any more what was written`() async throws {
      let site = try await Site.shared.copy()
      let folder = try await mediaFolder(of: "second", site)
      let media = try #require(try await site.renditions().first { $0.hasPrefix(folder) })
      try await Tool.check("rm", ["-r", site.folder("sea")])
      try await site.built()
      // Of the same size, so that only its digest tells.
      try await Tool.check(
        "dd", ["if=/dev/zero", "of=" + site.folder("public/\(media)"), "bs=64", "count=1", "seek=8", "conv=notrunc"])
      let removed = try await gc(site, "--remove")
      #expect(try entries(removed, "foreign").compactMap { $0["path"]?.text } == ["public/\(media)"])
      #expect(Files.exists(site.folder("public/\(media)")))
    }

    @Test func `keeps all of a published video whose file is not at hand`() async throws {
      let site = try await Site.shared.copy()
      try await Tool.check("rm", ["-r", site.folder("sea")])
      // No build has been since: the disk with the videos may only be away.
      #expect(try await gc(site, "--remove").json()["files"]?.integer == 0)
      try await Tool.check("rm", ["-r", site.folder(".bobine/facts")])
      #expect(try await gc(site, "--remove").json()["files"]?.integer == 0)
      #expect(try await site.renditions().count >= 2)
    }

    @Test func `removes chunks and half-written files only when no video waits for them`() async throws {
      let site = try await Site.shared.copy()
      try await site.settle()
      try await site.built()
      let left = [
        ".bobine/work/0123456789abcdef0123.mp4", ".bobine/work/0123456789abcdef0123.mp4.part",
        "public/media/.incoming/3-720p.mp4", ".bobine/facts/.bobine-tmp-12-3",
      ]
      for path in left { try site.folder.put("half", path) }
      try await Clips.make(site.folder("new.mp4"), seconds: 1)
      let waiting = try entries(try await gc(site), "garbage").compactMap { $0["path"]?.text }
      #expect(waiting == [left[3], left[2]])
      try Files.remove(site.folder("new.mp4"))
      let listed = try entries(try await gc(site, "--remove"), "garbage").compactMap { $0["path"]?.text }
      #expect(listed == left.sortedByBytes())
      #expect(left.allSatisfy { !Files.exists(site.folder($0)) })
      #expect(!Files.exists(site.folder("public/media/.incoming")))
    }

    @Test func `takes the preview's media that are stale`() async throws {
      let site = try await Site.shared.copy()
      _ = try await Preview.run(site.folder.path) { _ in }
      let preview = try await site.folder.files(".bobine/serve/media").filter { $0.hasSuffix(".mp4") }
      #expect(preview.count >= 2)
      try await Tool.check("rm", ["-r", site.folder("sea")])
      try await site.built()
      try await gc(site, "--remove")
      let left = try await site.folder.files(".bobine/serve/media").filter { $0.hasSuffix(".mp4") }
      #expect(!left.isEmpty && left.count < preview.count)
    }

    @Test func `is refused while a build runs, without a ledger, and where the content cannot be read whole`() async throws {
      let site = try await Site.shared.copy()
      let locked = try await Tool.run("flock", [site.folder(".bobine/lock"), Programs.bobine, "gc", site.folder.path])
      #expect(locked.status == 1 && locked.err.contains("is running"), "\(locked)")
      let elsewhere = try await Tool.bobine(["gc", site.folder.path, "--state", site.folder("other"), "--remove"])
      #expect(elsewhere.status == 1 && elsewhere.err.contains("no ledger"), "\(elsewhere)")
      #expect(!Files.exists(site.folder("other")))
      try await Tool.check("mv", [site.folder("sea"), site.folder("sea\u{FFFD}")])
      try await Tool.check("sh", ["-c", "mkdir \"$(printf '\(site.folder.path)/s\\351a')\""])
      let unseen = try await Tool.bobine(["gc", site.folder.path, "--remove"])
      #expect(unseen.status == 1 && unseen.err.contains("Nothing is collected"), "\(unseen)")
      #expect(try await site.renditions().count >= 2)
    }

    @Test func `takes nothing of another project, by a mistyped output or a shared media folder`() async throws {
      let site = try await Site.shared.copy()
      let other = try Site()
      try await Clips.make(other.folder("other.mp4"), seconds: 1.5)
      try await other.built()
      let media = try await other.published(".mp4")
      let mistyped = try await Tool.bobine(["gc", site.folder.path, "-o", other.folder("public"), "--remove"])
      #expect(mistyped.status == 1 && mistyped.err.contains("of another folder"), "\(mistyped)")
      #expect(try await other.published(".mp4") == media)

      let shared = try Folder()
      for project in [site, other] {
        try await project.built("-o", project.folder("apart"), "--media-output", shared.path)
      }
      let before = try await shared.files()
      let removed = try await gc(site, "-o", site.folder("apart"), "--media-output", shared.path, "--remove")
      #expect(try entries(removed, "garbage").isEmpty && !entries(removed, "foreign").isEmpty, "\(removed)")
      #expect(try await shared.files() == before)
    }

    @discardableResult
    private func gc(_ site: Site, _ flags: String...) async throws -> Outcome {
      let outcome = try await Tool.bobine(["gc", site.folder.path, "--json"] + flags)
      try #require(outcome.status == 0, "\(outcome)")
      return outcome
    }

    private func entries(_ outcome: Outcome, _ event: String) throws -> [JSON] {
      try outcome.out.split(separator: "\n").map { try JSON(Array($0.utf8)) }.filter { $0["event"]?.text == event }
    }

    /// `media/<20 digits>` of a video.
    private func mediaFolder(of slug: String, _ site: Site) async throws -> String {
      let line = try #require(try site.ledger().first { $0[2] == slug })
      return "media/\(line[4].prefix(20))"
    }
  }
}
