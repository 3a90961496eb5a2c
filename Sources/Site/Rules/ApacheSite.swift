/// A configuration for Apache 2.4 that needs no `.htaccess`: one virtual host, or two where media live on a host of their own.
struct ApacheSite {
  private let facts: RuleFacts
  private let place: ServerPlace
  private let apache = ApacheDirectives(isGuarded: false)

  init(_ facts: RuleFacts, _ place: ServerPlace) {
    self.facts = facts
    self.place = place
  }

  var text: String {
    let hosts = ServedHost.all(facts, place)
    let ports = hosts.filter { !$0.isUsual }.map { "Listen \(address($0.listen, any: ""))" }
    let head =
      [
        "# Apache 2.4.13 or later. As /etc/apache2/sites-available/\(hosts[0].name ?? "bobine").conf:",
        "#   a2enmod headers rewrite deflate filter setenvif alias mime dir\(place.certificate == nil ? "" : " ssl")",
        "#   a2ensite \(hosts[0].name ?? "bobine") && apachectl configtest && systemctl reload apache2",
        "# Made by `bobine server-config apache`; make it again when addresses or aliases changed.",
      ] + (ports.isEmpty ? [] : ["", "# Not where another file says the same already."] + ports)
    return ([head] + hosts.flatMap(sections)).map { $0.map { $0 + "\n" }.joined() }.joined(separator: "\n")
  }

  private func sections(_ host: ServedHost) -> [[String]] {
    var sections: [[String]] = []
    if host.redirectsFromPlain, let name = host.name {
      sections.append([
        "<VirtualHost *:80>", "  ServerName \(name)", "  Redirect permanent / https://\(name)/", "</VirtualHost>",
      ])
    }
    var lines = ["<VirtualHost \(address(host.listen, any: "*:"))>"]
    if let name = host.name { lines.append("  ServerName \(name)") }
    lines += secure(host).map { "  " + $0 }
    for mount in host.mounts {
      lines.append(
        mount.prefix.isEmpty
          ? "  DocumentRoot \(quoted(mount.folder))" : "  Alias \"\(mount.prefix)\" \(quoted(mount.folder))")
    }
    lines.append("  TraceEnable Off")
    if host.pages != nil { lines.append("  \(apache.notFound(facts))") }
    lines += beside(host).map { "  " + $0 }
    for mount in host.mounts {
      let text = [
        "Options FollowSymLinks", "AllowOverride None", "Require all granted",
        directives(mount),
      ].joined(separator: "\n")
      lines.append("  <Directory \(quoted(mount.folder))>")
      lines += text.split(separator: "\n").map { "    " + $0 }
      lines.append("  </Directory>")
    }
    return sections + [lines + ["</VirtualHost>"]]
  }

  private func directives(_ mount: ServedHost.Mount) -> String {
    let common = [
      apache.types(FileTypes.kinds), apache.specials, apache.compression, apache.hidden,
      apache.headers(mediaFolder: mount.mediaFolder, security: mount.kind == .pages ? facts.security : nil),
    ]
    if mount.kind == .media { return common.joined(separator: "\n") }
    return (common + ["DirectoryIndex index.html", apache.rewriting(facts)])
      .joined(separator: "\n")
  }

  /// A site below the root of its host: what the host answers at its root, and what it does not.
  private func beside(_ host: ServedHost) -> [String] {
    if host.mounts.contains(where: { $0.prefix.isEmpty }) { return [] }
    let prefixes = host.mounts.map { regularExpression(matching: $0.prefix) }.joined(separator: "|")
    var lines = ["RewriteEngine On"]
    if let pages = host.pages, let name = facts.host {
      lines += ApacheDirectives.webFinger(
        name, from: "/\\.well-known/webfinger", to: "\(pages.prefix)/.well-known/wf/", "PT,L")
      let files = HostDocuments.rootFiles.map { regularExpression(matching: $0) }.joined(separator: "|")
      lines += ["RewriteRule ^/(\(files))$ \(pages.prefix)/$1 [PT,L]"]
    }
    return lines + [
      "# Nothing else is served here. To serve more, remove this rule and name a DocumentRoot.",
      "RewriteRule !^(\(prefixes))(/|$) - [R=404,L]",
    ]
  }

  private func secure(_ host: ServedHost) -> [String] {
    guard host.isSecure else { return [] }
    if let certificate = place.certificate {
      return [
        "SSLEngine on", "SSLCertificateFile \(quoted(certificate.chain))",
        "SSLCertificateKeyFile \(quoted(certificate.key))",
      ]
    }
    if !host.isUsual { return [] }
    let folder = "/etc/letsencrypt/live/\(host.name ?? "")"
    return [
      "# For https, `certbot --apache` adds what is needed. By hand: a2enmod ssl, port 443 above, and",
      "# SSLEngine on", "# SSLCertificateFile \(folder)/fullchain.pem", "# SSLCertificateKeyFile \(folder)/privkey.pem",
    ]
  }

  private func address(_ listen: ListenAddress, any: String) -> String {
    (listen.host.map { $0 + ":" } ?? any) + "\(listen.port)"
  }

  private func quoted(_ path: String) -> String {
    "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }
}
