import Files
import Testing

extension Interop {
  /// Inputs that cannot be used: each costs its own page at most, and its previous version stays (docs/architecture.md,
  /// principle 5).
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `A build with bad input` {
    @Test func `keeps the page of a video that was replaced by a broken file`() async throws {
      let site = try await Site.shared.copy()
      let before = try await site.outputState()
      try site.folder.put("not a video", "town/first.mp4")
      let built = try await site.build()
      #expect(built.status == 1)
      #expect(built.err.contains("town/first.mp4: error:"), "\(built)")
      #expect(try await site.outputState().difference(from: before) == [])
    }

    @Test
    func `keeps the previous page, playlists and torrent of a video whose text has a mistake, and builds the others`()
      async throws
    {
      let site = try await Site.shared.copy()
      let before = try await site.outputState()
      try site.folder.put("---\ntitle: The first\ntitel: twice\n---\n", "town/first.md")
      try site.folder.put("---\ntitle: A new title\ndate: 2026-01-01\n---\nOther text.\n", "sea/second.md")
      let built = try await site.build()
      #expect(built.status == 1)
      #expect(built.err.contains("town/first.md:3:1: error:"), "\(built)")
      let now = try await site.outputState()
      // Its channel stays as well; only lists that nothing else stands in go.
      #expect(now.removed(since: before) == ["tags/index.html", "tags/town/index.html"])
      let changed = now.difference(from: before)
      #expect(changed.filter { $0.hasPrefix("videos/first/") || $0.hasPrefix("media/") } == [])
      #expect(try site.folder.text("public/videos/second/index.html").contains("A new title"))
      // Listed still, so that a later build knows them as its own.
      try await site.expectListed()
    }

    @Test(arguments: ["titel: Test\n", "title: [\n", "base_url: https://videos.example/\ntimezone: Mars/Phobos\n"])
    func `publishes nothing where bobine.yml has a mistake`(text: String) async throws {
      let site = try await Site.shared.copy()
      let (output, kept) = (try await site.outputState(), try await site.keptState())
      try site.folder.put(text, "bobine.yml")
      let built = try await site.build()
      #expect(built.status == 1)
      #expect(built.err.contains("bobine.yml:"), "\(built)")
      #expect(try await site.outputState().difference(from: output) == [])
      #expect(try await site.keptState().difference(from: kept) == [])
    }

    @Test func `refuses another host, since every id of the site would change`() async throws {
      let site = try await Site.shared.copy()
      let (output, ledger) = (try await site.outputState(), try site.ledger())
      let built = try await site.build("--base-url", "https://other.example/")
      #expect(built.status == 1)
      #expect(built.err.contains("https://other.example/"), "\(built)")
      #expect(try await site.outputState().difference(from: output) == [])
      #expect(try site.ledger() == ledger)
    }
  }
}
