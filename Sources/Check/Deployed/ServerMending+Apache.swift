/// For a virtual host or `.htaccess` of Apache.
extension ServerMending {
  func apache(_ rule: ServerRule) -> [String] {
    switch rule {
    case .documentType: ["AddType application/activity+json .jsonld"]
    case .playlistType: ["AddType application/vnd.apple.mpegurl .m3u8"]
    case .captionType: ["AddType text/vtt .vtt"]
    case .torrentType: ["AddType application/x-bittorrent .torrent"]
    case .mediaType: ["AddType video/mp4 .mp4"]
    case .feedType: ["AddType application/xml .xml", "AddType application/json .json"]
    case .mediaCORS, .fileCORS: ["Header set Access-Control-Allow-Origin \"*\""]
    case .preflight:
      ["Header set Access-Control-Allow-Origin \"*\"", "Header set Access-Control-Allow-Headers \"Range\""]
    case .mediaCache:
      ["Header set Cache-Control \"\(Self.cached)\" \"expr=%{REQUEST_URI} =~ m#^\(pattern)/\(Self.kept)#\""]
    case .hidden: ["RedirectMatch 404 \"\(Self.hidden)\""]
    case .noSniff: ["Header always set X-Content-Type-Options nosniff"]
    case .referrer: ["Header always set Referrer-Policy same-origin"]
    case .pageCompressed: ["AddOutputFilterByType DEFLATE text/html"]
    case .vary: ["Header merge Vary Accept"]
    case .plainRedirect: ["Redirect permanent / https://\(host)/  # in the virtual host of port 80"]
    case .webFinger, .webFingerUnknown:
      [
        "RewriteEngine On",
        "RewriteCond %{QUERY_STRING} (?:^|&)resource=acct(?::|%3A)([a-z0-9_.-]+)(?:@|%40)\(hostPattern)(?:&|$) [NC]",
        "RewriteRule ^/?\\.well-known/webfinger$ \(path)/.well-known/wf/acct:%1@\(host).json [L]",
      ]
    case .hostMeta, .nodeInfo:
      path.isEmpty
        ? [] : ["RewriteEngine On", "RewriteRule ^/?\\.well-known/(host-meta|nodeinfo)$ \(path)/.well-known/$1 [L]"]
    case .negotiation:
      ["RewriteEngine On"]
        + [("videos", "video"), ("channels", "actor")].flatMap { folder, document in
          [
            "RewriteCond %{HTTP_ACCEPT} application/(activity|ld)\\+json",
            "RewriteRule ^(/?(?:.*/)?\(folder)/[^/]+)/$ $1/\(document).jsonld [L]",
          ]
        }
    case .inbox:
      ["RewriteEngine On", "RewriteCond %{REQUEST_METHOD} =POST", "RewriteRule inbox\\.jsonld$ - [R=405,L]"]
    default: []
    }
  }
}
