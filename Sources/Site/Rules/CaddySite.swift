/// A Caddyfile for Caddy 2.6 or later, which gets certificates by itself.
///
/// A route is read from top to bottom: what must not be shown, what lies elsewhere, which file an address means, and then headers by the path of
/// that file.
struct CaddySite {
  private let facts: RuleFacts
  private let place: ServerPlace

  init(_ facts: RuleFacts, _ place: ServerPlace) {
    self.facts = facts
    self.place = place
  }

  var text: String {
    let head = [
      "# Caddy 2.6 or later. As /etc/caddy/Caddyfile, or imported there: caddy validate && systemctl reload caddy",
      "# Made by `bobine server-config caddy`; make it again when addresses or aliases changed.",
    ]
    return ([head] + ServedHost.all(facts, place).map(site)).map { $0.map { $0 + "\n" }.joined() }
      .joined(separator: "\n")
  }

  private func site(_ host: ServedHost) -> [String] {
    var lines: [String] = []
    if let address = host.listen.host, host.isListenGiven { lines.append("bind \(address)") }
    if host.isSecure, let certificate = place.certificate {
      lines.append("tls \(Self.quoted(certificate.chain)) \(Self.quoted(certificate.key))")
    }
    lines += ["encode gzip {", "\tminimum_length 256", "\tmatch {"]
    lines += FileTypes.compressed.map { "\t\theader Content-Type \($0)*" } + ["\t}", "}", "header {"]
    lines += SecurityHeaders.everywhere.map { "\t\($0.name) \"\($0.value)\"" } + ["}", "route {"]
    lines += beside(host).map { "\t" + $0 }
    for mount in host.mounts {
      let route = CaddyRoute(mount, facts).lines
      if mount.prefix.isEmpty {
        lines += ["\thandle {"] + route.map { "\t\t" + $0 } + ["\t}"]
      } else {
        lines += ["\tredir \(mount.prefix) {scheme}://{hostport}\(mount.prefix)/ 301"]
        lines += ["\thandle_path \(mount.prefix)/* {"] + route.map { "\t\t" + $0 } + ["\t}"]
      }
    }
    if !host.mounts.contains(where: { $0.prefix.isEmpty }) {
      lines += ["\t# What else this host serves goes here.", "\thandle {", "\t\terror 404", "\t}"]
    }
    lines += ["}", "handle_errors {"] + errors(host).map { "\t" + $0 } + ["}"]
    return ["\(address(host)) {"] + lines.map { "\t" + $0 } + ["}"]
  }

  private func address(_ host: ServedHost) -> String {
    let isSecure = host.isSecure && (place.certificate != nil || !host.isListenGiven)
    let scheme = isSecure ? "https" : "http"
    if host.isListenGiven {
      // Whatever name it is asked by: from a proxy, or on this machine alone.
      return "\(scheme)://\(isSecure ? host.name ?? "" : ""):\(host.listen.port)"
    }
    guard let name = host.name else { return ":\(host.listen.port)" }
    if host.isUsual { return isSecure ? name : "http://\(name)" }
    return "\(scheme)://\(name):\(host.listen.port)"
  }

  /// What a host answers at its own root, wherever the site lies on it.
  private func beside(_ host: ServedHost) -> [String] {
    guard let pages = host.pages, let name = facts.host else { return [] }
    let pattern = regularExpression(matching: name)
    var lines = [
      "# WebFinger: one file a name.",
      "map {query.resource} {bobine_name} {",
      "\t`~(?i)^acct:([a-z0-9_.-]+)@\(pattern)$` \"acct:${1}@\(name).json\"", "\tdefault nobody", "}",
      "rewrite /.well-known/webfinger \(pages.prefix)/.well-known/wf/{bobine_name}",
    ]
    if !pages.prefix.isEmpty {
      lines += HostDocuments.rootFiles.map { "rewrite /\($0) \(pages.prefix)/\($0)" }
    }
    return lines
  }

  /// Here the request has again the address that it came with; headers that were set for a file that is not there still stand.
  private func errors(_ host: ServedHost) -> [String] {
    var lines = ["header Cache-Control \"\(FileTypes.refused)\""]
    if let pages = host.pages {
      lines += ["root * \(Self.quoted(pages.folder))"]
      if facts.host != nil {
        let documents = FileTypes.negotiated.map { regularExpression(matching: $0.document) }.joined(separator: "|")
        let prefix = regularExpression(matching: pages.prefix)
        lines += [
          "@gone expression `{http.error.status_code} == 410`",
          "route @gone {",
          "\t@document path_regexp document `^\(prefix)(/(?:.*/)?)(?:\(documents))$`",
          "\trewrite @document {re.document.1}\(FileTypes.tombstone)", "\tfile_server", "}",
        ]
      }
      lines += [
        "@missing expression `{http.error.status_code} == 404`",
        "route @missing {", "\theader Content-Type \"text/html; charset=utf-8\"",
        "\theader Content-Security-Policy \"\(facts.security.page)\"", "\trewrite * /404.html", "\tmethod GET",
        "\tfile_server", "}",
      ]
    }
    return ["route {"] + lines.map { "\t" + $0 }
      + ["\theader -Content-Type", "\theader -Content-Security-Policy", "\trespond {http.error.status_code}", "}"]
  }

  static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
