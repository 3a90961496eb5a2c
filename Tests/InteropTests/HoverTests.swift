import Files
import JSON
import Testing

extension Visiting {
  /// The preview that a card shows when one points at it.
  @Suite struct `Preview of a card` {
    @Test func `the storyboard goes by while one points at a card, with media on another host, and for nobody else`()
      async throws
    {
      let site = try Site()
      try await Clips.make(site.folder("talk.mp4"), seconds: 5, size: "160x90")
      try await Clips.make(site.folder("shock.mp4"), seconds: 4, size: "160x90")
      // The newest is shown so large that small pictures would be a blur: it has no preview.
      try await Clips.make(site.folder("news.mp4"), seconds: 3, size: "160x90")
      try site.folder.put("---\ndate: 2026-01-03\n---\n", "news.md")
      try site.folder.put("---\ndate: 2026-01-02\n---\n", "talk.md")
      try site.folder.put("---\ndate: 2026-01-01\nsensitive: true\n---\n", "shock.md")
      let port = try await WebServer.freePort()
      // Another name of the same host is another origin.
      let media = "http://localhost:\(port)/media/"
      try site.folder.put("title: Films\nmedia_base_url: \(media)\n", "bobine.yml")
      try await site.built("--base-url", "http://127.0.0.1:\(port)/")
      let seen = try await WebServer.run(site.folder("public"), port: port) { server in
        let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/hover.py")
        return try await Tool.check(Programs.python, [script, server.base], seconds: 120).json()
      }
      #expect(seen["early"]?.array == [] && seen["hasty"]?.array == [], "\(seen)")
      #expect(seen["seen"]?.array?.count == 3, "\(seen)")
      let loaded = seen["loaded"]?.array?.compactMap(\.text) ?? []
      #expect(Set(loaded).count == 1 && loaded.allSatisfy { $0.hasPrefix(media) }, "\(seen)")
      #expect(seen["filled"]?.bool == true, "\(seen)")
      #expect(seen["left"]?.integer == 0, "\(seen)")
      #expect(seen["moved"]?.array == [], "\(seen)")
      #expect(seen["sensitive"]?.array == [0], "\(seen)")
      #expect(seen["calm"]?.array == [] && seen["saving"]?.array == [], "\(seen)")
      #expect(seen["touch"]?.array == ["touch"], "\(seen)")
      #expect(seen["consoleErrors"]?.array == [], "\(seen)")
    }
  }
}
