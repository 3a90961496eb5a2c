import Files
import JSON
import Testing

extension Interop {
  /// `bobine build --purge`: one video goes with all that is its, stays away, and can come back.
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `Taking a video down` {
    @Test func `removes pages, media, torrents and facts of a video that is gone from the content, and leaves a Tombstone`()
      async throws
    {
      let site = try await Site.shared.copy()
      let (folder, before) = (try await mediaFolder(of: "second", site), try await site.publicFiles())
      try await Tool.check("rm", ["-r", site.folder("sea")])
      let purged = try await site.built("--purge", "second")
      #expect(purged.out.contains("purged second") && purged.out.contains("answers as gone"), "\(purged)")
      let after = try await site.publicFiles()
      #expect(after.filter { $0.hasPrefix(folder) || $0.hasPrefix("videos/second/") } == ["videos/second/tombstone.jsonld"])
      #expect(try site.json("videos/second/tombstone.jsonld")["type"]?.text == "Tombstone")
      #expect(try await site.folder.files(".bobine/facts").filter { $0.contains("second") } == [])
      #expect(try #require(try site.ledger().first { $0[2] == "second" })[8] == "gone")
      // The other video has all that it had.
      let first = before.filter { $0.hasPrefix("videos/first/") || $0.hasPrefix("media/") && !$0.hasPrefix(folder) }
      #expect(first.count > 10 && first.allSatisfy { after.contains($0) })
      try await site.expectListed()
      #expect(try await site.built().out.contains("nothing to write"))
    }

    @Test func `keeps a draft down, and its address for when it comes back`() async throws {
      let site = try await Site.shared.copy()
      let (folder, line) = (
        try await mediaFolder(of: "second", site), try #require(try site.ledger().first { $0[2] == "second" })
      )
      let text = try site.folder.text("sea/second.md")
      try site.folder.put(text.replacing("date:", with: "privacy: draft\ndate:"), "sea/second.md")
      try await site.built("--purge", "second")
      try await site.built()
      #expect(try await site.publicFiles().filter { $0.hasPrefix(folder) } == [])
      #expect(Files.exists(site.folder("sea/second.avi")))
      #expect(try await site.slugs() == ["first"])

      try site.folder.put(text, "sea/second.md")
      try await site.built()
      let back = try #require(try site.ledger().first { $0[2] == "second" })
      #expect([back[0], back[1], back[8]] == [line[0], line[1], "published"])
      #expect(try await site.publicFiles().contains { $0.hasPrefix(folder) && $0.hasSuffix(".mp4") })
    }

    @Test func `is refused while a file would bring the video back, also one of another name, and changes nothing`() async throws {
      let site = try await Site.shared.copy()
      let (output, kept) = (try await site.outputState(), try site.folder.text(".bobine/published.tsv"))
      let refused = try await site.build("--purge", "second")
      #expect(refused.status == 1 && refused.err.contains("sea/second.avi") && refused.err.contains("privacy: draft"), "\(refused)")
      try await Tool.check("mv", [site.folder("sea/second.avi"), site.folder("town/other.avi")])
      try Files.remove(site.folder("sea/second.md"))
      let renamed = try await site.build("--purge", "second")
      #expect(renamed.status == 1 && renamed.err.contains("town/other.avi"), "\(renamed)")
      let unknown = try await site.build("--purge", "secnod")
      #expect(unknown.status == 1 && unknown.err.contains("did you mean 'second'?"), "\(unknown)")
      #expect(try await site.outputState() == output)
      #expect(try site.folder.text(".bobine/published.tsv") == kept)
    }

    @Test func `keeps the files that another video of the same bytes needs`() async throws {
      let site = try await Site.shared.unbuilt()
      try await Tool.check("cp", [site.folder("town/first.mp4"), site.folder("sea/twin.mp4")])
      try await site.built()
      let folder = try await mediaFolder(of: "twin", site)
      #expect(try await mediaFolder(of: "first", site) == folder)
      let before = try await site.publicFiles().filter { $0.hasPrefix(folder) }
      try Files.remove(site.folder("sea/twin.mp4"))
      let purged = try await site.built("--purge", "twin")
      #expect(purged.out.contains("another video has the same bytes"), "\(purged)")
      #expect(try await site.publicFiles().filter { $0.hasPrefix(folder) } == before)
      #expect(try await site.slugs() == ["first", "second"])
    }

    @Test func `encodes nothing, and says what waits`() async throws {
      let site = try await Site.shared.copy()
      try await Clips.make(site.folder("town/new.avi"), seconds: 1.5, codecs: Clips.mpeg4 + Clips.mp3)
      try Files.remove(site.folder("sea/second.avi"))
      try Files.remove(site.folder("sea/second.md"))
      let purged = try await site.built("--purge", "second")
      #expect(purged.err.contains("1 other video waits"), "\(purged)")
      #expect(try await site.slugs() == ["first"])
      try await site.built()
      #expect(try await site.slugs() == ["first", "new"])
    }

    /// `media/<20 digits>` of a video.
    private func mediaFolder(of slug: String, _ site: Site) async throws -> String {
      let line = try #require(try site.ledger().first { $0[2] == slug })
      return "media/\(line[4].prefix(20))"
    }
  }
}
