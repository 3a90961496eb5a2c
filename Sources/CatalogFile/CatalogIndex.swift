public import JSON

/// `catalog.json`: what a site holds in sum, and where the pages of its catalog lie. Form 1; docs/catalog.md.
public struct CatalogIndex: Sendable, Hashable {
  public static let form: Int64 = 1

  public var title: String
  /// Of the site; nil where it has no base URL.
  public var url: String?
  /// BCP 47.
  public var language: String
  /// `v1`, `hybrid`, `v2`: which hashes the torrents have.
  public var torrents: String
  /// Announce URLs.
  public var trackers: [String]
  public var videos: Int64
  /// Of all videos, in milliseconds.
  public var duration: Int64
  /// Of all files that the pages list, in bytes; a file that two videos share counts once.
  public var bytes: Int64
  /// From the oldest videos to the newest.
  public var pages: [Page]

  public struct Page: Sendable, Hashable {
    /// Like every address in a catalog: absolute, or relative to the document that it stands in.
    public var url: String
    public var videos: Int64
    /// Changes where the page may have changed: who follows a site fetches only pages of another revision.
    public var revision: String

    public init(url: String, videos: Int64, revision: String) {
      self.url = url
      self.videos = videos
      self.revision = revision
    }
  }

  public init(
    title: String, url: String?, language: String, torrents: String, trackers: [String], videos: Int64,
    duration: Int64, bytes: Int64, pages: [Page]
  ) {
    self.title = title
    self.url = url
    self.language = language
    self.torrents = torrents
    self.trackers = trackers
    self.videos = videos
    self.duration = duration
    self.bytes = bytes
    self.pages = pages
  }

  public var json: JSON {
    .object(present: [
      "form": .integer(Self.form), "title": .string(title), "url": url.map(JSON.string),
      "language": .string(language), "torrents": .string(torrents), "trackers": .strings(trackers),
      "videos": .integer(videos), "duration": .integer(duration), "bytes": .integer(bytes),
      "pages": .array(
        pages.map {
          ["url": .string($0.url), "videos": .integer($0.videos), "revision": .string($0.revision)]
        }),
    ])
  }

  public init(_ json: JSON) throws(CatalogDamage) {
    let fields = try CatalogFields(document: json, form: Self.form)
    title = try fields.text("title")
    url = fields.optionalText("url")
    language = try fields.text("language")
    torrents = try fields.text("torrents")
    trackers = try fields.texts("trackers")
    videos = try fields.count("videos")
    duration = try fields.count("duration")
    bytes = try fields.count("bytes")
    pages = try fields.list("pages") { page throws(CatalogDamage) in
      Page(url: try page.text("url"), videos: try page.count("videos"), revision: try page.text("revision"))
    }
  }
}
