import Files
import JSON
import Testing

extension Visiting {
  /// `bobine server-config`, read by the servers that it is printed for.
  @Suite(.serialized, .builtOnce { try await Site.served() }) struct `Servers with a printed configuration` {
    @Test(arguments: PrintedServer.Program.allCases)
    func `answer every request of the table`(_ program: PrintedServer.Program) async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let text = try await PrintedServer.configuration(program, site, "--listen", "127.0.0.1:\(port)")
      let table = try await site.serverTable()
      try await PrintedServer.run(program, text, port: port) {
        let base = "http://127.0.0.1:\(port)"
        for asked in table {
          for problem in try await asked.problems(base) { Issue.record("\(program.rawValue): \(problem)") }
        }
        try await expectConditions(base + "/" + site.onlyFilm())
      }
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
        Asked("/tv/channels/town/inbox.jsonld", 405, method: "POST"),
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
    func withMediaElsewhere<Result: Sendable>(
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
        let home = Asked("", 200, ["content-security-policy": .contains("media-src 'self' \(media.dropLast()) blob:;")])
        #expect(try await home.problems(pages) == [])
        #expect(try await Answer(pages + "media/" + film).status == 404)
      }
    }

    @Test(arguments: PrintedServer.Program.allCases)
    func `find no mistake in what is printed without a word of where to listen`(_ program: PrintedServer.Program)
      async throws
    {
      let (site, port) = (try Site.shared, try await WebServer.freePort())
      let text = try await PrintedServer.configuration(program, site, "--root", "/srv/videos")
      // nginx tries to listen even when it only looks, and port 80 and IPv6 are not everybody's.
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.contains("listen [::]") }
      let local = lines.joined(separator: "\n").replacing("listen 80;", with: "listen 127.0.0.1:\(port);")
      let seen = try await PrintedServer.check(program, program == .apache ? text : local)
      #expect(seen.status == 0, "\(seen)")
      #expect(text.contains("/srv/videos") && !text.contains(site.folder("public")))
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
