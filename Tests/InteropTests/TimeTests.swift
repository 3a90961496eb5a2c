import Files
import JSON
import Testing

extension Interop {
  /// What other servers know of a site holds over years of builds.
  @Suite(.serialized) struct `A site through time` {
    private static let base = "https://videos.example/"
    /// Everything that lists videos in words: feeds, the map of the site, the catalog for mirrors.
    private static let lists = [
      ".bobine-manifest", "atom.xml", "catalog.json", "catalog/1.json", "channels/town/atom.xml",
      "channels/town/feed.json", "channels/town/feed.xml", "feed.json", "feed.xml", "search/index.json", "sitemap.xml",
    ]
    /// Pages that show its title among others.
    private static let pages = ["404.html", "channels/town/index.html", "index.html"]

    /// Four videos in one channel, oldest first: one to rename, one to remove, one to edit, one that nobody touches.
    private func site() async throws -> Site {
      let site = try Site()
      try site.folder.put("title: Test\nbase_url: \(Self.base)\n", "bobine.yml")
      for (index, name) in ["old", "lost", "edited", "still"].enumerated() {
        try await Clips.make(site.folder("town/\(name).mp4"), seconds: 1, extra: ["-metadata", "title=\(name)"])
        try site.folder.put("---\ntitle: The \(name)\ndate: 2026-01-0\(index + 1)\n---\nText.\n", "town/\(name).md")
      }
      return site
    }

    /// Builds on a day of May 2026 and gives the paths of all files that differ from `before`: written, changed or removed.
    private func build(
      _ site: Site, day: Int, after before: inout [String: String], at location: SourceLocation = #_sourceLocation
    ) async throws -> [String] {
      let now = "2026-05-0\(day)T12:00:00Z"
      let built = try await Tool.bobine(["build", site.folder.path, "--now", now])
      try #require(built.status == 0, "\(built)", sourceLocation: location)
      let sums = try await Tool.check(
        "find", [site.folder("public"), "-type", "f", "-printf", "%P\t", "-exec", "sha256sum", "{}", ";"])
      var after: [String: String] = [:]
      for line in sums.out.split(separator: "\n") {
        let fields = line.split(separator: "\t")
        after[String(fields[0])] = String(fields[1].prefix(64))
      }
      defer { before = after }
      return Set(after.keys).union(before.keys).filter { before[$0] != after[$0] }.sortedByBytes()
    }

    private func document(_ site: Site, _ slug: String) throws -> JSON { try site.json("videos/\(slug)/video.jsonld") }

    private func updated(_ site: Site, _ slug: String) throws -> String? { try document(site, slug)["updated"]?.text }

    @Test func `five builds keep ids, tell what is gone, date what changed, and touch nothing else`() async throws {
      let site = try await site()
      var files: [String: String] = [:]
      let first = try await build(site, day: 1, after: &files)
      let uuid = try document(site, "old")["uuid"]
      for slug in ["old", "lost", "edited", "still"] {
        #expect(first.contains("videos/\(slug)/video.jsonld"))
        #expect(try updated(site, slug) == "2026-05-01T12:00:00.000Z")
      }

      // Edited: its page and its document, and what lists its text. No outbox, no other video.
      try site.folder.put("---\ntitle: The edited\ndate: 2026-01-03\n---\nBetter.\n", "town/edited.md")
      let edited = try await build(site, day: 2, after: &files)
      #expect(
        edited
          == (Self.lists + ["search/words-.json", "videos/edited/index.html", "videos/edited/video.jsonld"])
          .sortedByBytes())
      #expect(try updated(site, "edited") == "2026-05-02T12:00:00.000Z")

      // Renamed, file and address: the id stays, with a page beside it that leads to the new one.
      try await Tool.check("mv", [site.folder("town/old.mp4"), site.folder("town/new.mp4")])
      try Files.remove(site.folder("town/old.md"))
      try site.folder.put("---\ntitle: The old\nslug: new\ndate: 2026-01-01\n---\nText.\n", "town/new.md")
      let renamed = try await build(site, day: 3, after: &files)
      let moved = ["embed/index.html", "h264.m3u8", "index.html", "master.m3u8", "oembed.json"]
      let others = ["edited", "lost", "still"].map { "videos/\($0)/index.html" }
      let rules = [".htaccess", "_redirects"]
      #expect(
        renamed
          == (Self.lists + Self.pages + rules + others + moved.flatMap { ["videos/old/\($0)", "videos/new/\($0)"] }
          + ["search/videos-1.json", "videos/old/video.jsonld"]).sortedByBytes())
      #expect(files["videos/old/embed/index.html"] == nil && files["videos/new/video.jsonld"] == nil)
      let document = try document(site, "old")
      #expect(document["id"]?.text == Self.base + "videos/old/video.jsonld" && document["uuid"] == uuid)
      #expect(document["url"]?.array?.first?["href"]?.text == Self.base + "videos/new/")
      #expect(document["updated"] == "2026-05-03T12:00:00.000Z")
      #expect(try site.folder.text("public/videos/old/index.html").contains("content=\"0; url=../new/\""))

      // Removed: nothing at its id, which a plain server answers with 404, and a Tombstone beside it.
      for name in ["lost.mp4", "lost.md"] { try Files.remove(site.folder("town/\(name)")) }
      let removed = try await build(site, day: 4, after: &files)
      // Its place in the outboxes stays, with a Tombstone: their roots and their other pages are what they were.
      let federated = [
        "accounts/bobine/outbox-1.jsonld", "accounts/videos-account/outbox-1.jsonld", "channels/town/featured.jsonld",
        "channels/town/outbox-1.jsonld", "nodeinfo/2.1.json", "videos/lost/announce-by-site.jsonld",
        "videos/lost/announce.jsonld", "videos/lost/create.jsonld", "videos/lost/tombstone.jsonld",
        "videos/lost/video.jsonld",
      ]
      #expect(removed.filter { $0.hasSuffix(".jsonld") || $0.hasPrefix("nodeinfo") } == federated)
      let rest = removed.filter { !federated.contains($0) && !$0.hasPrefix("videos/lost/") && !$0.hasPrefix("media/") }
      let neighbours = ["edited", "new", "still"].map { "videos/\($0)/index.html" }
      let search = ["channel", "length", "videos-1", "words-", "year"].map { "search/\($0).json" }
      // The page about the site counts the videos of each channel.
      #expect(rest == (Self.lists + Self.pages + ["about/index.html"] + neighbours + search).sortedByBytes())
      #expect(files["videos/lost/video.jsonld"] == nil && files["videos/lost/index.html"] == nil)
      let tombstone = try site.json("videos/lost/tombstone.jsonld")
      #expect(tombstone["type"] == "Tombstone" && tombstone["deleted"] == "2026-05-04T12:00:00.000Z")
      #expect(tombstone["id"]?.text == Self.base + "videos/lost/video.jsonld")
      let items = try #require(try site.json("channels/town/outbox-1.jsonld")["orderedItems"]?.array)
      #expect(items.map { $0["type"] } == ["Announce", "Announce", "Tombstone", "Announce"])
      #expect(items[2]["id"]?.text == Self.base + "videos/lost/announce.jsonld")

      // Nothing changed: no file differs, and the dates are those of the changes.
      #expect(try await build(site, day: 5, after: &files) == [])
      #expect(try updated(site, "still") == "2026-05-01T12:00:00.000Z")
      #expect(try updated(site, "edited") == "2026-05-02T12:00:00.000Z")
      #expect(try updated(site, "old") == "2026-05-03T12:00:00.000Z")
      #expect(
        try site.ledger().map { [$0[0], $0[2], $0[8], $0[9]] } == [
          ["videos/edited/video.jsonld", "edited", "published", "-"],
          ["videos/lost/video.jsonld", "lost", "gone", "-"],
          ["videos/old/video.jsonld", "new", "published", "old"],
          ["videos/still/video.jsonld", "still", "published", "-"],
        ])
      try await site.expectListed()
    }

    @Test func `a draft and an expired video leave nothing at their ids, and come back there`() async throws {
      let site = try await site()
      var files: [String: String] = [:]
      _ = try await build(site, day: 1, after: &files)
      let uuid = try document(site, "still")["uuid"]
      try site.folder.put("---\ntitle: The still\ndate: 2026-01-04\nprivacy: draft\n---\nText.\n", "town/still.md")
      _ = try await build(site, day: 2, after: &files)
      #expect(files["videos/still/video.jsonld"] == nil && files["videos/still/tombstone.jsonld"] != nil)
      try site.folder.put("---\ntitle: The still\ndate: 2026-01-04\nexpires: 2026-05-04\n---\nText.\n", "town/still.md")
      _ = try await build(site, day: 3, after: &files)
      #expect(files["videos/still/tombstone.jsonld"] == nil)
      #expect(try document(site, "still")["uuid"] == uuid)
      #expect(try updated(site, "still") == "2026-05-03T12:00:00.000Z")
      _ = try await build(site, day: 4, after: &files)
      #expect(files["videos/still/video.jsonld"] == nil)
      #expect(try site.json("videos/still/tombstone.jsonld")["deleted"] == "2026-05-04T12:00:00.000Z")
    }

    // MARK: Refusals

    /// A build that must refuse, say why and what to do, and change no byte.
    private func refused(
      _ site: Site, _ flags: String..., because id: String, at location: SourceLocation = #_sourceLocation
    ) async throws {
      let (output, kept) = (try await site.outputState(), try await site.keptState())
      for more in [[], ["--dry-run"]] {
        let outcome = try await Tool.bobine(["build", site.folder.path, "--now", Site.now, "--json"] + flags + more)
        let told = try Site.diagnostics(outcome).first { $0["id"]?.text == id }
        #expect(outcome.status == 1 && told?["severity"] == "error", "\(outcome)", sourceLocation: location)
        #expect(told?["next"]?.text?.contains("--") == true, "\(outcome)", sourceLocation: location)
      }
      #expect(try await site.outputState() == output, sourceLocation: location)
      #expect(try await site.keptState() == kept, sourceLocation: location)
    }

    @Test func `a wrong folder is not taken for the end of all videos, which may go with the flag`() async throws {
      let site = try await site()
      try await site.built()
      // The disk is away.
      try await Tool.check("mv", [site.folder("town"), site.folder("../town")])
      try await refused(site, because: "too-many-removals")
      try await Tool.check("mv", [site.folder("../town"), site.folder("town")])
      // A clock that is wrong by years.
      try await refused(site, "--now", "2020-01-01T00:00:00Z", because: "too-many-removals")
      // Two of four.
      for name in ["lost", "old"] { try Files.remove(site.folder("town/\(name).mp4")) }
      for name in ["lost", "old"] { try Files.remove(site.folder("town/\(name).md")) }
      try await refused(site, because: "too-many-removals")
      // One that is taken down by name does not count.
      let purged = try await site.built("--purge", "lost")
      #expect(purged.out.contains("answers as gone"))
      #expect(try await site.slugs() == ["edited", "still"])
      // The rest, since it is meant so.
      for name in ["edited", "still"] { try Files.remove(site.folder("town/\(name).mp4")) }
      for name in ["edited", "still"] { try Files.remove(site.folder("town/\(name).md")) }
      try await refused(site, because: "too-many-removals")
      try await site.built("--allow-removals")
      #expect(try await site.slugs() == [])
      #expect(try site.ledger().allSatisfy { $0[8] == "gone" })
    }

    @Test func `files that all moved to another folder are known by their bytes, and none is missed`() async throws {
      let site = try await site()
      try await site.built()
      let ids = try site.ledger().map { [$0[0], $0[1]] }
      try await Tool.check("mv", [site.folder("town"), site.folder("city")])
      // The videos keep their ids, but the channel would be another one.
      try await refused(site, because: "channel-gone")
      // Kept beside it, it stays an actor.
      try site.folder.put("---\ntitle: Town\n---\n", "town/channel.md")
      try await site.built()
      #expect(Files.exists(site.folder("public/channels/town/actor.jsonld")))
      // As a file or two that move. Then it is meant to go.
      try await Tool.check("mv", [site.folder("city/old.mp4"), site.folder("city/old.md"), site.folder("town")])
      try await site.built()
      try await Tool.check("mv", [site.folder("town/old.mp4"), site.folder("town/old.md"), site.folder("city")])
      try Files.removeTree(site.folder("town"))
      try await refused(site, because: "channel-gone")
      try await site.built("--allow-removals")
      #expect(!Files.exists(site.folder("public/channels/town/actor.jsonld")))
      #expect(try site.ledger().map { [$0[0], $0[1]] } == ids)
      #expect(try site.ledger().allSatisfy { $0[8] == "published" && $0[3].hasPrefix("city/") })
    }

    @Test func `without its base_url a site is refused, and a copy elsewhere changes nothing of it`() async throws {
      let site = try await site()
      try await site.built()
      let (output, ledger) = (try await site.outputState(), try site.folder.text(".bobine/published.tsv"))
      try site.folder.put("title: Test\n", "bobine.yml")
      try await refused(site, because: "base-url-gone")
      try await site.built("--allow-removals", "-o", site.folder("copy"))
      #expect(Files.exists(site.folder("copy/videos/old/index.html")))
      #expect(!Files.exists(site.folder("copy/videos/old/video.jsonld")))
      #expect(try site.folder.text(".bobine/published.tsv") == ledger)
      #expect(try await site.outputState() == output)
    }

    @Test func `another host is refused, and with the flag every video gets a new id and a new uuid`() async throws {
      let site = try await site()
      try await site.built()
      let before = try site.ledger()
      let key = try site.folder.text(".bobine/keys/town.pub.pem")
      let account = "account: {username: videos-account}\n"
      try site.folder.put("title: Test\nbase_url: https://other.example/\n\(account)", "bobine.yml")
      try await refused(site, because: "identity-changed")
      try await refused(site, "--allow-removals", because: "identity-changed")
      try await site.built("--new-identity")
      let after = try site.ledger()
      #expect(after.map { $0[0] } == before.map { $0[0] })
      #expect(Set(after.map { $0[1] }).isDisjoint(with: before.map { $0[1] }))
      #expect(try document(site, "old")["id"] == "https://other.example/videos/old/video.jsonld")
      #expect(try document(site, "old")["uuid"]?.text == after.first { $0[2] == "old" }?[1])
      #expect(try site.folder.text(".bobine/keys/town.pub.pem") == key)
      #expect(try await site.built().out.contains("nothing to write"))
    }

    @Test func `another account is refused, and with the flag channels and videos keep their ids`() async throws {
      let site = try await site()
      try await site.built()
      let before = try site.ledger().map { [$0[0], $0[1], $0[6]] }
      try site.folder.put("title: Test\nbase_url: \(Self.base)\naccount: {username: marie}\n", "bobine.yml")
      try await refused(site, because: "identity-changed")
      try await site.built("--new-identity")
      #expect(try site.ledger().map { [$0[0], $0[1], $0[6]] } == before)
      let owners = try #require(try document(site, "old")["attributedTo"]?.array)
      #expect(
        owners.map { $0["id"]?.text } == [
          Self.base + "channels/town/actor.jsonld", Self.base + "accounts/marie/actor.jsonld",
        ])
      #expect(!Files.exists(site.folder("public/accounts/videos-account/actor.jsonld")))
    }
  }
}
