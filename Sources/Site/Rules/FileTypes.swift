/// What the files of a site are and how hosts must treat them: the one table that every rules file is written from.
enum FileTypes {
  struct Kind: Sendable {
    var fileExtension: String
    var mediaType: String
    /// May scripts of other sites read it? Players, podcast programs and IIIF viewers fail without (contracts/site.md 4.5).
    var isShared: Bool
    /// Does nearly every server know it already?
    var isCommon: Bool

    init(_ fileExtension: String, _ mediaType: String, shared: Bool = true, common: Bool = false) {
      self.fileExtension = fileExtension
      self.mediaType = mediaType
      isShared = shared
      isCommon = common
    }
  }

  /// A file whose name says more than its extension.
  struct Special: Sendable {
    /// A file name, or with `*` at its start or end a part of one.
    var name: String
    /// Where such files lie, for hosts whose rules go by path.
    var paths: [String]
    var mediaType: String
  }

  static let kinds: [Kind] = [
    Kind("m3u8", "application/vnd.apple.mpegurl"),
    Kind("mp4", "video/mp4"),
    Kind("m4s", "video/iso.segment"),
    Kind("vtt", "text/vtt"),
    Kind("torrent", "application/x-bittorrent"),
    Kind("jsonld", "application/activity+json"),
    Kind("json", "application/json"),
    Kind("xml", "application/xml"),
    Kind("jpg", "image/jpeg", common: true),
    Kind("png", "image/png", common: true),
    Kind("webp", "image/webp"),
    Kind("avif", "image/avif"),
    Kind("gif", "image/gif", common: true),
    Kind("svg", "image/svg+xml"),
    Kind("ico", "image/x-icon", common: true),
    Kind("html", "text/html", shared: false, common: true),
    Kind("css", "text/css", shared: false, common: true),
    Kind("js", "text/javascript", shared: false),
    Kind("mjs", "text/javascript", shared: false),
    Kind("txt", "text/plain", shared: false, common: true),
    Kind("woff2", "font/woff2"),
    Kind("pdf", "application/pdf", common: true),
    Kind("webmanifest", "application/manifest+json"),
    // Of files of one's own.
    Kind("jpeg", "image/jpeg", common: true),
    Kind("htm", "text/html", shared: false, common: true),
    Kind("wasm", "application/wasm", shared: false),
    Kind("webm", "video/webm"),
    Kind("m4a", "audio/mp4"),
    Kind("srt", "application/x-subrip"),
  ]

  static let specials: [Special] = [
    Special(name: "host-meta", paths: ["/.well-known/host-meta"], mediaType: "application/xrd+xml"),
    Special(name: "nodeinfo", paths: ["/.well-known/nodeinfo"], mediaType: "application/json"),
    Special(name: "acct:*", paths: ["/.well-known/wf/*"], mediaType: "application/jrd+json"),
    Special(name: "feed.xml", paths: ["/feed.xml", "/channels/:name/feed.xml"], mediaType: "application/rss+xml"),
    Special(name: "atom.xml", paths: ["/atom.xml", "/channels/:name/atom.xml"], mediaType: "application/atom+xml"),
    Special(name: "feed.json", paths: ["/feed.json", "/channels/:name/feed.json"], mediaType: "application/feed+json"),
    Special(name: "opml.xml", paths: ["/opml.xml"], mediaType: "text/x-opml"),
    Special(
      name: "chapters.json", paths: ["/videos/:slug/chapters.json"], mediaType: "application/json+chapters"),
  ]

  /// Addresses of pages that give another server the document that stands beside the page (contracts/activitypub.md 2.3).
  static let negotiated = [
    (folder: "videos", document: "video.jsonld"), (folder: "channels", document: "actor.jsonld"),
  ]
  /// Beside what is gone: sent with status 410 in its place.
  static let tombstone = "tombstone.jsonld"
  /// Where other servers post to; nobody reads it, so they should know at once.
  static let inboxes = "(channels|accounts)/[^/]+/inbox\\.jsonld"
  /// Notes for hosts and for Bobine itself. The manifest names videos that no list shows.
  static let hidden = ["_headers", "_redirects"]

  /// Types whose files become much smaller when compressed. Never media: a compressed body has no byte ranges, which players and
  /// web seeds live from.
  static let compressed: [String] = {
    var types: [String] = []
    let all = kinds.map(\.mediaType) + specials.map(\.mediaType)
    for type in all where isText(type) && !types.contains(type) { types.append(type) }
    return types
  }()

  private static func isText(_ mediaType: String) -> Bool {
    mediaType.hasPrefix("text/") || ["json", "xml", "mpegurl"].contains { mediaType.contains($0) }
  }

  /// Of media whose name holds their own hash: `.mp4`, `.m4s` and pictures below `media/` (design, "Immutable by name").
  static let immutableExtensions = ["mp4", "m4s", "jpg", "webp"]
  static let immutable = "public, max-age=31536000, immutable"
  /// Of all that is rendered: ten minutes, so that a correction is soon everywhere.
  static let rendered = "public, max-age=600"
  /// Of answers that say no: what is not there today may be tomorrow.
  static let refused = "no-cache"
}
