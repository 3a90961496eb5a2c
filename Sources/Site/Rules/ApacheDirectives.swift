/// Directives of Apache 2.4 for the folder of a site, all of the group FileInfo: what `.htaccess` and the printed configuration share.
struct ApacheDirectives {
  /// In `.htaccess` each directive stands only where its module is loaded: one too many is an error 500 for a whole site. In a
  /// configuration of one's own a module that is missing has to be noticed, when the server is started.
  var isGuarded: Bool

  // MARK: Types

  func types(_ kinds: [FileTypes.Kind]) -> String {
    module("mime", kinds.map { "AddType \($0.mediaType) .\($0.fileExtension)" })
  }

  /// ForceType is of the core, which is always there.
  var specials: String {
    let sections = FileTypes.specials.map { special in
      let pattern = regularExpression(matching: special.name.replacing("*", with: ""))
      return special.name.hasSuffix("*")
        ? section("FilesMatch", "\"^\(pattern)\"", ["ForceType \(special.mediaType)"])
        : section("Files", "\"\(special.name)\"", ["ForceType \(special.mediaType)"])
    }
    // Some hosts say ISO-8859-1 of every text, against which a page's own word does not count.
    return (sections + ["AddDefaultCharset utf-8"]).joined(separator: "\n")
  }

  // MARK: Headers

  /// - Parameters:
  ///   - mediaFolder: where media lie, below the folder of the site.
  ///   - security: what pages may do, if that is to be said here.
  func headers(mediaFolder: String, security: SecurityHeaders?) -> String {
    let immutable = FileTypes.immutableExtensions.joined(separator: "|")
    var environment = [
      "SetEnvIf Request_URI \"/\(mediaFolder)[0-9a-f]{20}/.+\\.(\(immutable))$\" BOBINE_IMMUTABLE",
      // Known here and not only by the type: a host may compress everything.
      "SetEnvIf Request_URI \"\\.(mp4|m4s)$\" no-gzip dont-vary",
    ]
    var values = SecurityHeaders.everywhere.map { "Header always set \($0.name) \"\($0.value)\"" }
    values += [
      "Header set Cache-Control \"\(FileTypes.rendered)\"",
      "Header set Cache-Control \"\(FileTypes.immutable)\" env=BOBINE_IMMUTABLE",
    ]
    values += lines(
      in: "FilesMatch", "\"^(404\\.html|\(regularExpression(matching: FileTypes.tombstone)))$\"",
      [
        "Header set Cache-Control \"\(FileTypes.refused)\""
      ])
    let shared = FileTypes.kinds.filter(\.isShared).map(\.fileExtension).joined(separator: "|")
    values += lines(
      in: "FilesMatch", "\"(\\.(\(shared))|^host-meta|^nodeinfo)$\"",
      [
        "Header set Access-Control-Allow-Origin \"*\"",
        "Header set Access-Control-Allow-Headers \"Range\"",
        "Header set Access-Control-Expose-Headers \"Content-Length, Content-Range\"",
      ])
    if mediaFolder != "" {
      for place in FileTypes.negotiated {
        let document = regularExpression(matching: place.document)
        environment.append(
          "SetEnvIf Request_URI \"/\(place.folder)/[^/]+/(index\\.html|\(document))?$\" BOBINE_NEGOTIATED")
      }
      // One address answers a browser with the page and another server with the document.
      values.append("Header merge Vary \"Accept\" env=BOBINE_NEGOTIATED")
    }
    if let security {
      environment.append("SetEnvIf Request_URI \"\(SecurityHeaders.embedPattern)\" BOBINE_EMBED")
      values += lines(
        in: "FilesMatch", "\"\\.html$\"",
        [
          "Header always set Content-Security-Policy \"\(security.page)\" env=!BOBINE_EMBED",
          "Header always set Content-Security-Policy \"\(security.embed)\" env=BOBINE_EMBED",
        ])
    }
    return module("setenvif", environment) + "\n" + module("headers", values)
  }

  var compression: String {
    let filter = "AddOutputFilterByType DEFLATE \(FileTypes.compressed.joined(separator: " "))"
    return isGuarded ? module("deflate", module("filter", [filter]).split(separator: "\n").map(String.init)) : filter
  }

  // MARK: Addresses

  /// Notes for hosts and for Bobine, and whatever else begins with a dot.
  var hidden: String {
    let names = FileTypes.hidden.joined(separator: "|")
    return module("alias", ["RedirectMatch 404 \"/(?:\\.(?!well-known(?:/|$))|(?:\(names))$)\""])
  }

  /// Apache gives a file also to what is posted to it. Without mod_rewrite, since an answer 200 says that somebody reads it.
  var inboxes: String {
    let condition = "\"%{REQUEST_METHOD} == 'POST' && %{REQUEST_URI} =~ m#/\(FileTypes.inboxes)$#\""
    return module("alias", lines(in: "If", condition, ["RedirectMatch 405 \"/inbox\\.jsonld$\""]))
  }

  func notFound(_ facts: RuleFacts) -> String { "ErrorDocument 404 \(facts.basePath)404.html" }

  func rewriting(_ facts: RuleFacts) -> String {
    var lines = ["RewriteEngine On"]
    if let host = facts.host {
      lines += ["RewriteBase \(facts.basePath)", "# WebFinger: one file a name."]
      lines += Self.webFinger(host, from: "\\.well-known/webfinger", to: ".well-known/wf/", "L")
      lines += gone(facts) + negotiation
    }
    // Behind `.htaccess` other programs may lie in folders of the same host, which want to be posted to.
    if !isGuarded || facts.host != nil {
      lines += [
        "# Nobody reads what is posted here.", "RewriteCond %{REQUEST_METHOD} !^(GET|HEAD|OPTIONS)$",
        "RewriteRule ^\(isGuarded ? FileTypes.inboxes + "$" : "") - [R=405,L]",
      ]
    }
    if !facts.redirects.isEmpty { lines.append("# Old addresses.") }
    lines += facts.redirects.map { redirect in
      let folder = redirect.from.hasSuffix("/") ? String(redirect.from.dropLast()) : nil
      let pattern =
        folder.map { regularExpression(matching: $0) + "/?(?:index\\.html)?" }
        ?? regularExpression(matching: redirect.from)
      return "RewriteRule \"^\(pattern)$\" \(facts.basePath)\(redirect.to) [R=301,L,NE]"
    }
    let rules = module("rewrite", lines)
    // An expression only where it starts with a slash: else Apache takes it for the text to show.
    return facts.host == nil ? rules : rules + "\nErrorDocument 410 /%{reqenv:BOBINE_TOMBSTONE}"
  }

  static func webFinger(_ host: String, from path: String, to folder: String, _ flags: String) -> [String] {
    [
      "RewriteCond %{QUERY_STRING} (?:^|&)resource=acct(?::|%3A)([a-z0-9_.-]+)(?:@|%40)"
        + "\(regularExpression(matching: host).replacing(":", with: "(?::|%3A)"))(?:&|$) [NC]",
      "RewriteRule ^\(path)$ \(folder)acct:%1@\(host).json [\(flags)]",
    ]
  }

  private func gone(_ facts: RuleFacts) -> [String] {
    let documents = FileTypes.negotiated.map { regularExpression(matching: $0.document) }.joined(separator: "|")
    return [
      "# What is gone answers 410, with its Tombstone where the server can tell which.",
      "RewriteCond %{REQUEST_FILENAME} !-f",
      "RewriteCond %{REQUEST_FILENAME} ^(.*/)(?:\(documents))$",
      "RewriteCond %1\(FileTypes.tombstone) -f",
      "RewriteRule ^(.*/)(?:\(documents))$ - [E=BOBINE_TOMBSTONE:\(facts.basePath.dropFirst())$1\(FileTypes.tombstone),G]",
    ]
  }

  private var negotiation: [String] {
    ["# The document of a page, for other servers."]
      + FileTypes.negotiated.flatMap { place in
        [
          "RewriteCond %{HTTP_ACCEPT} application/(activity|ld)\\+json",
          "RewriteCond %{REQUEST_FILENAME}/\(place.document) -f",
          "RewriteRule ^(\(place.folder)/[^/]+)/$ $1/\(place.document) [L]",
        ]
      }
  }

  // MARK: Form

  private func module(_ name: String, _ lines: [String]) -> String {
    isGuarded ? section("IfModule", "mod_\(name).c", lines) : lines.joined(separator: "\n")
  }

  private func section(_ name: String, _ argument: String, _ lines: [String]) -> String {
    self.lines(in: name, argument, lines).joined(separator: "\n")
  }

  private func lines(in name: String, _ argument: String, _ lines: [String]) -> [String] {
    ["<\(name) \(argument)>"] + lines.map { "  \($0)" } + ["</\(name)>"]
  }
}
