/// A video as PeerTube reads it (contracts/activitypub.md 1.1) and as Mastodon shows it (part 3).
public struct VideoObject: Sendable, Hashable {
  /// A term of a list: category, licence, language. The identifier is always a JSON string: a number makes PeerTube fail.
  public struct Term: Sendable, Hashable {
    public var identifier: String
    public var name: String

    public init(identifier: String, name: String) {
      self.identifier = identifier
      self.name = name
    }
  }

  public struct Hashtag: Sendable, Hashable {
    public var name: String
    public var href: String

    public init(name: String, href: String) {
      self.name = name
      self.href = href
    }
  }

  public struct Subtitle: Sendable, Hashable {
    public var identifier: String
    public var name: String
    /// Of a WebVTT file: a plain string, the form that every version reads.
    public var url: String
    public var isAutomatic: Bool

    public init(identifier: String, name: String, url: String, isAutomatic: Bool) {
      self.identifier = identifier
      self.name = name
      self.url = url
      self.isAutomatic = isAutomatic
    }
  }

  public var id: String
  public var uuid: String
  public var name: String
  /// In milliseconds.
  public var duration: Int64
  /// RFC 3339.
  public var published: String
  public var updated: String
  public var originallyPublished: String?
  /// The channel: first in `attributedTo`, so that Mastodon shows the video there.
  public var group: String
  public var groupFollowers: String
  public var person: String
  /// Plain text: Mastodon's, and PeerTube's only as the reason why a video is sensitive.
  public var summary: String?
  public var sensitive: Bool
  /// Markdown: PeerTube's.
  public var content: String?
  public var category: Term?
  public var licence: Term?
  public var language: Term?
  public var support: String?
  public var tags: [Hashtag]
  /// Width and height as shown, in pixels.
  public var width: Int?
  public var height: Int?
  /// URL of the page that others frame; without it PeerTube restricts embedding.
  public var embed: String
  public var icon: [Image]
  public var storyboard: Storyboard?
  public var subtitles: [Subtitle]
  /// URL of a `ChapterList`.
  public var chapters: String?
  public var likes: String
  public var dislikes: String
  public var downloads: Bool
  /// The HTML page: the first entry of `url`, which Mastodon takes whatever it is.
  public var page: String
  public var playlist: PlaylistLink?

  public init(
    id: String, uuid: String, name: String, duration: Int64, published: String, updated: String,
    originallyPublished: String? = nil, group: String, groupFollowers: String, person: String, summary: String? = nil,
    sensitive: Bool = false, content: String? = nil, category: Term? = nil, licence: Term? = nil,
    language: Term? = nil, support: String? = nil, tags: [Hashtag] = [], width: Int? = nil, height: Int? = nil,
    embed: String, icon: [Image], storyboard: Storyboard? = nil, subtitles: [Subtitle] = [], chapters: String? = nil,
    likes: String,
    dislikes: String, downloads: Bool = true, page: String, playlist: PlaylistLink?
  ) {
    self.id = id
    self.uuid = uuid
    self.name = name
    self.duration = duration
    self.published = published
    self.updated = updated
    self.originallyPublished = originallyPublished
    self.group = group
    self.groupFollowers = groupFollowers
    self.person = person
    self.summary = summary
    self.sensitive = sensitive
    self.content = content
    self.category = category
    self.licence = licence
    self.language = language
    self.support = support
    self.tags = tags
    self.width = width
    self.height = height
    self.embed = embed
    self.icon = icon
    self.storyboard = storyboard
    self.subtitles = subtitles
    self.chapters = chapters
    self.likes = likes
    self.dislikes = dislikes
    self.downloads = downloads
    self.page = page
    self.playlist = playlist
  }
}
