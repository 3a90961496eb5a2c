import Site

/// The lines of a server's configuration that mend a rule. Each may stand alone in what serves the site: in nginx the `server { }`, in
/// Apache the virtual host or `.htaccess`, in Caddy the block of the site. All of them at once is what `bobine server-config` prints.
struct ServerMending: Sendable {
  var program: ServerProgram?
  /// Of the site's addresses, behind the `@` of names.
  var host: String
  /// `/`, or `/videos/`.
  var basePath: String

  /// - Parameter server: the header `Server` of an answer.
  static func program(_ server: String?) -> ServerProgram? {
    guard let server = server?.lowercased() else { return nil }
    // What calls itself openresty is nginx as well.
    if server.contains("nginx") || server.contains("openresty") { return .nginx }
    return ServerProgram.allCases.first { server.contains($0.rawValue) }
  }

  func next(_ rule: ServerRule) -> String {
    let lines = program.map { self.lines(rule, $0) } ?? []
    if let program, !lines.isEmpty {
      return "\(Self.place(program))\n" + lines.map { "      \($0)" }.joined(separator: "\n")
    }
    return Self.words(rule)
      ?? "use what `bobine server-config` prints, or a host that reads `_headers` (docs/serving.md)"
  }

  private static func place(_ program: ServerProgram) -> String {
    switch program {
    case .nginx: "in the server { } of nginx, or all rules with `bobine server-config nginx`:"
    case .apache: "in Apache's virtual host or .htaccess, or all rules with `bobine server-config apache`:"
    case .caddy: "in the site's block of the Caddyfile, or all rules with `bobine server-config caddy`:"
    }
  }

  /// Where no line of a configuration mends it.
  private static func words(_ rule: ServerRule) -> String? {
    switch rule {
    case .unreachable: "see that the name leads to the server, that the server runs, and that its certificate is valid"
    case .https:
      "get a certificate (`certbot --nginx`, `certbot --apache`; Caddy has one by itself), and build with --base-url https://…"
    case .address: "build with the --base-url that people use, or check the address that the output names"
    case .catalog: "give the address of the site's home page, and upload the whole output"
    case .page, .document, .file, .media, .mediaSize:
      "upload the whole output again, then ask `bobine check FOLDER` of the copy here"
    case .contract, .alternate, .outboxCrawl, .outboxTotal, .webFingerSelf:
      "upload the whole output again; if it stays so, run `bobine build` and `bobine check FOLDER`"
    case .notFound:
      "let the server answer 404 where there is no file, and no page for every address (`try_files`, `FallbackResource`)"
    case .gone: "remove the old file from the server: `bobine build` has removed it here"
    case .mediaRange: "switch byte ranges on (`max_ranges` of nginx, a module or proxy that changes bodies)"
    case .mediaEncoding: "compress no media: leave video/mp4 out of the types that are compressed"
    case .embedFraming:
      "send no X-Frame-Options for videos/<slug>/embed/: look in the host's panel for \"clickjacking\""
    case .pageCache: "let pages be asked for again after ten minutes: `Cache-Control: max-age=600`"
    default: nil
    }
  }

  var path: String { String(basePath.dropLast()) }
  var pattern: String { regularExpression(matching: path) }
  var hostPattern: String { regularExpression(matching: host) }

  static let cached = "public, max-age=31536000, immutable"
  static let kept = "media/[0-9a-f]+/.+\\.(mp4|m4s|jpg|webp)$"
  static let hidden = "/(\\.(?!well-known)[^/]*|_headers|_redirects)$"

  private func lines(_ rule: ServerRule, _ program: ServerProgram) -> [String] {
    switch program {
    case .nginx: nginx(rule)
    case .apache: apache(rule)
    case .caddy: caddy(rule)
    }
  }
}
