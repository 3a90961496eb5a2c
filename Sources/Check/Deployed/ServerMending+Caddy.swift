/// For a site's block of a Caddyfile.
extension ServerMending {
  func caddy(_ rule: ServerRule) -> [String] {
    switch rule {
    case .documentType: caddyType("jsonld", "application/activity+json")
    case .playlistType: caddyType("m3u8", "application/vnd.apple.mpegurl")
    case .captionType: caddyType("vtt", "text/vtt")
    case .torrentType: caddyType("torrent", "application/x-bittorrent")
    case .mediaType: caddyType("mp4", "video/mp4")
    case .feedType: caddyType("xml", "application/xml") + caddyType("json", "application/json")
    case .mediaCORS, .fileCORS: ["header Access-Control-Allow-Origin *"]
    case .preflight:
      [
        "header Access-Control-Allow-Origin *", "header Access-Control-Allow-Headers Range",
        "@options method OPTIONS", "respond @options 204",
      ]
    case .mediaCache:
      ["@kept path_regexp ^\(pattern)/\(Self.kept)", "header @kept Cache-Control \"\(Self.cached)\""]
    // Its regular expressions cannot look ahead.
    case .hidden: ["@hidden path */.bobine* */.htaccess */_headers */_redirects", "error @hidden 404"]
    case .noSniff: ["header X-Content-Type-Options nosniff"]
    case .referrer: ["header Referrer-Policy same-origin"]
    case .pageCompressed: ["encode gzip"]
    case .vary: ["header +Vary Accept"]
    case .webFinger, .webFingerUnknown:
      [
        "map {query.resource} {bobine_name} {",
        "  `~(?i)^acct:([a-z0-9_.-]+)@\(hostPattern)$` \"acct:${1}@\(host).json\"", "  default nobody", "}",
        "rewrite /.well-known/webfinger \(path)/.well-known/wf/{bobine_name}",
      ]
    case .hostMeta, .nodeInfo:
      path.isEmpty ? [] : ["rewrite /.well-known/* \(path){path}"]
    case .negotiation:
      [("videos", "video"), ("channels", "actor")].flatMap { folder, document in
        [
          "@\(document) {", "  path_regexp ^\(pattern)/\(folder)/[^/]+/$",
          "  header_regexp Accept application/(activity|ld)\\+json", "}",
          "rewrite @\(document) {path}\(document).jsonld",
        ]
      }
    case .inbox: ["@inbox {", "  path */inbox.jsonld", "  method POST", "}", "respond @inbox 405"]
    default: []
    }
  }

  private func caddyType(_ fileExtension: String, _ type: String) -> [String] {
    ["@\(fileExtension) path *.\(fileExtension)", "header @\(fileExtension) Content-Type \(type)"]
  }
}
