import Files

/// Which kind of thing a published file is, by its name alone: the same rules as the site writes into `.htaccess`.
enum MediaType {
  /// The value of `Content-Type` for a path below the root.
  static func of(_ path: String) -> String {
    if let exact = byPath[path] { return exact }
    let name = PathRules.lastComponent(path)
    if path.hasPrefix(".well-known/wf/") { return "application/jrd+json" }
    if let known = byName[name] { return known }
    return byExtension[PathRules.extension(name).lowercased()] ?? "application/octet-stream"
  }

  private static let byPath = [
    ".well-known/host-meta": "application/xrd+xml",
    ".well-known/nodeinfo": "application/json",
  ]

  /// Feeds are recognised by name: their extensions say only in which syntax they are written.
  private static let byName = [
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json",
    "oembed.json": "application/json",
    "chapters.json": "application/json+chapters",
    "opml.xml": "text/x-opml; charset=utf-8",
  ]

  private static let byExtension = [
    "avif": "image/avif",
    "css": "text/css; charset=utf-8",
    "gif": "image/gif",
    "htm": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "ico": "image/x-icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "jsonld": "application/activity+json",
    "m3u8": "application/vnd.apple.mpegurl",
    "m4a": "audio/mp4",
    "m4s": "video/iso.segment",
    "mjs": "text/javascript; charset=utf-8",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "srt": "application/x-subrip; charset=utf-8",
    "svg": "image/svg+xml",
    "torrent": "application/x-bittorrent",
    "ts": "video/mp2t",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "wasm": "application/wasm",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml; charset=utf-8",
  ]
}
