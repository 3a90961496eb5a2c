internal import Diagnostics

/// What a project's folder says, read and checked, before the media pass and the ledger: the input of ``Resolver``.
public struct ContentTree: Sendable, Hashable {
  public var site: SiteConfig
  /// Where the content lies below the project: `content/`, or empty where the project itself is the content.
  public var contentPrefix: String
  /// By name. Every channel that a video names, and every one with a `channel.md`.
  public var channels: [ChannelText]
  /// By content path.
  public var videos: [VideoText]
  /// By slug.
  public var playlists: [PlaylistText]
  /// By slug.
  public var pages: [WrittenPage] = []
  /// Paths below the project's `templates/`, sorted: `page.html`.
  public var templates: [String]
  /// Paths below the project's `static/`, sorted: published as they are.
  public var staticFiles: [String]
  /// The rules of `site.timezone`.
  public var timeZone: TimeZoneRules
  /// `bobine.yml` has errors: nothing should be published from defaults that its author did not mean.
  public var isSiteRefused: Bool
  /// `language` of `bobine.yml` where it is written: a default of videos only then.
  public var writtenLanguage: String?
  /// Where `account.username` is written.
  var accountLocation: Location?

  public init(
    site: SiteConfig, contentPrefix: String = "", channels: [ChannelText] = [], videos: [VideoText] = [],
    playlists: [PlaylistText] = [], templates: [String] = [], staticFiles: [String] = [],
    timeZone: TimeZoneRules = .utc, isSiteRefused: Bool = false
  ) {
    self.site = site
    self.contentPrefix = contentPrefix
    self.channels = channels
    self.videos = videos
    self.playlists = playlists
    self.templates = templates
    self.staticFiles = staticFiles
    self.timeZone = timeZone
    self.isSiteRefused = isSiteRefused
  }
}

/// A channel, and what its videos inherit.
public struct ChannelText: Sendable, Hashable {
  public var channel: Channel
  public var category: Int?
  public var licence: Licence?
  /// The channel's, else the site's.
  public var renditions: RenditionPolicy
  /// Has a `channel.md`, so that it is shown without videos too.
  public var isWritten: Bool

  public init(
    channel: Channel, category: Int? = nil, licence: Licence? = nil, renditions: RenditionPolicy = .auto,
    isWritten: Bool = false
  ) {
    self.channel = channel
    self.category = category
    self.licence = licence
    self.renditions = renditions
    self.isWritten = isWritten
  }
}

/// `playlists/<slug>.md`.
public struct PlaylistText: Sendable, Hashable {
  /// Below the project, for diagnostics.
  public var path: String
  public var slug: String
  public var title: String
  public var body: String
  public var channel: Placed<String>?
  public var date: Instant?
  public var updated: Instant?
  /// Videos as written, each with the place of its slug.
  public var videos: [Placed<Playlist.Entry>]
  public var translations: [Translation] = []

  public init(
    path: String, slug: String, title: String, body: String = "", channel: Placed<String>? = nil, date: Instant? = nil,
    updated: Instant? = nil, videos: [Placed<Playlist.Entry>] = []
  ) {
    self.path = path
    self.slug = slug
    self.title = title
    self.body = body
    self.channel = channel
    self.date = date
    self.updated = updated
    self.videos = videos
  }
}
