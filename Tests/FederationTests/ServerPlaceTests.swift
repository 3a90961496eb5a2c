import Catalog
import Site
import Testing

@Suite struct `Printed configurations` {
  private func text(
    _ program: ServerProgram, _ context: SiteContext = MadeUp.context(), _ place: ServerPlace = .init(root: "/srv/site")
  ) -> String {
    Rules.configuration(program, place, context)
  }

  @Test(
    arguments: [
      ("8080", nil, 8080), ("127.0.0.1:81", "127.0.0.1", 81), ("[::1]:443", "[::1]", 443), ("*:80", nil, 80),
      ("localhost:9", "localhost", 9),
    ] as [(String, String?, Int)])
  func `an address to listen at is a port, with an address before it if need be`(
    _ text: String, _ host: String?, _ port: Int
  ) {
    #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
  }

  @Test(arguments: ["", "x", "0", "65536", ":80", "::1:80", "a b:80", "a;b:80", "{x}:80", "127.0.0.1:", "a/b:80"])
  func `anything else is none`(_ text: String) { #expect(ListenAddress(text) == nil) }

  @Test(arguments: ServerProgram.allCases)
  func `the name of the host and the folder on the server are in the text`(_ program: ServerProgram) {
    let printed = text(program)
    #expect(printed.contains("videos.example.org") && printed.contains("\"/srv/site\""))
    #expect(!printed.contains("unsafe-inline"))
  }

  @Test func `without a certificate nginx and Apache listen at port 80, and say how to go on to https`() {
    for program in [ServerProgram.nginx, .apache] {
      let printed = text(program)
      #expect(printed.contains(program == .nginx ? "  listen 80;" : "<VirtualHost *:80>"))
      #expect(printed.contains("# ") && printed.contains("/etc/letsencrypt/live/videos.example.org/fullchain.pem"))
      #expect(!printed.split(separator: "\n").contains { $0.drop { $0 == " " }.hasPrefix("ssl_certificate") })
    }
    // Caddy gets one for a site whose address is its name.
    #expect(text(.caddy).contains("\nvideos.example.org {\n"))
  }

  @Test func `with a certificate the plain address leads on to the secure one`() {
    var place = ServerPlace(root: "/srv/site")
    place.certificate = .init(chain: "/etc/chain.pem", key: "/etc/key.pem")
    let nginx = text(.nginx, MadeUp.context(), place), apache = text(.apache, MadeUp.context(), place)
    #expect(nginx.contains("  listen 443 ssl http2;") && nginx.contains("  return 301 https://$host$request_uri;"))
    #expect(
      apache.contains("<VirtualHost *:443>") && apache.contains("  Redirect permanent / https://videos.example.org/"))
  }

  @Test(arguments: ServerProgram.allCases)
  func `another host for media is a server of its own, with its policy on every page`(_ program: ServerProgram) {
    let site = MadeUp.site { $0.mediaBaseURL = "https://media.example.net/files/" }
    let printed = text(program, MadeUp.context(site: site))
    #expect(printed.contains("media.example.net") && printed.contains("\"/srv/site/media\""))
    #expect(printed.contains("media-src 'self' https://media.example.net blob:;"))
    #expect(printed.contains("/files"))
  }

  @Test(arguments: [
    "https://other.example/", "https://videos.example.com/",
    "https://videos.of-a-society-with-a-long-name.example.org/",
  ])
  func `two sites on one nginx do not share a variable, and no name is too long for it`(_ other: String) {
    let first = text(.nginx), second = text(.nginx, MadeUp.context(site: MadeUp.site(base: other)))
    func variables(_ text: String) -> Set<Substring> {
      Set(
        text.split(separator: "\n").filter { $0.hasPrefix("map ") }.compactMap {
          $0.split(separator: " ").dropLast().last
        })
    }
    #expect(variables(first).count > 5 && variables(first).isDisjoint(with: variables(second)))
    #expect(variables(second).allSatisfy { $0.utf8.count <= 40 })
  }

  @Test(arguments: ServerProgram.allCases)
  func `without a base URL there is a server for any name, which knows nothing of WebFinger`(_ program: ServerProgram) {
    let printed = text(program, MadeUp.context(site: MadeUp.site(base: nil)))
    #expect(printed.contains("old/page") && !printed.contains("webfinger") && !printed.contains("inbox$"))
  }

  @Test(arguments: ServerProgram.allCases)
  func `media are compressed by no server`(_ program: ServerProgram) {
    let lines = text(program).split(separator: "\n").filter {
      $0.contains("gzip_types") || $0.contains("DEFLATE") || $0.contains("header Content-Type ") && $0.hasSuffix("*")
    }
    #expect(
      !lines.isEmpty && !lines.contains { $0.contains("video/") || $0.contains("image/jpeg") || $0.contains("octet") })
  }
}
