/// The same rules for nginx, which reads no file of the site.
enum NginxRules {
  static func text(root: String, listen: String, _ facts: RuleFacts) -> String {
    (maps(facts) + server(root: root, listen: listen, facts)).map { $0 + "\n" }.joined()
  }

  private static func maps(_ facts: RuleFacts) -> [String] {
    var lines: [String] = [
      "map $uri $bobine_cache {",
      "  default \"\(FileTypes.rendered)\";",
      "  \"~^/media/[0-9a-f]{20}/.+\\.(\(FileTypes.immutableExtensions.joined(separator: "|")))$\" \"\(FileTypes.immutable)\";",
      "}",
      "map $uri $bobine_origin {",
      "  default \"\";",
      "  \"~\\.(\(FileTypes.kinds.filter(\.isShared).map(\.fileExtension).joined(separator: "|")))$\" \"*\";",
      "  \"~^/\\.well-known/\" \"*\";",
      "}",
      "map $bobine_origin $bobine_ranges {",
      "  default \"\";",
      "  \"*\" \"Range\";",
      "}",
      "map $bobine_origin $bobine_exposed {",
      "  default \"\";",
      "  \"*\" \"Content-Length, Content-Range\";",
      "}",
      // Which file a page's address means: another server gets the document.
      "map $http_accept $bobine_video {",
      "  default index.html;",
      "  \"~application/(activity|ld)\\+json\" video.jsonld;",
      "}",
      "map $http_accept $bobine_channel {",
      "  default index.html;",
      "  \"~application/(activity|ld)\\+json\" actor.jsonld;",
      "}",
      "map $uri $bobine_vary {",
      "  default \"\";",
      "  \"~(/|\\.html|\\.jsonld)$\" Accept;",
      "}",
    ]
    if let host = facts.host {
      let pattern = regularExpression(matching: host).replacing(":", with: "(?::|%3A)")
      lines += [
        "map $arg_resource $bobine_webfinger {",
        "  default \"\";",
        "  \"~*^acct(?::|%3A)(?<bobine_name>[a-z0-9_.-]+)(?:@|%40)\(pattern)$\" \"/.well-known/wf/acct:$bobine_name@\(host).json\";",
        "}",
      ]
    }
    return lines
  }

  private static func server(root: String, listen: String, _ facts: RuleFacts) -> [String] {
    var lines: [String] = [
      "server {", "  listen \(listen);", "  root \"\(root)\";", "  index index.html;",
      "  charset_types text/plain text/css;",
      "  charset utf-8;", "  absolute_redirect on;", "  error_page 404 /404.html;", "  types {",
    ]
    lines += FileTypes.kinds.map { "    \($0.mediaType) \($0.fileExtension);" }
    lines += [
      "  }",
      "  default_type application/octet-stream;",
      "  add_header Cache-Control $bobine_cache;",
      "  add_header Access-Control-Allow-Origin $bobine_origin;",
      "  add_header Access-Control-Allow-Headers $bobine_ranges;",
      "  add_header Access-Control-Expose-Headers $bobine_exposed;",
      "  add_header Vary $bobine_vary;",
      "  if ($request_method = OPTIONS) { return 204; }",
    ]
    lines += FileTypes.specials.map { special in
      let pattern = regularExpression(matching: special.name.replacing("*", with: ""))
      let end = special.name.hasSuffix("*") ? "" : "$"
      return "  location ~ /\(pattern)\(end) { types { } default_type \(special.mediaType); }"
    }
    if facts.host != nil {
      lines += [
        "  location = /.well-known/webfinger {",
        "    if ($bobine_webfinger = \"\") { return 404; }",
        "    rewrite ^ $bobine_webfinger last;",
        "  }",
        "  location ~ ^(?<bobine_folder>.*/)video\\.jsonld$ {",
        "    error_page 404 /404.html;",
        "    error_page 410 ${bobine_folder}tombstone.jsonld;",
        "    if (-f $document_root${bobine_folder}tombstone.jsonld) { return 410; }",
        "  }",
      ]
    }
    lines += facts.redirects.map { redirect in
      let folder = redirect.from.hasSuffix("/") ? String(redirect.from.dropLast()) : nil
      let pattern =
        folder.map { regularExpression(matching: $0) + "/?(?:index\\.html)?" }
        ?? regularExpression(matching: redirect.from)
      return "  location ~ \"^/\(pattern)$\" { return 301 /\(redirect.to); }"
    }
    lines += [
      "  location ~ ^/videos/[^/]+/$ { try_files $uri$bobine_video $uri/index.html =404; }",
      "  location ~ ^/channels/[^/]+/$ { try_files $uri$bobine_channel $uri/index.html =404; }",
      "  location / { try_files $uri $uri/ =404; }",
      "}",
    ]
    return lines
  }
}
