import Files
import JSON
import Testing

extension Interop {
  /// `bobine server-config`, read by the servers that it is printed for.
  @Suite(.serialized, .builtOnce { try await Site.served() }) struct `Servers with a printed configuration` {
    @Test(arguments: PrintedServer.Program.allCases)
    func `answer every request of the table`(_ program: PrintedServer.Program) async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let text = try await PrintedServer.configuration(program, site, "--listen", "127.0.0.1:\(port)")
      let table = try await Self.table(site)
      try await PrintedServer.run(program, text, port: port) {
        let base = "http://127.0.0.1:\(port)"
        for asked in table {
          for problem in try await asked.problems(base) { Issue.record("\(program.rawValue): \(problem)") }
        }
        try await expectConditions(base + "/" + site.onlyFilm())
      }
    }

    /// What a server must answer for the site that is built for this suite.
    static func table(_ site: Site) async throws -> [Asked] {
      let film = "/" + (try await site.onlyFilm())
      let size = try #require(try Files.status(site.folder("public" + film))).size
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
        Asked("/videos/first/oembed.json", 200, typed("application/json+oembed")),
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
        Asked("/channels/town/inbox", 404...405, method: "POST", sent: ["Content-Type: \(document)"], secure),
        Asked("/accounts/videos-account/inbox", 404...405, method: "POST"), Asked("/channels/town/inbox", 404),
      ]
    }

    /// What a client that comes again is answered.
    private func expectConditions(_ film: String) async throws {
      let tag = try #require(try await Answer(film, method: "HEAD").headers["etag"])
      #expect(try await Answer(film, sent: ["If-None-Match: \(tag)"]).status == 304)
      let same = try await Answer(film, sent: ["Range: bytes=0-9", "If-Range: \(tag)"])
      #expect(same.status == 206 && same.headers["content-length"] == "10")
      #expect(try await Answer(film, sent: ["Range: bytes=0-9", "If-Range: \"other\""]).status == 200)
    }

    @Test(arguments: PrintedServer.Program.allCases)
    func `serve a site below a path of its host, and at the root what belongs there`(_ program: PrintedServer.Program)
      async throws
    {
      let site = try Site.shared
      let (port, places) = (
        try await WebServer.freePort(), ["-o", site.folder("below"), "--state", site.folder(".below")]
      )
      let flags = ["--base-url", "https://videos.example/tv/"] + places
      if !Files.exists(site.folder("below")) {
        try await Tool.check(Programs.bobine, ["build", site.folder.path, "--now", Site.now] + flags)
        try Files.write(Array("{\"type\":\"Tombstone\"}".utf8), to: site.folder("below/videos/gone/tombstone.jsonld"))
      }
      let text = try await Tool.check(
        Programs.bobine, ["server-config", program.rawValue, site.folder.path, "--listen", "127.0.0.1:\(port)"] + flags)
      let document = "application/activity+json"
      let table = [
        Asked("/tv/", 200, ["content-security-policy": .contains("default-src 'none'")]),
        Asked("/tv", 301, ["location": .ends("/tv/")]),
        Asked("/tv/videos/first/", 200, ["vary": .contains("Accept")]),
        Asked("/tv/videos/first/", 200, sent: ["Accept: \(document)"], ["content-type": .type(document)]),
        Asked("/tv/videos/first", 301, ["location": .ends("/tv/videos/first/")]),
        Asked("/tv/old/page/", 301, ["location": .ends("/tv/videos/first/")]),
        Asked("/tv/videos/gone/video.jsonld", 410, ["content-type": .type(document)], body: "Tombstone"),
        Asked("/tv/videos/never/video.jsonld", 404, body: "<!doctype html>"),
        Asked("/tv/feed.xml", 200, ["content-type": .type("application/rss+xml")]),
        Asked("/tv/" + (try await site.onlyFilm()), 200, ["cache-control": .contains("immutable")]),
        Asked("/tv/channels/town/inbox", 404...405, method: "POST"),
        Asked(
          "/tv/nothing", 404, ["content-security-policy": .contains("default-src 'none'")], body: "<!doctype html>"),
        Asked(
          "/.well-known/webfinger?resource=acct:town@videos.example", 200,
          ["content-type": .type("application/jrd+json")], body: "/tv/channels/town/actor.jsonld"),
        Asked("/.well-known/webfinger?resource=acct:nobody@videos.example", 404),
        Asked("/.well-known/host-meta", 200, ["content-type": .type("application/xrd+xml")]),
        Asked("/.well-known/nodeinfo", 200, ["content-type": .type("application/json")]), Asked("/robots.txt", 200),
        // What lies below the path does not lie beside it.
        Asked("/", 404), Asked("/videos/first/", 404), Asked("/index.html", 404),
      ]
      try await PrintedServer.run(program, text.out, port: port) {
        for asked in table {
          for problem in try await asked.problems("http://127.0.0.1:\(port)") {
            Issue.record("\(program.rawValue): \(problem)")
          }
        }
      }
    }

    /// Media on a host of their own: the same text holds a server for them.
    private func withMediaElsewhere<Result: Sendable>(
      _ program: PrintedServer.Program, _ body: @Sendable (_ pages: String, _ media: String) async throws -> Result
    ) async throws -> Result {
      let site = try await Site.shared.copy()
      let (pages, media) = (try await WebServer.freePort(), try await WebServer.freePort())
      let flags = [
        "--media-base-url", "http://127.0.0.1:\(media)/", "--media-output", site.folder("elsewhere"),
        "-o", site.folder("apart"), "--state", site.folder(".apart"),
      ]
      try await Tool.check(Programs.bobine, ["build", site.folder.path, "--now", Site.now] + flags)
      let listens = ["--listen", "127.0.0.1:\(pages)", "--media-listen", "127.0.0.1:\(media)"]
      let text = try await Tool.check(
        Programs.bobine, ["server-config", program.rawValue, site.folder.path] + listens + flags)
      return try await PrintedServer.run(program, text.out, port: pages) {
        try await body("http://127.0.0.1:\(pages)/", "http://127.0.0.1:\(media)/")
      }
    }

    @Test(arguments: PrintedServer.Program.allCases)
    func `serve media on a host of their own, which pages of every host may read`(_ program: PrintedServer.Program)
      async throws
    {
      let film = try await Site.shared.onlyFilm().replacing("media/", with: "")
      try await withMediaElsewhere(program) { pages, media in
        let kept = Asked.Expected.equals("public, max-age=31536000, immutable")
        let table = [
          Asked(
            film, 206, sent: ["Range: bytes=0-9", "Accept-Encoding: gzip"],
            [
              "content-type": .equals("video/mp4"), "access-control-allow-origin": .equals("*"), "cache-control": kept,
              "x-content-type-options": .equals("nosniff"), "content-encoding": .absent,
            ], length: nil),
          Asked(film, 200...204, method: "OPTIONS", ["access-control-allow-headers": .contains("Range")]),
          Asked(
            film.replacing(".mp4", with: ".m3u8"), 200, sent: ["Accept-Encoding: gzip"],
            [
              "content-type": .type("application/vnd.apple.mpegurl"), "access-control-allow-origin": .equals("*"),
              "cache-control": .equals("public, max-age=600"), "content-encoding": .equals("gzip"),
            ]),
          Asked("_headers", 404), Asked("", 404), Asked("none.mp4", 404, ["cache-control": .lacks("immutable")]),
        ]
        for asked in table {
          for problem in try await asked.problems(media) { Issue.record("\(program.rawValue): \(problem)") }
        }
        let home = Asked("", 200, ["content-security-policy": .contains("media-src 'self' \(media.dropLast());")])
        #expect(try await home.problems(pages) == [])
        #expect(try await Answer(pages + "media/" + film).status == 404)
      }
    }

    @Test(arguments: [
      (PrintedServer.Program.apache, "chromium", false), (.caddy, "chromium", true), (.nginx, "firefox", true),
    ])
    func `refuse nothing that pages need, and let other sites frame the player alone`(
      _ program: PrintedServer.Program, _ browser: String, _ isMediaElsewhere: Bool
    ) async throws {
      if isMediaElsewhere {
        try await withMediaElsewhere(program) { pages, media in try await look(browser, pages, media: media) }
      } else {
        let (site, port) = (try Site.shared, try await WebServer.freePort())
        let text = try await PrintedServer.configuration(program, site, "--listen", "127.0.0.1:\(port)")
        try await PrintedServer.run(program, text, port: port) {
          let base = "http://127.0.0.1:\(port)/"
          try await look(browser, base, media: base)
        }
      }
    }

    private func look(_ browser: String, _ base: String, media: String) async throws {
      let (watch, embed) = (base + "videos/first/#t=3", base + "videos/first/embed/#t=3")
      let seen = try await Tool.script(
        "policy.py", browser, base, base + "channels/town/", watch, embed, base + "inline.html", "--framed", embed,
        watch
      ).json()
      let pages = try #require(seen["pages"]?.array)
      for page in pages.dropLast() {
        let message = Comment(rawValue: String(decoding: page.bytes, as: UTF8.self))
        #expect(page["violations"]?.array == [] && page["console"]?.array == [], message)
        #expect((page["rules"]?.integer ?? 0) > 50 && page["broken"]?.array == [], message)
        let hasPlayer = page["page"]?.text?.hasSuffix("#t=3") == true
        if hasPlayer {
          // Where the script of the page has gone to.
          #expect((page["position"]?.double ?? 0) > 3 && (page["width"]?.integer ?? 0) > 0, message)
          #expect(page["source"]?.text?.hasPrefix(browser == "chromium" ? base : media) == true, message)
        } else {
          #expect((page["pictures"]?.integer ?? 0) > 0, message)
        }
      }
      // What a policy refuses is seen here, so the lists above could have been full.
      #expect(pages.last?["violations"]?.array?.count == 1, "\(seen)")
      #expect(seen["framed"]?[embed]?.bool == true && seen["framed"]?[watch]?.bool == false, "\(seen)")
    }

    @Test(arguments: PrintedServer.Program.allCases)
    func `speak TLS with a certificate that is there`(_ program: PrintedServer.Program) async throws {
      let site = try Site.shared
      let (port, keys) = (try await WebServer.freePort(), try Folder())
      try await Tool.check(
        "openssl",
        ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=videos.example"]
          + ["-addext", "subjectAltName=DNS:videos.example", "-keyout", keys("key.pem"), "-out", keys("chain.pem")])
      let text = try await PrintedServer.configuration(
        program, site, "--listen", "127.0.0.1:\(port)", "--certificate", keys("chain.pem"), "--certificate-key",
        keys("key.pem"))
      try await PrintedServer.run(program, text, port: port) {
        let asked = Asked("/videos/first", 301, ["location": .equals("https://videos.example:\(port)/videos/first/")])
        let trusted = ["--cacert", keys("chain.pem"), "--resolve", "videos.example:\(port):127.0.0.1", "--http1.1"]
        let problems = try await asked.problems("https://videos.example:\(port)", trusted)
        #expect(problems == [], "\(program.rawValue)")
      }
    }
  }
}

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
}
