public import Hashing

/// A channel: a folder of videos, a Group on the fediverse.
public struct Channel: Sendable, Hashable {
  /// ASCII, by the rule of slugs; also its user name.
  public var name: String
  public var title: String
  public var summary: String
  public var body: String
  public var bodyHTML: String
  public var support: String?
  /// BCP 47.
  public var language: String?
  /// The site-relative path and size of its pictures, made JPEG where the fediverse needs it; nil where there is none.
  public var avatar: Picture?
  public var banner: Picture?
  /// A CSS colour, checked: `#rrggbb`; nil: the site's.
  public var accent: String?
  public var translations: [Translation] = []
  /// nil: in the language of the channel.
  private var writtenIn: TextLanguages?

  /// In which language its texts are.
  public var written: TextLanguages {
    get { writtenIn ?? TextLanguages(language) }
    set { writtenIn = newValue }
  }

  /// A file beside `channel.md`, published as `channels/<name>/<published name>`.
  public struct Picture: Sendable, Hashable {
    /// Path below the content folder.
    public var contentPath: String
    /// Path below the site's root: `channels/assemblies/avatar-1a2b3c4d.jpg`.
    public var publishedPath: String
    /// `image/jpeg` or `image/png`.
    public var mediaType: String
    public var width: Int
    public var height: Int
    public var sha256: Digest256

    public init(
      contentPath: String, publishedPath: String, mediaType: String, width: Int, height: Int, sha256: Digest256
    ) {
      self.contentPath = contentPath
      self.publishedPath = publishedPath
      self.mediaType = mediaType
      self.width = width
      self.height = height
      self.sha256 = sha256
    }
  }

  public init(
    name: String, title: String, summary: String = "", body: String = "", bodyHTML: String = "",
    support: String? = nil, language: String? = nil, avatar: Picture? = nil, banner: Picture? = nil
  ) {
    self.name = name
    self.title = title
    self.summary = summary
    self.body = body
    self.bodyHTML = bodyHTML
    self.support = support
    self.language = language
    self.avatar = avatar
    self.banner = banner
  }
}

/// A written list of videos: `playlists/<slug>.md`.
public struct Playlist: Sendable, Hashable {
  public var slug: String
  public var title: String
  /// The first paragraph, as plain text.
  public var summary: String
  public var body: String
  public var bodyHTML: String
  /// Version 4, of the account's id and the slug.
  public var uuid: String
  /// The channel that it belongs to on other servers; nil where it has no video.
  public var channel: String?
  /// Written, else those of its oldest and its last changed video; nil where it has none.
  public var date: Instant?
  public var updated: Instant?
  /// Published videos, in the order written, each once.
  public var entries: [Entry]
  public var translations: [Translation] = []
  public var written = TextLanguages(nil)

  public var videos: [String] { entries.map(\.slug) }

  /// One video of a list.
  public struct Entry: Sendable, Hashable {
    public var slug: String
    /// In milliseconds; nil: from the beginning, to the end.
    public var start: Int64?
    public var stop: Int64?

    public init(slug: String, start: Int64? = nil, stop: Int64? = nil) {
      self.slug = slug
      self.start = start
      self.stop = stop
    }
  }

  public init(
    slug: String, title: String, summary: String = "", body: String = "", bodyHTML: String = "", uuid: String,
    channel: String? = nil, date: Instant? = nil, updated: Instant? = nil, entries: [Entry]
  ) {
    self.slug = slug
    self.title = title
    self.summary = summary
    self.body = body
    self.bodyHTML = bodyHTML
    self.uuid = uuid
    self.channel = channel
    self.date = date
    self.updated = updated
    self.entries = entries
  }
}

/// Everything that a site is rendered from, apart from templates and keys.
public struct Catalog: Sendable, Hashable {
  public var site: SiteConfig
  /// By name. Only channels that hold a published video or a `channel.md`.
  public var channels: [Channel]
  /// Published ones, public and unlisted, newest first (date, then content path).
  public var videos: [Video]
  public var playlists: [Playlist]
  /// By slug.
  public var pages: [WrittenPage] = []
  /// The base URL that the site was first published under, where that is another one than now.
  public var firstBaseURL: String?

  public init(site: SiteConfig, channels: [Channel], videos: [Video], playlists: [Playlist]) {
    self.site = site
    self.channels = channels
    self.videos = videos
    self.playlists = playlists
  }

  /// Those that lists, feeds and outboxes show.
  public var listed: [Video] { videos.filter { $0.privacy == .public } }
}
