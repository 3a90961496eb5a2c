import Files
import JSON
import Testing

extension Interop {
  @Suite struct `ActivityPub documents as linked data` {
    private struct Told {
      var kinds: Set<String>
      /// By path.
      var lost: [String: [String]]
    }

    private func expand(_ site: Site) async throws -> Told {
      let told = try await Tool.script("expand.py", site.folder("public")).json()
      return Told(
        kinds: Set(try #require(told["kinds"]?.object).keys),
        lost: try #require(told["lost"]?.object).mapValues { $0.array?.compactMap(\.text) ?? [] })
    }

    @Test func `no term is lost when a reader expands a document of any kind`() async throws {
      let site = try Site()
      let example = PathRules.join(Programs.checkout, "example-site")
      for name in ["bobine.yml", "content", "playlists"] {
        try await Tool.check("cp", ["-R", PathRules.join(example, name), site.folder(name)])
      }
      try await site.built("--base-url", "https://videos.example.org/")
      // One is gone: its Tombstone is a document too.
      for path in try await site.folder.files("content") where path.hasPrefix("atelier/lampe.") {
        try Files.remove(site.folder("content/\(path)"))
      }
      try await site.built("--base-url", "https://videos.example.org/")

      let told = try await expand(site)
      #expect(
        told.kinds.isSuperset(of: [
          "Video", "Group", "Person", "Application", "OrderedCollection", "OrderedCollectionPage", "Playlist",
          "PlaylistElement", "Tombstone", "chapters",
        ]), "\(told)")
      #expect(told.lost == [:])

      // A term without a definition is what the test is about.
      let path = try #require(try await site.published("/video.jsonld").first)
      let text = try site.folder.text("public/\(path)")
      let without = text.replacing("\"commentsPolicy\":{\"@id\":\"pt:commentsPolicy\",\"@type\":\"sc:Number\"},", with: "")
      try #require(without != text)
      try site.folder.put(without, "public/\(path)")
      #expect(try await expand(site).lost == [path: ["commentsPolicy"]])
    }
  }
}
