/// What a second file says of a video, channel, playlist or page in another language: `talk.fr.md` beside `talk.md`.
/// What it leaves out is shown in the language of the first.
public struct Translation: Sendable, Hashable {
  /// BCP 47: one of the site's languages.
  public var language: String
  public var title: String?
  /// One plain paragraph: written, else the first of the body; nil where there is neither.
  public var summary: String?
  /// CommonMark source; empty where there is none.
  public var body: String
  public var bodyHTML: String
  public var tags: [Video.Tag]?
  public var support: String?
  public var location: String?
  /// Why the video is sensitive.
  public var reason: String?
  public var chapters: [Video.Chapter]?

  public init(
    language: String, title: String? = nil, summary: String? = nil, body: String = "", bodyHTML: String = "",
    tags: [Video.Tag]? = nil, support: String? = nil, location: String? = nil, reason: String? = nil,
    chapters: [Video.Chapter]? = nil
  ) {
    self.language = language
    self.title = title
    self.summary = summary
    self.body = body
    self.bodyHTML = bodyHTML
    self.tags = tags
    self.support = support
    self.location = location
    self.reason = reason
    self.chapters = chapters
  }
}

/// In which language each part of a text is written; nil where nobody said. BCP 47.
public struct TextLanguages: Sendable, Hashable {
  public var title: String?
  /// Of the description and all that goes with it.
  public var text: String?

  public init(_ both: String?) {
    title = both
    text = both
  }

  mutating func take(_ translation: Translation) {
    if translation.title != nil { title = translation.language }
    if translation.summary != nil { text = translation.language }
  }
}

/// A page that is not about a video: `pages/about.md`, `pages/legal.md`.
public struct WrittenPage: Sendable, Hashable {
  /// Its folder below the site's root: `about`.
  public var slug: String
  public var title: String
  public var summary: String
  public var bodyHTML: String
  public var translations: [Translation]
  public var written: TextLanguages

  public init(
    slug: String, title: String, summary: String, bodyHTML: String, translations: [Translation] = [],
    written: TextLanguages
  ) {
    self.slug = slug
    self.title = title
    self.summary = summary
    self.bodyHTML = bodyHTML
    self.translations = translations
    self.written = written
  }
}
