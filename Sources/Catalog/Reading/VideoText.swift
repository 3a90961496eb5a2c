public import Diagnostics
public import Hashing

/// A video as its folder tells of it: the file, the front matter, what lies beside it. Precedence is not yet applied.
public struct VideoText: Sendable, Hashable {
  /// Below the content folder: the key of facts and ledger. Of the video file, or of its `.md` where there is no file.
  public var contentPath: String
  /// The same below the project's folder, for diagnostics.
  public var shownPath: String
  /// Of its `.md`, below the project's folder.
  public var textPath: String?
  public var media: MediaState
  /// Modification time of the media file (or of the `.md`), in seconds since 1970.
  public var fileTime: Int64
  /// The channel's name (design, "Slugs").
  public var channel: String
  /// What slug and title come of where nothing better tells: the file's stem, of a bundle the folder's name. In NFC.
  public var name: String
  /// The source's name without extension, in NFC: what torrents are called by.
  public var stem: String
  /// The video's own, else its channel's, else the site's.
  public var renditions: RenditionPolicy
  public var poster: PosterChoice
  public var frontMatter: VideoFrontMatter
  /// yt-dlp's `.info.json` beside the file.
  public var info: VideoInfo?
  /// CommonMark below the front matter.
  public var body: String
  public var translations: [Translation] = []
  public var captions: [CaptionTrack]
  /// Of a file of chapters beside it, each with its place.
  public var chapters: [Placed<Video.Chapter>]
  /// Its front matter has errors: the page is not built anew, since a key that was not understood may be `privacy`.
  public var isRefused: Bool

  public enum MediaState: Sendable, Hashable {
    /// A file with bytes of its own. `size` in bytes.
    case file(absolutePath: String, size: Int64)
    /// Git LFS or git-annex keep the bytes elsewhere. The diagnostic names the command that fetches them.
    case pointer(sha256: Digest256?, size: Int64?, Diagnostic)
    /// Only the `.md` is there.
    case absent(Diagnostic)
  }

  public enum PosterChoice: Sendable, Hashable {
    case automatic
    case file(absolutePath: String)
    /// In milliseconds.
    case time(Int64)
  }

  public init(
    contentPath: String, shownPath: String, textPath: String? = nil, media: MediaState, fileTime: Int64 = 0,
    channel: String, name: String, stem: String, renditions: RenditionPolicy = .auto, poster: PosterChoice = .automatic,
    frontMatter: VideoFrontMatter = VideoFrontMatter(), info: VideoInfo? = nil, body: String = "",
    captions: [CaptionTrack] = [], chapters: [Placed<Video.Chapter>] = [], isRefused: Bool = false
  ) {
    self.contentPath = contentPath
    self.shownPath = shownPath
    self.textPath = textPath
    self.media = media
    self.fileTime = fileTime
    self.channel = channel
    self.name = name
    self.stem = stem
    self.renditions = renditions
    self.poster = poster
    self.frontMatter = frontMatter
    self.info = info
    self.body = body
    self.captions = captions
    self.chapters = chapters
    self.isRefused = isRefused
  }
}

/// A value with the place where a person wrote it.
public struct Placed<Value: Sendable & Hashable>: Sendable, Hashable {
  public var value: Value
  public var location: Location

  public init(_ value: Value, at location: Location) {
    self.value = value
    self.location = location
  }
}

/// The keys of a video's front matter as written (design, first table); nil is "not written".
public struct VideoFrontMatter: Sendable, Hashable {
  public var title: Placed<String>?
  public var slug: Placed<String>?
  public var date: Instant?
  public var updated: Instant?
  public var originallyPublished: Instant?
  public var expires: Instant?
  public var description: String?
  public var tags: [String]?
  public var authors: [String]?
  public var category: Int?
  public var language: String?
  public var licence: Licence?
  public var sensitive: Video.Sensitivity?
  public var privacy: Video.Privacy?
  /// As written: in any order.
  public var chapters: [Placed<Video.Chapter>]?
  public var captions: [CaptionEntry]?
  public var poster: PosterEntry?
  public var series: String?
  public var season: Int?
  public var episode: Int?
  public var channel: Placed<String>?
  public var location: String?
  public var sourceURL: String?
  public var support: String?
  public var renditions: RenditionPolicy?
  public var downloads: Bool?
  public var aliases: [String]?
  public var uuid: Placed<String>?

  /// An entry of `captions:`.
  public struct CaptionEntry: Sendable, Hashable {
    /// Relative to the `.md`.
    public var file: Placed<String>
    public var language: String
    public var label: String?
    public var kind: Video.Caption.Kind
    public var isAutomatic: Bool

    public init(file: Placed<String>, language: String, label: String?, kind: Video.Caption.Kind, isAutomatic: Bool) {
      self.file = file
      self.language = language
      self.label = label
      self.kind = kind
      self.isAutomatic = isAutomatic
    }
  }

  public enum PosterEntry: Sendable, Hashable {
    case file(Placed<String>)
    /// In milliseconds.
    case time(Int64)
  }

  public init() {}
}

/// What yt-dlp's `.info.json` knows of a video (contracts/site.md 2.2). nil is "not told".
public struct VideoInfo: Sendable, Hashable {
  public var title: String?
  public var description: String?
  public var date: Instant?
  public var tags: [String] = []
  public var authors: [String] = []
  public var language: String?
  public var licence: Licence?
  public var chapters: [Video.Chapter] = []
  public var webpageURL: String?
  public var location: String?
  public var series: String?
  public var season: Int?
  public var episode: Int?
  /// Who may see it where it comes from, if not everybody.
  public var privacy: Video.Privacy?
  public var ageLimit: Int = 0

  public init() {}
}
