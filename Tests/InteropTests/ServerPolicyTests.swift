import JSON
import Testing

/// The headers of security, obeyed by two browsers.
extension Visiting.`Servers with a printed configuration` {
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
    let (watch, embed) = (base + "videos/first/?t=3", base + "videos/first/embed/#t=3")
    let seen = try await Tool.script(
      "policy.py", browser, base, base + "channels/town/", watch, embed, base + "inline.html", "--framed", embed,
      watch
    ).json()
    let pages = try #require(seen["pages"]?.array)
    for page in pages.dropLast() {
      let message = Comment(rawValue: String(decoding: page.bytes, as: UTF8.self))
      #expect(page["violations"]?.array == [] && page["console"]?.array == [], message)
      #expect((page["rules"]?.integer ?? 0) > 50 && page["broken"]?.array == [], message)
      let hasPlayer = page["page"]?.text?.hasSuffix("t=3") == true
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
}
