import ActivityPub
import Files
import JSON
import Testing

extension Visiting {
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
          "PlaylistElement", "Tombstone", "Create", "Announce", "chapters",
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

    @Test func `no term is lost in what is posted to inboxes`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("town/first.mp4"), seconds: 1)
      try site.folder.put("title: Test\nbase_url: https://videos.example/\n", "bobine.yml")
      try await site.built()
      let actor = "https://videos.example/channels/town/actor.jsonld"
      let follow = Follow(id: "https://far.example/7", actor: "https://far.example/users/ann", object: actor)
      let sent: [(name: String, delivery: Delivery)] = [
        ("update-video", .update(object: try site.json("videos/first/video.jsonld"))),
        ("update-actor", .update(object: try site.json("channels/town/actor.jsonld"))),
        ("delete", .delete(object: "https://videos.example/videos/first/video.jsonld")), ("accept", .accept(follow)),
      ]
      try await Tool.check("find", [site.folder("public"), "-name", "*.jsonld", "-delete"])
      for (name, delivery) in sent {
        let json = delivery.json(id: "https://videos.example/\(name)", actor: actor, cc: [actor + "#followers"])
        try site.folder.put(String(decoding: json.bytes, as: UTF8.self), "public/\(name).jsonld")
      }
      try site.folder.put(String(decoding: follow.json.bytes, as: UTF8.self), "public/follow.jsonld")
      let told = try await expand(site)
      #expect(told.kinds == ["Update", "Delete", "Follow", "Accept"])
      #expect(told.lost == [:])
    }
  }
}
