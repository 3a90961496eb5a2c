public import Facts

/// A video with every default and precedence resolved: what the site is made of.
public struct Video: Sendable, Hashable {
  public enum Privacy: String, Sendable, Hashable, CaseIterable { case `public`, unlisted, draft }

  /// Path of the video file below the content folder, or of its `.md` where there is no file: the key of facts and ledger.
  public var contentPath: String
  public var title: String
  public var slug: String
  /// Version 4 form, for life.
  public var uuid: String
  /// Path of the ActivityPub document below the site's root, for life: `videos/<first slug>/video.jsonld`.
  public var idPath: String
  public var channel: String
  public var date: Instant
  public var updated: Instant
  public var originallyPublished: Instant?
  public var expires: Instant?
  /// One plain paragraph, for cards and feeds; may be empty.
  public var summary: String
  /// CommonMark source, as written; may be empty.
  public var body: String
  /// Safe HTML of the body.
  public var bodyHTML: String
  /// As written, with their slugs, in the order written.
  public var tags: [Tag]
  public var authors: [String]
  /// PeerTube's number, 1 to 18.
  public var category: Int?
  /// BCP 47.
  public var language: String?
  public var licence: Licence?
  public var sensitive: Sensitivity
  public var privacy: Privacy
  public var chapters: [Chapter]
  public var captions: [Caption]
  public var series: Series?
  public var location: String?
  public var sourceURL: String?
  public var support: String?
  public var downloads: Bool
  /// Old paths below the site's root that lead here: `old/page/`.
  public var aliases: [String]
  /// Never nil on a published site: a video without facts is a diagnostic and is left out.
  public var facts: VideoFacts
  public var translations: [Translation] = []
  /// nil: in the language of the video.
  private var writtenIn: TextLanguages?

  /// In which language its texts are.
  public var written: TextLanguages {
    get { writtenIn ?? TextLanguages(language) }
    set { writtenIn = newValue }
  }

  public struct Tag: Sendable, Hashable {
    public var name: String
    public var slug: String

    public init(name: String, slug: String) {
      self.name = name
      self.slug = slug
    }

    /// Two spellings of one tag are one tag.
    static func all(_ names: [String]) -> [Tag] {
      var seen: Set<String> = []
      return names.map { Tag(name: $0, slug: Slug.make($0)) }.filter { seen.insert($0.slug).inserted }
    }
  }

  public enum Sensitivity: Sendable, Hashable {
    case no
    /// With the author's reason, if there is one.
    case yes(reason: String?)
  }

  public struct Chapter: Sendable, Hashable {
    /// In milliseconds.
    public var start: Int64
    public var title: String

    public init(start: Int64, title: String) {
      self.start = start
      self.title = title
    }
  }

  public struct Caption: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable { case captions, descriptions }

    /// BCP 47; unique among the captions of a video.
    public var language: String
    /// As players show it: "Français".
    public var label: String
    public var kind: Kind
    public var isAutomatic: Bool
    /// WebVTT, UTF-8, converted where the file was SubRip.
    public var webVTT: [UInt8]

    public init(language: String, label: String, kind: Kind, isAutomatic: Bool, webVTT: [UInt8]) {
      self.language = language
      self.label = label
      self.kind = kind
      self.isAutomatic = isAutomatic
      self.webVTT = webVTT
    }
  }

  public struct Series: Sendable, Hashable {
    public var name: String
    public var season: Int?
    public var episode: Int?

    public init(name: String, season: Int? = nil, episode: Int? = nil) {
      self.name = name
      self.season = season
      self.episode = episode
    }
  }

  public init(
    contentPath: String, title: String, slug: String, uuid: String, idPath: String, channel: String, date: Instant,
    updated: Instant, originallyPublished: Instant? = nil, expires: Instant? = nil, summary: String = "",
    body: String = "", bodyHTML: String = "", tags: [Tag] = [], authors: [String] = [], category: Int? = nil,
    language: String? = nil, licence: Licence? = nil, sensitive: Sensitivity = .no, privacy: Privacy = .public,
    chapters: [Chapter] = [], captions: [Caption] = [], series: Series? = nil, location: String? = nil,
    sourceURL: String? = nil, support: String? = nil, downloads: Bool = true, aliases: [String] = [],
    facts: VideoFacts
  ) {
    self.contentPath = contentPath
    self.title = title
    self.slug = slug
    self.uuid = uuid
    self.idPath = idPath
    self.channel = channel
    self.date = date
    self.updated = updated
    self.originallyPublished = originallyPublished
    self.expires = expires
    self.summary = summary
    self.body = body
    self.bodyHTML = bodyHTML
    self.tags = tags
    self.authors = authors
    self.category = category
    self.language = language
    self.licence = licence
    self.sensitive = sensitive
    self.privacy = privacy
    self.chapters = chapters
    self.captions = captions
    self.series = series
    self.location = location
    self.sourceURL = sourceURL
    self.support = support
    self.downloads = downloads
    self.aliases = aliases
    self.facts = facts
  }
}
