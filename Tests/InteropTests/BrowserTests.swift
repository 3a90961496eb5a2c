import Files
import JSON
import Testing

extension Visiting {
  @Suite(.serialized) struct `Browsers and nginx` {
    @Test func `Chromium plays the HLS playlist natively and seeks; Firefox without JavaScript plays the MP4`()
      async throws
    {
      let site = try Site()
      let port = try await WebServer.freePort()
      try await Clips.make(site.folder("talk.mp4"))
      try await site.built("--base-url", "http://127.0.0.1:\(port)/")
      try await WebServer.run(site.folder("public"), port: port) { server in
        let page = server.base + "videos/talk/"
        let chromium = try await Tool.script("chromium.py", page).json()
        #expect(chromium["currentSrc"]?.text?.hasSuffix(".m3u8") == true, "\(chromium)")
        expectPlayed(chromium, duration: 12)
        #expect(chromium["scrollsSideways"]?.bool == false)
        #expect(chromium["consoleErrors"]?.array == [], "\(chromium)")
        let firefox = try await Tool.script("firefox.py", page).json()
        #expect(firefox["currentSrc"]?.text?.hasSuffix(".mp4") == true, "\(firefox)")
        expectPlayed(firefox, duration: 12)
      }
    }

    @Test func `over 250 kB per second Firefox seeks to 60 percent of ten minutes in 2 s and 1 MB, without JavaScript`()
      async throws
    {
      let site = try Site()
      let port = try await WebServer.freePort()
      try await Clips.make(
        site.folder("long.mp4"), seconds: 600, size: "480x270", rate: 12, keyframes: 24,
        codecs: ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-b:v", "230k", "-maxrate", "260k"]
          + ["-bufsize", "520k"] + Clips.aac)
      try await site.built("--base-url", "http://127.0.0.1:\(port)/")
      let file = try await site.onlyFilm()
      let size = try #require(try Files.status(site.folder("public/\(file)"))).size
      #expect(size > 15_000_000, "too small to show anything: \(size)")
      try await WebServer.run(site.folder("public"), port: port, .init(rate: 250_000)) { server in
        let firefox = try await Tool.script("firefox.py", server.base + "videos/long/").json()
        expectPlayed(firefox, duration: 600)
        #expect(try #require(firefox["seek"]?.double) < (Programs.isFull ? 2 : 4), "\(firefox)")
        try await Task.sleep(for: .milliseconds(500))  // nginx writes its line when the connection ends.
        // Neither the start nor the index at the end: what was fetched for the seek and the half second after it.
        let sent = try server.sent(".mp4", behind: 5_000_000, before: Int(size) - 1_000_000)
        #expect(sent > 0 && sent < 1_000_000, "\(sent) bytes")
      }
    }

    @Test(arguments: [(false, false), (false, true), (true, true)])
    func `media on another port play`(_ flagged: Bool, _ sendsHeaders: Bool) async throws {
      let site = try Site()
      let (pages, media) = (try await WebServer.freePort(), try await WebServer.freePort())
      try await Clips.make(site.folder("content/talk.mp4"), seconds: 8)
      try site.folder.put("media_cors: \(flagged)\n", "bobine.yml")
      try await site.built(
        "--base-url", "http://127.0.0.1:\(pages)/", "--media-base-url", "http://127.0.0.1:\(media)/",
        "--media-output", site.folder("elsewhere"))
      try await WebServer.run(site.folder("elsewhere"), port: media, .init(cors: sendsHeaders)) { _ in
        try await WebServer.run(site.folder("public"), port: pages) { server in
          let seen = try await Tool.script("chromium.py", server.base + "videos/talk/").json()
          expectPlayed(seen, duration: 8)
          let source = try #require(seen["currentSrc"]?.text)
          // Without CORS Chromium falls from the playlist to the MP4; with both flag and headers it plays the playlist.
          #expect(source.hasSuffix(flagged ? ".m3u8" : ".mp4") || (!flagged && sendsHeaders), "\(seen)")
          if flagged || source.hasSuffix(".mp4") { return }
          Issue.record("without media_cors the MP4 is expected: \(source)")
        }
      }
    }

    /// The playlist fails there, and does so before the browser knows of the MP4.
    @Test func `a page whose second source comes late plays that one`() async throws {
      let site = try Site()
      let (pages, media) = (try await WebServer.freePort(), try await WebServer.freePort())
      try await Clips.make(site.folder("content/talk.mp4"), seconds: 8)
      try await site.built(
        "--base-url", "http://127.0.0.1:\(pages)/", "--media-base-url", "http://127.0.0.1:\(media)/",
        "--media-output", site.folder("elsewhere"))
      try await WebServer.run(site.folder("elsewhere"), port: media) { _ in
        let seen = try await Tool.script("pieces.py", site.folder("public"), "\(pages)", "videos/talk/").json()
        expectPlayed(seen, duration: 8)
        #expect(seen["currentSrc"]?.text?.hasSuffix(".mp4") == true, "\(seen)")
      }
    }

    @Test func `the preview plays in Chromium and answers WebFinger`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("talk.mp4"), seconds: 6)
      let port = try await WebServer.freePort()
      try await Preview.run(site.folder.path, port: port, ["--base-url", "https://preview.example/"]) { base in
        let seen = try await Tool.script("chromium.py", base + "videos/talk/").json()
        expectPlayed(seen, duration: 6)
        let finger = try await Tool.check(
          "curl", ["-sS", "--fail", base + ".well-known/webfinger?resource=acct:main@preview.example"])
        #expect(finger.out.contains("acct:main@preview.example"))
        let taken = try await Tool.bobine(["serve", site.folder.path, "--port", "\(port)"])
        #expect(taken.status != 0 && (taken.out + taken.err).contains("--port"), "\(taken)")
      }
    }

    private func expectPlayed(_ seen: JSON, duration: Double, at location: SourceLocation = #_sourceLocation) {
      let message = Comment(rawValue: String(decoding: seen.bytes, as: UTF8.self))
      #expect(seen["failed"] == nil, message, sourceLocation: location)
      #expect(seen["error"] == JSON.null, message, sourceLocation: location)
      #expect((seen["width"]?.integer ?? 0) > 0, message, sourceLocation: location)
      #expect(abs((seen["duration"]?.double ?? 0) - duration) < 0.15, message, sourceLocation: location)
      #expect(seen["landed"]?.bool == true, message, sourceLocation: location)
      #expect((seen["after"]?.double ?? 0) > 0.3, message, sourceLocation: location)
    }
  }
}
