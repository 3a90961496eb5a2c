import Catalog
import JSON
import Site
import Testing

/// `.htaccess`, read by the server that it is written for, on hosts that one shares with others.
@Suite(.serialized) struct `Apache reads our .htaccess` {
  private static let output: Output = {
    let context = MadeUp.context(
      tombstones: [
        .init(
          idPath: "videos/gone/video.jsonld", deleted: Instant(seconds: 1_772_359_200),
          date: Instant(seconds: 1_700_000_000), sourcePath: "gone.mp4", channel: "lighthouses")
      ])
    var output = try? Output(
      Federation.documents(context).documents + Feeds.documents(context).documents + Rules.documents(context).documents)
    for (path, text) in [
      "index.html": "home", "404.html": "not here", "videos/brest/index.html": "a page",
      "channels/lighthouses/index.html": "a channel", "videos/brest/captions.fr.vtt": "WEBVTT\n",
      "videos/brest/h264.m3u8": "#EXTM3U\n", "assets/style.css": "a { color: red }\n",
      "media/0123456789abcdef0123/720p-1a2b3c4d.mp4": String(repeating: "m", count: 5000),
      "media/0123456789abcdef0123/720p-1a2b3c4d.torrent": "d1:ai1ee", ".bobine-manifest": "secret",
    ] { output?.files[path] = Array(text.utf8) }
    return output ?? Output()
  }()

  private func serve(_ hosting: RealServer.Hosting = .init(), _ body: (Int) async throws -> Void) async throws {
    try await RealServer.with(hosting, Self.output, body)
  }

  /// Every module that a directive of ours needs, alone and with others, as hosts leave them out.
  private static let hostings = ["None", "FileInfo", "All"].flatMap { override in
    let full = RealServer.Hosting(allowOverride: override)
    return [
      full, full.without("headers"), full.without("rewrite"), full.without("headers", "rewrite"),
      RealServer.Hosting(allowOverride: override, modules: []),
    ]
  }

  @Test(arguments: hostings)
  func `no host answers with an error 500, whatever it allows and has`(_ hosting: RealServer.Hosting) async throws {
    let isRead = hosting.allowOverride != "None"
    func has(_ module: String) -> Bool { isRead && hosting.modules.contains(module) }
    try await serve(hosting) { port in
      for path in [
        "/", "/feed.xml", "/.well-known/host-meta", "/media/0123456789abcdef0123/720p-1a2b3c4d.mp4",
        "/assets/style.css",
      ] {
        #expect(try await RealServer.get(port, path).status == 200, "\(path)")
      }
      for accept in ["text/html", "application/activity+json"] {
        #expect(try await RealServer.get(port, "/videos/brest/", ["Accept: \(accept)"]).status == 200)
      }
      // What is missing costs its own rule alone.
      let document = try await RealServer.get(port, "/videos/brest/video.jsonld")
      #expect(document.status == 200)
      if has("mime") { #expect(document.headers["content-type"]?.hasPrefix("application/activity+json") == true) }
      #expect(document.headers["access-control-allow-origin"] == (has("headers") ? "*" : nil))
      #expect(document.headers["x-content-type-options"] == (has("headers") ? "nosniff" : nil))
      let finger = try await RealServer.get(
        port, "/.well-known/webfinger?resource=acct:lighthouses@videos.example.org")
      #expect(finger.status == (has("rewrite") ? 200 : 404))
      #expect(try await RealServer.get(port, "/old/page/").status == (has("rewrite") ? 301 : 200))
      #expect(try await RealServer.get(port, "/videos/gone/video.jsonld").status == (has("rewrite") ? 410 : 404))
      #expect(try await RealServer.get(port, "/.bobine-manifest").status == (has("alias") ? 404 : 200))
      let lost = try await RealServer.get(port, "/nothing")
      #expect(lost.status == 404 && (lost.body == "not here") == isRead)
      let inbox = try await RealServer.get(port, "/channels/lighthouses/inbox.jsonld", method: "POST")
      // By itself Apache gives a file also to what is posted to it.
      #expect(inbox.status == (has("rewrite") || has("alias") ? 405 : 200))
    }
  }

  @Test func `text is compressed, media never are`() async throws {
    try await serve { port in
      let document = try await RealServer.get(port, "/videos/brest/video.jsonld", ["Accept-Encoding: gzip"])
      #expect(document.headers["content-encoding"] == "gzip")
      let film = try await RealServer.get(
        port, "/media/0123456789abcdef0123/720p-1a2b3c4d.mp4", ["Accept-Encoding: gzip"])
      #expect(film.headers["content-encoding"] == nil && film.body.utf8.count == 5000)
    }
  }

  @Test func `documents have the types that other servers demand`() async throws {
    try await serve { port in
      let expected = [
        "/videos/brest/video.jsonld": "application/activity+json",
        "/channels/lighthouses/actor.jsonld": "application/activity+json",
        "/.well-known/host-meta": "application/xrd+xml", "/.well-known/nodeinfo": "application/json",
        "/.well-known/wf/acct:lighthouses@videos.example.org.json": "application/jrd+json",
        "/feed.xml": "application/rss+xml", "/channels/lighthouses/feed.xml": "application/rss+xml",
        "/atom.xml": "application/atom+xml", "/feed.json": "application/feed+json",
        "/videos/brest/captions.fr.vtt": "text/vtt", "/videos/brest/h264.m3u8": "application/vnd.apple.mpegurl",
        "/media/0123456789abcdef0123/720p-1a2b3c4d.mp4": "video/mp4",
        "/media/0123456789abcdef0123/720p-1a2b3c4d.torrent": "application/x-bittorrent",
      ]
      for (path, type) in expected {
        let answer = try await RealServer.get(port, path)
        #expect(answer.status == 200, "\(path)")
        #expect(answer.headers["content-type"]?.split(separator: ";").first.map(String.init) == type, "\(path)")
        #expect(answer.headers["access-control-allow-origin"] == "*", "\(path)")
      }
    }
  }

  @Test func `a WebFinger query gets the file of its name, an unknown name gets 404`() async throws {
    try await serve { port in
      for resource in [
        "acct:lighthouses@videos.example.org", "acct%3Alighthouses%40videos.example.org",
        "acct:lighthouses@VIDEOS.example.org",
      ] {
        let answer = try await RealServer.get(port, "/.well-known/webfinger?resource=\(resource)")
        #expect(answer.status == 200, "\(resource)")
        #expect(answer.headers["content-type"]?.hasPrefix("application/jrd+json") == true)
        #expect(try JSON(Array(answer.body.utf8))["subject"] == "acct:lighthouses@videos.example.org")
      }
      let person = try await RealServer.get(
        port, "/.well-known/webfinger?resource=acct:videos-account@videos.example.org&rel=self")
      #expect(try JSON(Array(person.body.utf8))["subject"] == "acct:videos-account@videos.example.org")
      for resource in [
        "acct:nobody@videos.example.org", "acct:lighthouses@other.example", "acct:../../x@videos.example.org",
      ] {
        #expect(
          try await RealServer.get(port, "/.well-known/webfinger?resource=\(resource)").status == 404, "\(resource)")
      }
      #expect(try await RealServer.get(port, "/.well-known/webfinger").status == 404)
    }
  }

  @Test func `what is gone answers 410 with its Tombstone, what never was answers 404`() async throws {
    try await serve { port in
      let gone = try await RealServer.get(port, "/videos/gone/video.jsonld")
      #expect(gone.status == 410)
      #expect(gone.headers["content-type"]?.hasPrefix("application/activity+json") == true)
      #expect(try JSON(Array(gone.body.utf8))["type"] == "Tombstone")
      let never = try await RealServer.get(port, "/videos/never/video.jsonld")
      #expect(never.status == 404 && never.body == "not here")
    }
  }

  @Test func `the address of a page gives other servers the document, and browsers the page`() async throws {
    try await serve { port in
      for (path, type) in ["/videos/brest/": "Video", "/channels/lighthouses/": "Group"] {
        for accept in ["application/activity+json", "application/activity+json, application/ld+json"] {
          let answer = try await RealServer.get(port, path, ["Accept: \(accept)"])
          #expect(answer.headers["content-type"]?.hasPrefix("application/activity+json") == true, "\(path) \(accept)")
          #expect(try JSON(Array(answer.body.utf8))["type"]?.text == type)
          #expect(answer.headers["vary"]?.contains("Accept") == true)
        }
        let page = try await RealServer.get(port, path, ["Accept: text/html,application/xhtml+xml,*/*;q=0.8"])
        #expect(page.status == 200 && page.body.hasPrefix("a "))
        #expect(page.headers["vary"]?.contains("Accept") == true)
      }
    }
  }

  @Test func `an old address redirects for good`() async throws {
    try await serve { port in
      for path in ["/old/page/", "/old/page", "/old/page/index.html", "/v.html"] {
        let answer = try await RealServer.get(port, path)
        #expect(answer.status == 301, "\(path)")
        #expect(answer.headers["location"]?.hasSuffix("/videos/brest/") == true, "\(path)")
      }
    }
  }

  @Test func `media named by their hash are kept for a year, everything else for minutes`() async throws {
    try await serve { port in
      let media = "/media/0123456789abcdef0123/720p-1a2b3c4d"
      let film = try await RealServer.get(port, media + ".mp4", ["Range: bytes=0-99", "Accept-Encoding: gzip"])
      #expect(film.status == 206 && film.body.utf8.count == 100)
      #expect(film.headers["cache-control"] == "public, max-age=31536000, immutable")
      #expect(film.headers["access-control-expose-headers"]?.contains("Content-Range") == true)
      for path in [media + ".torrent", "/videos/brest/video.jsonld", "/feed.xml", "/"] {
        #expect(try await RealServer.get(port, path).headers["cache-control"] == "public, max-age=600", "\(path)")
      }
    }
  }

  @Test func `a browser may ask whether it may ask for ranges`() async throws {
    try await serve { port in
      let answer = try await RealServer.get(
        port, "/media/0123456789abcdef0123/720p-1a2b3c4d.mp4",
        [
          "Origin: https://peertube.example", "Access-Control-Request-Method: GET",
          "Access-Control-Request-Headers: range",
        ],
        method: "OPTIONS")
      #expect((200..<300).contains(answer.status))
      #expect(answer.headers["access-control-allow-origin"] == "*")
      #expect(answer.headers["access-control-allow-headers"]?.contains("Range") == true)
    }
  }
}
