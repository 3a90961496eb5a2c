/// For the `server { }` of nginx.
extension ServerMending {
  func nginx(_ rule: ServerRule) -> [String] {
    switch rule {
    case .documentType: [nginxType("jsonld", "application/activity+json")]
    case .playlistType: [nginxType("m3u8", "application/vnd.apple.mpegurl")]
    case .captionType: [nginxType("vtt", "text/vtt")]
    case .torrentType: [nginxType("torrent", "application/x-bittorrent")]
    case .mediaType: [nginxType("mp4", "video/mp4")]
    case .feedType: [nginxType("xml", "application/xml"), nginxType("json", "application/json")]
    // Not `always`: nginx would write it twice into an answer 416.
    case .mediaCORS, .fileCORS: ["add_header Access-Control-Allow-Origin *;"]
    case .preflight:
      [
        "add_header Access-Control-Allow-Origin *;", "add_header Access-Control-Allow-Headers Range;",
        "if ($request_method = OPTIONS) { return 204; }",
      ]
    case .mediaCache:
      [
        "location ~ \"^\(pattern)/\(Self.kept)\" { add_header Cache-Control \"\(Self.cached)\"; "
          + "add_header Access-Control-Allow-Origin *; }"
      ]
    case .hidden: ["location ~ \"\(Self.hidden)\" { return 404; }"]
    case .noSniff: ["add_header X-Content-Type-Options nosniff always;"]
    case .referrer: ["add_header Referrer-Policy same-origin always;"]
    case .pageCompressed: ["gzip on;"]
    case .vary: ["add_header Vary Accept;"]
    case .plainRedirect: ["return 301 https://\(host)$request_uri;  # in the server of port 80"]
    case .webFinger, .webFingerUnknown:
      [
        "location = /.well-known/webfinger { "
          + "if ($arg_resource ~* \"^acct(?::|%3A)(?<bobine_name>[a-z0-9_.-]+)(?:@|%40)\(hostPattern)$\") { "
          + "rewrite ^ \(path)/.well-known/wf/acct:$bobine_name@\(host).json? last; } return 404; }"
      ]
    case .hostMeta, .nodeInfo: path.isEmpty ? [] : ["location /.well-known/ { rewrite ^ \(path)$uri last; }"]
    case .negotiation:
      [("videos", "video"), ("channels", "actor")].map { folder, document in
        "location ~ \"^\(pattern)/\(folder)/[^/]+/$\" { if ($http_accept ~ \"application/(activity|ld)\\+json\") { "
          + "rewrite ^(.*)$ $1\(document).jsonld last; } }"
      }
    case .inbox: ["location ~ \"/inbox\\.jsonld$\" { if ($request_method = POST) { return 405; } }"]
    default: []
    }
  }

  private func nginxType(_ fileExtension: String, _ type: String) -> String {
    "location ~ \"\\.\(fileExtension)$\" { types { } default_type \(type); }"
  }
}
