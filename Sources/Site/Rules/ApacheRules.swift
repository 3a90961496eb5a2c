/// `.htaccess` for Apache 2.4.
///
/// Only directives of the group FileInfo, each where its module is loaded: one directive too many is an error 500 for a whole
/// site on shared hosting. `<Files>` and `<IfModule>` are allowed wherever any group is.
enum ApacheRules {
  static func site(_ facts: RuleFacts) -> String {
    let parts = [
      types(FileTypes.kinds.filter { !$0.isCommon }), specials, headers(mediaFolder: "media/"),
      "ErrorDocument 404 \(facts.basePath)404.html",
      rewriting(facts),
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  /// For a host whose root is what lies in `media/` here.
  static let media =
    types(FileTypes.kinds.filter { ["m3u8", "mp4", "m4s", "vtt", "torrent", "json"].contains($0.fileExtension) })
    + "\n\n" + headers(mediaFolder: "") + "\n"

  private static func types(_ kinds: [FileTypes.Kind]) -> String {
    module("mime", kinds.map { "AddType \($0.mediaType) .\($0.fileExtension)" })
  }

  private static var specials: String {
    FileTypes.specials.map { special in
      let pattern = regularExpression(matching: special.name.replacing("*", with: ""))
      // ForceType is of the core, which is always there.
      return special.name.hasSuffix("*")
        ? section("FilesMatch", "\"^\(pattern)\"", ["ForceType \(special.mediaType)"])
        : section("Files", "\"\(special.name)\"", ["ForceType \(special.mediaType)"])
    }.joined(separator: "\n")
  }

  private static func headers(mediaFolder: String) -> String {
    let immutable = FileTypes.immutableExtensions.joined(separator: "|")
    let shared = FileTypes.kinds.filter(\.isShared).map(\.fileExtension).joined(separator: "|")
    let environment = module(
      "setenvif",
      [
        "SetEnvIf Request_URI \"/\(mediaFolder)[0-9a-f]{20}/.+\\.(\(immutable))$\" BOBINE_IMMUTABLE",
        // A compressed body has no byte ranges, which players and web seeds live from.
        "SetEnvIf Request_URI \"\\.(mp4|m4s)$\" no-gzip",
      ])
    let values = module(
      "headers",
      [
        "Header set Cache-Control \"\(FileTypes.rendered)\"",
        "Header set Cache-Control \"\(FileTypes.immutable)\" env=BOBINE_IMMUTABLE",
        "<FilesMatch \"(\\.(\(shared))|^host-meta|^nodeinfo)$\">",
        "  Header set Access-Control-Allow-Origin \"*\"",
        "  Header set Access-Control-Allow-Headers \"Range\"",
        "  Header set Access-Control-Expose-Headers \"Content-Length, Content-Range\"",
        "</FilesMatch>",
        // One address answers a browser with the page and another server with the document.
        "<FilesMatch \"\\.(html|jsonld)$\">",
        "  Header merge Vary \"Accept\"",
        "</FilesMatch>",
      ])
    return environment + "\n" + values
  }

  private static func rewriting(_ facts: RuleFacts) -> String {
    var lines = ["RewriteEngine On"]
    if let host = facts.host {
      lines += [
        "# WebFinger: one file a name.",
        "RewriteCond %{QUERY_STRING} (?:^|&)resource=acct(?::|%3A)([a-z0-9_.-]+)(?:@|%40)"
          + "\(regularExpression(matching: host).replacing(":", with: "(?::|%3A)"))(?:&|$) [NC]",
        "RewriteRule ^\\.well-known/webfinger$ .well-known/wf/acct:%1@\(host).json [L]",
        "# What is gone answers 410, with its Tombstone where the server can tell which.",
        "RewriteCond %{REQUEST_FILENAME} !-f",
        "RewriteCond %{REQUEST_FILENAME} ^(.*/)video\\.jsonld$",
        "RewriteCond %1tombstone.jsonld -f",
        "RewriteRule ^(.*/)video\\.jsonld$ - [E=BOBINE_TOMBSTONE:\(facts.basePath.dropFirst())$1tombstone.jsonld,G]",
        "# The document of a page, for other servers.",
        "RewriteCond %{HTTP_ACCEPT} application/(activity|ld)\\+json",
        "RewriteCond %{REQUEST_FILENAME}/video.jsonld -f",
        "RewriteRule ^(videos/[^/]+)/$ $1/video.jsonld [L]",
        "RewriteCond %{HTTP_ACCEPT} application/(activity|ld)\\+json",
        "RewriteCond %{REQUEST_FILENAME}/actor.jsonld -f",
        "RewriteRule ^(channels/[^/]+)/$ $1/actor.jsonld [L]",
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

  private static func module(_ name: String, _ lines: [String]) -> String {
    section("IfModule", "mod_\(name).c", lines)
  }

  private static func section(_ name: String, _ argument: String, _ lines: [String]) -> String {
    "<\(name) \(argument)>\n" + lines.map { "  \($0)\n" }.joined() + "</\(name)>"
  }
}
