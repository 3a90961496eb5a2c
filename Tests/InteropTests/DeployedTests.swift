import Files
import JSON
import Testing

extension Visiting {
  /// `bobine check https://…`, asking real servers over TLS by the name of the site.
  @Suite(.serialized, .builtOnce { try await Site.deployed() }) struct `A site on a real server` {
    private struct Seen {
      var status: Int
      var broken: [String: JSON]
      var text: String
    }

    /// Runs the check against whatever answers at the port.
    private func check(_ site: Site, _ port: Int, _ flags: String...) async throws -> Seen {
      let outcome = try await Tool.run(
        Programs.bobine,
        [
          "check", "https://videos.example/", "--connect-to", "127.0.0.1:\(port)", "--certificates", site.chain,
          "--json",
        ]
          + flags)
      let broken = try Site.diagnostics(outcome)
      return Seen(
        status: outcome.status,
        broken: Dictionary(broken.map { ($0["id"]?.text ?? "", $0) }) { first, _ in first },
        text: outcome.out + outcome.err)
    }

    @Test(arguments: PrintedServer.Program.allCases)
    func `passes with the configuration that is printed for it`(_ program: PrintedServer.Program) async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      // As it is printed for its own place, but for the machine that asks: another port than 443, in TLS.
      let text = try await PrintedServer.configuration(
        program, site, "--listen", "127.0.0.1:\(port)", "--certificate", site.chain, "--certificate-key", site.key)
      try await PrintedServer.run(program, text, port: port) {
        let seen = try await check(site, port, "--strict", "--videos", "0")
        #expect(seen.status == 0 && seen.broken.isEmpty, "\(program.rawValue): \(seen.text)")
        #expect(seen.text.contains("\"event\":\"totals\"") && seen.text.contains("\"videos\":2"))
      }
    }

    /// What each server does not do by itself, of all that a site asks (docs/serving.md, last table).
    static let stock: [PrintedServer.Program: Set<String>] = [
      .nginx: [
        "document-type", "webfinger-query", "negotiation", "media-cors", "file-cors", "media-preflight", "media-cache",
        "hidden-files", "header-nosniff", "header-referrer-policy", "caption-type", "torrent-type",
      ],
      .apache: [
        "document-type", "webfinger-query", "negotiation", "media-cors", "file-cors", "media-preflight", "media-cache",
        "hidden-files", "header-nosniff", "header-referrer-policy",
        "inbox-post",
      ],
      .caddy: [
        "document-type", "webfinger-query", "negotiation", "media-cors", "file-cors", "media-preflight", "media-cache",
        "hidden-files", "header-nosniff", "header-referrer-policy", "page-compressed",
        "inbox-post",
      ],
    ]

    @Test(.timeLimit(.minutes(15)), arguments: PrintedServer.Program.allCases)
    func `is told what the stock configuration breaks, for whom, and each line mends its rule`(
      _ program: PrintedServer.Program
    ) async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let server = StockServer(
        program: program, root: site.folder("public"), port: port, chain: site.chain, key: site.key)
      let found = try await PrintedServer.run(program, server.configuration(), port: port) {
        try await check(site, port)
      }
      #expect(found.status == 1)
      #expect(Set(found.broken.keys) == Self.stock[program], "\(program.rawValue): \(found.text)")
      for (id, diagnostic) in found.broken.sorted(by: { $0.key < $1.key }) {
        #expect(diagnostic["note"]?.text?.isEmpty == false, "\(id) names nobody")
        let next = try #require(diagnostic["next"]?.text)
        let lines = next.split(separator: "\n").dropFirst().map(String.init)
        #expect(!lines.isEmpty && next.contains(program.rawValue.dropFirst()), "\(program.rawValue), \(id): \(next)")
        let mended = try await PrintedServer.run(program, server.configuration(lines), port: port) {
          try await check(site, port, "--videos", "1")
        }
        #expect(mended.broken[id] == nil, "\(program.rawValue), \(id): \(mended.text)")
      }
    }

    @Test func `that does not answer is told in one line, with what to look at`() async throws {
      let port = try await WebServer.freePort()
      let outcome = try await Tool.run(Programs.bobine, ["check", "http://127.0.0.1:\(port)/"])
      #expect(outcome.status == 1)
      #expect(outcome.err.contains("http://127.0.0.1:\(port)/: error: "), "\(outcome)")
      #expect(outcome.err.contains("Nobody sees the site.") && outcome.err.contains("next: "))
    }

    @Test func `whose certificate is not trusted does not count as one that answers`() async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let server = StockServer(
        program: .nginx, root: site.folder("public"), port: port, chain: site.chain, key: site.key)
      try await PrintedServer.run(.nginx, server.configuration(), port: port) {
        let outcome = try await Tool.run(
          Programs.bobine, ["check", "https://videos.example/", "--connect-to", "127.0.0.1:\(port)"])
        #expect(outcome.status == 1 && outcome.err.contains("certificate"), "\(outcome)")
      }
    }

    @Test func `takes no flags of a folder, and a folder none of a site`() async throws {
      for words in [
        ["https://videos.example/", "--quick"], ["https://videos.example/", "-o", "x"],
        ["https://videos.example/", "--videos", "-1"], [".", "--connect-to", "127.0.0.1:1"],
      ] {
        #expect(try await Tool.run(Programs.bobine, ["check"] + words).status == 2, "\(words)")
      }
    }
  }
}

extension Site {
  var chain: String { folder("chain.pem") }
  var key: String { folder("key.pem") }

  /// Two videos with captions, one that is gone, and a certificate for its name.
  static func deployed() async throws -> Site {
    let site = try Site()
    try site.folder.put("title: Test\nbase_url: https://videos.example/\n", "bobine.yml")
    try await Clips.make(site.folder("content/town/first.mp4"), seconds: 8)
    try site.folder.put("WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n", "content/town/first.en.vtt")
    try await Clips.make(site.folder("content/sea/second.mp4"), seconds: 2)
    try await Clips.make(site.folder("content/town/gone.mp4"), seconds: 1)
    try await site.built()
    try Files.remove(site.folder("content/town/gone.mp4"))
    try await site.built("--purge", "gone")
    try await Tool.check(
      "openssl",
      ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=videos.example"]
        + ["-addext", "subjectAltName=DNS:videos.example", "-keyout", site.key, "-out", site.chain])
    return site
  }
}
