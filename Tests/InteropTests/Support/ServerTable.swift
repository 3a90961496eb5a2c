import Files
import Testing

extension Site {
  /// With all that a server must tell apart: an old address, a video that is gone, a file of one's own.
  static func served() async throws -> Site {
    let site = try Site()
    try site.folder.put("title: Test\nbase_url: https://videos.example/\nmedia_cors: true\n", "bobine.yml")
    try await Clips.make(site.folder("content/town/first.mp4"), seconds: 8)
    try site.folder.put(
      "---\ntitle: The first\ndate: 2026-01-02\naliases: [old/page, v.html, \"old$page{x}\"]\n---\nText.\n",
      "content/town/first.md")
    try await Clips.make(site.folder("content/town/gone.mp4"), seconds: 1)
    try site.folder.put("%PDF-1.4\n", "static/paper.pdf")
    try site.folder.put("<!doctype html><title>x</title><script>document.title = 'run'</script>", "static/inline.html")
    try await site.built()
    try Files.remove(site.folder("content/town/gone.mp4"))
    try await site.built("--purge", "gone")
    return site
  }

  /// What a server must answer for the site that is built for this suite.
  func serverTable() async throws -> [Asked] {
    let film = "/" + (try await onlyFilm())
    let size = try #require(try Files.status(folder("public" + film))).size
    let document = "application/activity+json"
    let secure: [String: Asked.Expected] = [
      "x-content-type-options": .equals("nosniff"), "referrer-policy": .equals("same-origin"),
    ]
    let page = secure.merging([
      "content-type": .equals("text/html; charset=utf-8"), "cache-control": .equals("public, max-age=600"),
      "content-security-policy": .contains("frame-ancestors 'self'"),
    ]) { $1 }
    let shared = secure.merging(["access-control-allow-origin": .equals("*")]) { $1 }
    func typed(_ type: String, _ more: [String: Asked.Expected] = [:]) -> [String: Asked.Expected] {
      shared.merging(more) { $1 }.merging(["content-type": .type(type)]) { $1 }
    }
    let kept = Asked.Expected.equals("public, max-age=31536000, immutable")
    let finger = "/.well-known/webfinger?resource="
    return [
      // Pages, and the documents at their addresses.
      Asked("/", 200, page), Asked("/", 200, method: "HEAD", page),
      Asked(
        "/videos/first/", 200, sent: ["Accept: text/html,*/*;q=0.8"],
        page.merging(["vary": .contains("Accept")]) { $1 }),
      Asked("/channels/town/", 200, page),
      Asked("/videos/first/embed/", 200, ["content-security-policy": .ends("style-src 'self'")]),
      Asked(
        "/videos/first/", 200, sent: ["Accept: \(document)"], typed(document, ["vary": .contains("Accept")]),
        body: "\"Video\""),
      Asked(
        "/videos/first/", 200,
        sent: ["Accept: application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\", text/html;q=0.1"],
        typed(document), body: "\"Video\""),
      Asked(
        "/channels/town/", 200, sent: ["Accept: \(document), application/ld+json"], typed(document), body: "\"Group\""
      ),
      Asked("/videos/first", 301, ["location": .ends("/videos/first/")]),
      // Types.
      Asked("/videos/first/video.jsonld", 200, typed(document, ["cache-control": .equals("public, max-age=600")])),
      Asked("/channels/town/actor.jsonld", 200, typed(document)),
      Asked("/.well-known/host-meta", 200, typed("application/xrd+xml")),
      Asked("/.well-known/nodeinfo", 200, typed("application/json")),
      Asked("/feed.xml", 200, typed("application/rss+xml")),
      Asked("/channels/town/atom.xml", 200, typed("application/atom+xml")),
      Asked("/feed.json", 200, typed("application/feed+json")),
      Asked("/videos/first/oembed.json", 200, typed("application/json")),
      Asked("/videos/first/master.m3u8", 200, typed("application/vnd.apple.mpegurl")),
      Asked("/videos/first/storyboard.vtt", 200, typed("text/vtt")),
      Asked("/paper.pdf", 200, typed("application/pdf", ["content-security-policy": .absent])),
      Asked("/robots.txt", 200, ["content-type": .equals("text/plain; charset=utf-8")]),
      // WebFinger.
      Asked(
        "\(finger)acct:town@videos.example", 200, typed("application/jrd+json"), body: "acct:town@videos.example"),
      Asked(
        "\(finger)acct%3Atown%40videos.example", 200, typed("application/jrd+json"), body: "acct:town@videos.example"),
      Asked("\(finger)acct:videos-account@VIDEOS.example&rel=self", 200, body: "acct:videos-account@videos.example"),
      Asked("\(finger)acct:nobody@videos.example", 404), Asked("\(finger)acct:town@other.example", 404),
      Asked("\(finger)acct:../../x@videos.example", 404), Asked("/.well-known/webfinger", 404),
      // Media.
      Asked(film, 200, typed("video/mp4", ["cache-control": kept, "accept-ranges": .equals("bytes")])),
      Asked(
        film, 200, method: "HEAD", sent: ["Accept-Encoding: gzip"],
        typed("video/mp4", ["content-length": .equals("\(size)"), "content-encoding": .absent])),
      Asked(
        film, 206, sent: ["Range: bytes=8-15", "Accept-Encoding: gzip", "Origin: https://peertube.example"],
        typed(
          "video/mp4",
          [
            "content-range": .equals("bytes 8-15/\(size)"), "content-length": .equals("8"),
            "content-encoding": .absent,
            "cache-control": kept, "access-control-expose-headers": .contains("Content-Range"),
          ])),
      Asked(film, 416, sent: ["Range: bytes=\(size)-"]),
      Asked(
        film, 200...204, method: "OPTIONS",
        sent: [
          "Origin: https://peertube.example", "Access-Control-Request-Method: GET",
          "Access-Control-Request-Headers: range",
        ], ["access-control-allow-origin": .equals("*"), "access-control-allow-headers": .contains("Range")]),
      Asked(
        film.replacing(".mp4", with: ".torrent"), 200,
        typed("application/x-bittorrent", ["cache-control": .equals("public, max-age=600")])),
      Asked("/media/none.mp4", 404, ["content-type": .type("text/html"), "cache-control": .equals("no-cache")]),
      // Compression of text.
      Asked(
        "/", 200, sent: ["Accept-Encoding: gzip"],
        ["content-encoding": .equals("gzip"), "vary": .contains("Accept-Encoding")]),
      Asked(
        "/videos/first/video.jsonld", 200, sent: ["Accept-Encoding: gzip"], ["content-encoding": .equals("gzip")]),
      // What is gone, what moved, what never was.
      Asked(
        "/videos/gone/video.jsonld", 410, ["content-type": .type(document), "cache-control": .equals("no-cache")],
        body: "\"Tombstone\""),
      Asked("/videos/never/video.jsonld", 404), Asked("/videos/gone/", 404),
      Asked("/old/page/", 301, ["location": .ends("/videos/first/")]),
      Asked("/old/page", 301, ["location": .ends("/videos/first/")]),
      Asked("/old/page/index.html", 301), Asked("/v.html", 301, ["location": .ends("/videos/first/")]),
      Asked("/old$page%7Bx%7D/", 301, ["location": .ends("/videos/first/")]),
      Asked(
        "/nothing/here", 404, page.merging(["cache-control": .equals("no-cache")]) { $1 }, body: "<!doctype html>"),
      Asked("/.bobine-manifest", 404), Asked("/_headers", 404), Asked("/media/.incoming/x", 404),
      // What other servers post is answered at once.
      Asked("/channels/town/inbox.jsonld", 405, method: "POST", sent: ["Content-Type: \(document)"], secure),
      Asked("/accounts/videos-account/inbox.jsonld", 405, method: "POST"),
      Asked("/channels/never/inbox.jsonld", 404...405, method: "POST"),
      Asked("/channels/town/inbox.jsonld", 200, typed(document), body: "\"totalItems\":0"),
      Asked("/videos/first/announce.jsonld", 200, typed(document), body: "\"Announce\""),
    ]
  }
}
