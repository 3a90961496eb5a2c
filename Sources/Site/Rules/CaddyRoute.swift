/// What Caddy does for one folder, with paths below it.
struct CaddyRoute {
  private let mount: ServedHost.Mount
  private let facts: RuleFacts

  init(_ mount: ServedHost.Mount, _ facts: RuleFacts) {
    self.mount = mount
    self.facts = facts
  }

  var lines: [String] {
    let inner = hidden + methods + (mount.kind == .pages ? oldAddresses + documents : []) + folders + headers + types
    return ["root * \(CaddySite.quoted(mount.folder))", "route {"] + inner.map { "\t" + $0 } + ["\tfile_server", "}"]
  }

  private var hidden: [String] {
    [
      "# Notes for hosts and for Bobine.",
      "@hidden {", "\tpath_regexp `/(?:\\..*|(?:\(FileTypes.hidden.joined(separator: "|")))$)`",
      "\tnot path /.well-known/*", "}", "error @hidden 404",
    ]
  }

  /// Nobody reads what is posted here, to an inbox or elsewhere.
  private var methods: [String] {
    [
      "@other not method GET HEAD OPTIONS", "header @other Allow \"GET, HEAD, OPTIONS\"", "respond @other 405",
    ]
  }

  private var oldAddresses: [String] {
    if facts.redirects.isEmpty { return [] }
    var lines = ["# Old addresses.", "map {path} {bobine_new} {"]
    for redirect in facts.redirects {
      var names = [redirect.from]
      if redirect.from.hasSuffix("/") { names += [String(redirect.from.dropLast()), redirect.from + "index.html"] }
      lines += names.map { "\t\(CaddySite.quoted("/" + $0)) \(facts.basePath)\(redirect.to)" }
    }
    return lines + [
      "\tdefault -", "}", "@old not vars {bobine_new} -", "redir @old {scheme}://{hostport}{bobine_new} 301",
    ]
  }

  private var documents: [String] {
    guard facts.host != nil else { return [] }
    let names = FileTypes.negotiated.map { regularExpression(matching: $0.document) }.joined(separator: "|")
    var lines = [
      "# What is gone answers 410, with its Tombstone.",
      "@document path_regexp document `^(/(?:.*/)?)(?:\(names))$`",
      "route @document {", "\t@gone {", "\t\tnot file {path}", "\t\tfile {re.document.1}\(FileTypes.tombstone)", "\t}",
      "\theader @gone Content-Type \(Self.type("jsonld"))", "\terror @gone 410", "}",
      "# The document of a page, for other servers.",
    ]
    for place in FileTypes.negotiated {
      let document = regularExpression(matching: place.document)
      lines += [
        "@\(place.folder)_page path_regexp `^/\(place.folder)/[^/]+/(?:index\\.html|\(document))?$`",
        "header @\(place.folder)_page +Vary Accept",
        "@\(place.folder)_document {", "\tpath_regexp `^/\(place.folder)/[^/]+/$`",
        "\theader_regexp Accept `application/(activity|ld)\\+json`", "\tfile {path}\(place.document)", "}",
        "rewrite @\(place.folder)_document {path}\(place.document)",
      ]
    }
    return lines
  }

  private var folders: [String] {
    [
      "@folder {", "\tnot path */", "\tfile {path}/index.html", "}",
      "redir @folder {scheme}://{hostport}{http.request.orig_uri.path}/ 301",
      "@index path */", "rewrite @index {path}index.html",
    ]
  }

  private var headers: [String] {
    let immutable = FileTypes.immutableExtensions.joined(separator: "|")
    let shared = FileTypes.kinds.filter(\.isShared).map(\.fileExtension).joined(separator: "|")
    var lines = [
      "@shared path_regexp `(?:\\.(?:\(shared))$|^/\\.well-known/)`",
      "header @shared {", "\tAccess-Control-Allow-Origin *", "\tAccess-Control-Allow-Headers Range",
      "\tAccess-Control-Expose-Headers \"Content-Length, Content-Range\"", "}",
      "@options method OPTIONS", "respond @options 204",
      "header Cache-Control \"\(FileTypes.rendered)\"",
      "@immutable path_regexp `^/\(mount.mediaFolder)[0-9a-f]{20}/.+\\.(?:\(immutable))$`",
      "header @immutable Cache-Control \"\(FileTypes.immutable)\"",
    ]
    if mount.kind == .pages {
      lines += [
        "@page path *.html", "header @page Content-Security-Policy \"\(facts.security.page)\"",
        "@embed path_regexp `^\(SecurityHeaders.embedPattern)index\\.html$`",
        "header @embed Content-Security-Policy \"\(facts.security.embed)\"",
      ]
    }
    return lines
  }

  private var types: [String] {
    var lines = FileTypes.kinds.flatMap { kind in
      let charset = ["text/html", "text/css", "text/plain"].contains(kind.mediaType) ? "; charset=utf-8" : ""
      return [
        "@\(kind.fileExtension) path *.\(kind.fileExtension)",
        "header @\(kind.fileExtension) Content-Type \"\(kind.mediaType)\(charset)\"",
      ]
    }
    if mount.kind == .media { return lines }
    for (number, special) in FileTypes.specials.enumerated() {
      let pattern = regularExpression(matching: special.name.replacing("*", with: ""))
      lines += [
        "@special\(number) path_regexp `/\(pattern)\(special.name.hasSuffix("*") ? "[^/]*" : "")$`",
        "header @special\(number) Content-Type \(special.mediaType)",
      ]
    }
    return lines
  }

  private static func type(_ fileExtension: String) -> String {
    FileTypes.kinds.first { $0.fileExtension == fileExtension }?.mediaType ?? "application/octet-stream"
  }
}
