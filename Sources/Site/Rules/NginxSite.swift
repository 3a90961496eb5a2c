import Hashing

/// A configuration for nginx, which reads no file of the site: maps and a server, for the inside of `http`.
///
/// A location that serves files says with `try_files` which one, below the root of the site. So the path of the site on its host stands in the
/// patterns alone, and `$uri` is afterwards the file's own path, from which the maps tell headers.
struct NginxSite {
  private let facts: RuleFacts
  private let place: ServerPlace
  /// Of variables: they belong to the whole of nginx, and another site of ours may be there.
  private let own: String

  init(_ facts: RuleFacts, _ place: ServerPlace) {
    self.facts = facts
    self.place = place
    let host = facts.host ?? "site"
    let letters = host.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }
    // nginx gives a name of a variable 64 bytes of a table, and does not start if it needs more.
    own =
      "$bobine_"
      + (letters.count <= 20 ? String(letters) : letters.prefix(12) + "_" + SHA256.hash(Array(host.utf8)).hex.prefix(6))
  }

  var text: String {
    let hosts = ServedHost.all(facts, place)
    let head = [
      "# nginx 1.18 or later. As /etc/nginx/conf.d/\(hosts[0].name ?? "bobine").conf:",
      "#   nginx -t && systemctl reload nginx",
      "# Made by `bobine server-config nginx`; make it again when addresses or aliases changed.",
    ]
    return ([head, maps] + hosts.flatMap(servers)).map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
  }

  // MARK: Maps

  private var maps: [String] {
    let immutable = FileTypes.immutableExtensions.joined(separator: "|")
    let shared = FileTypes.kinds.filter(\.isShared).map(\.fileExtension).joined(separator: "|")
    let accepts = "\"~application/(activity|ld)\\+json\""
    var lines = map(
      "\"$status $uri\"", "cache",
      [
        ("\"~^[45]\"", quoted(FileTypes.refused)),
        ("\"~^\\d+ (/media)?/[0-9a-f]{20}/.+\\.(\(immutable))$\"", quoted(FileTypes.immutable)),
      ], otherwise: FileTypes.rendered)
    lines += map("$uri", "origin", [("\"~\\.(\(shared))$\"", "\"*\""), ("\"~/\\.well-known/\"", "\"*\"")])
    lines += map(own + "_origin", "ranges", [("\"*\"", "\"Range\"")])
    lines += map(own + "_origin", "exposed", [("\"*\"", "\"Content-Length, Content-Range\"")])
    lines += map("$status", "allow", [("405", "\"GET, HEAD, OPTIONS\"")])
    lines += map(
      "$uri", "policy",
      [
        ("\"~^\(SecurityHeaders.embedPattern)index\\.html$\"", quoted(facts.security.embed)),
        ("\"~\\.html$\"", quoted(facts.security.page)),
      ])
    guard let host = facts.host else { return lines }
    // Which file the address of a page means: another server gets the document.
    for place in FileTypes.negotiated {
      lines += map("$http_accept", place.folder, [(accepts, place.document)], otherwise: "index.html")
    }
    lines += map(
      "$uri", "vary",
      FileTypes.negotiated.map { place in
        let document = regularExpression(matching: place.document)
        return ("\"~^/\(place.folder)/[^/]+/(index\\.html|\(document))$\"", "Accept")
      })
    let pattern = regularExpression(matching: host).replacing(":", with: "(?::|%3A)")
    lines += map(
      "$arg_resource", "webfinger",
      [
        (
          "\"~*^acct(?::|%3A)(?<bobine_name>[a-z0-9_.-]+)(?:@|%40)\(pattern)$\"",
          "\"\(facts.basePath).well-known/wf/acct:$bobine_name@\(host).json\""
        )
      ])
    return lines
  }

  private func map(_ source: String, _ name: String, _ cases: [(String, String)], otherwise: String = "") -> [String] {
    ["map \(source) \(own)_\(name) {", "  default \(quoted(otherwise));"] + cases.map { "  \($0.0) \($0.1);" } + ["}"]
  }

  // MARK: Servers

  private func servers(_ host: ServedHost) -> [[String]] {
    var servers: [[String]] = []
    if host.redirectsFromPlain, let name = host.name {
      servers.append(
        ["server {"] + listens(ListenAddress(port: 80), "") + [
          "  server_name \(name);", "  return 301 https://$host$request_uri;", "}",
        ])
    }
    let isSecure = host.isSecure && place.certificate != nil
    var lines = ["server {"] + listens(host.listen, isSecure ? " ssl http2" : "") + secure(host)
    lines.append("  server_name \(host.name ?? "_");")
    lines += [
      "  root \(quoted(host.pages?.folder ?? host.mounts[0].folder));", "  charset utf-8;",
      "  charset_types text/plain text/css;",
      "  absolute_redirect on;", "  port_in_redirect on;", "  types {",
    ]
    lines += FileTypes.kinds.map { "    \($0.mediaType) \($0.fileExtension);" }
    lines += [
      "  }", "  default_type application/octet-stream;", "  gzip on;", "  gzip_vary on;", "  gzip_min_length 256;",
    ]
    // text/html is always among them.
    lines.append("  gzip_types \(FileTypes.compressed.filter { $0 != "text/html" }.joined(separator: " "));")
    lines += headers + ["  if ($request_method = OPTIONS) { return 204; }"]
    if host.pages != nil { lines.append("  error_page 404 \(facts.basePath)404.html;") }
    for mount in host.mounts { lines += NginxLocations(mount, facts, own).lines.map { "  " + $0 } }
    if !host.mounts.contains(where: { $0.prefix.isEmpty }) {
      lines += ["  # What else this host serves goes here.", "  location / { return 404; }"]
    }
    return servers + [lines + ["}"]]
  }

  private var headers: [String] {
    var values = SecurityHeaders.everywhere.map { ($0.name, quoted($0.value) + " always") }
    values += [
      ("Content-Security-Policy", own + "_policy always"), ("Cache-Control", own + "_cache always"),
      // Not `always`: nginx writes what is always there twice into an answer 416, and two origins are none.
      ("Access-Control-Allow-Origin", own + "_origin"), ("Access-Control-Allow-Headers", own + "_ranges"),
      ("Access-Control-Expose-Headers", own + "_exposed"), ("Allow", own + "_allow always"),
    ]
    if facts.host != nil { values.append(("Vary", own + "_vary")) }
    // An empty value is no header.
    return values.map { "  add_header \($0.0) \($0.1);" }
  }

  private func listens(_ listen: ListenAddress, _ flags: String) -> [String] {
    if let host = listen.host { return ["  listen \(host):\(listen.port)\(flags);"] }
    return ["  listen \(listen.port)\(flags);", "  listen [::]:\(listen.port)\(flags);"]
  }

  private func secure(_ host: ServedHost) -> [String] {
    guard host.isSecure else { return [] }
    if let certificate = place.certificate {
      return ["  ssl_certificate \(quoted(certificate.chain));", "  ssl_certificate_key \(quoted(certificate.key));"]
    }
    if !host.isUsual { return [] }
    let folder = "/etc/letsencrypt/live/\(host.name ?? "")"
    return [
      "  # For https, `certbot --nginx` adds what is needed. By hand:", "  # listen 443 ssl http2;",
      "  # listen [::]:443 ssl http2;", "  # ssl_certificate \(folder)/fullchain.pem;",
      "  # ssl_certificate_key \(folder)/privkey.pem;",
    ]
  }

  private func quoted(_ text: String) -> String { NginxLocations.quoted(text) }
}
