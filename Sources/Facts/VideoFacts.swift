public import Hashing

/// What the media pass learned of one video. Input of every later build, also on a machine that has no video at all
/// (design, principle 3), kept as `facts/<content path>.txt` (``FactsText``).
public struct VideoFacts: Sendable, Hashable {
  public var source: SourceFacts
  /// The `renditions:` value that these were made for (`auto`, `copy`, `1080,480`): another one asks for another pass.
  public var policy: String
  /// The renditions that are published, the source's own size first, then by falling height, other codecs after H.264;
  /// last those of sound alone.
  public var renditions: [RenditionFacts]
  /// Absent where the video has no picture at all.
  public var pictures: PictureSet?

  public init(source: SourceFacts, policy: String, renditions: [RenditionFacts], pictures: PictureSet?) {
    self.source = source
    self.policy = policy
    self.renditions = renditions
    self.pictures = pictures
  }

  /// The renditions that have a picture.
  public var films: [RenditionFacts] { renditions.filter { $0.codec != nil } }
  /// The renditions of sound alone, what ``films`` carry first.
  public var sounds: [RenditionFacts] { renditions.filter { $0.codec == nil } }

  /// The renditions that a player shows: films, or where there is no picture the sound; with ``sounds`` beside it where it
  /// is one of several.
  public var shown: [RenditionFacts] { isSoundAlone ? Array(sounds.prefix(1)) : films }
  /// There is nothing to see but a poster.
  public var isSoundAlone: Bool { films.isEmpty && !sounds.isEmpty }

  /// The folder under `media/`: the first 20 hexadecimal digits of the source's SHA-256.
  public var folder: String { String(source.sha256.hex.prefix(20)) }
}

/// The source file and what its container says of itself.
public struct SourceFacts: Sendable, Hashable {
  public var sha256: Digest256
  /// In bytes.
  public var size: Int64
  /// In milliseconds, of the longest track that is kept.
  public var duration: Int64
  /// libavformat's name of the container (`mov`, `matroska`, `avi`), for people.
  public var container: String
  /// Short names of the codecs as people know them: `h264`, `hevc`, `aac`.
  public var codecs: [String]
  public var title: String?
  public var description: String?
  /// Of the `creation_time` tag, RFC 3339 in UTC; of sound alone without one as its `date` tag says.
  public var created: String?
  /// BCP 47 or ISO 639-2, as the first audio track says.
  public var language: String?
  public var chapters: [ChapterFacts]
  /// Languages of the subtitle streams that were taken out, BCP 47 or `und`, sorted: each is a file of WebVTT beside these
  /// facts, `<content path>.<language>.vtt`.
  public var captions: [String]

  public init(
    sha256: Digest256, size: Int64, duration: Int64, container: String, codecs: [String], title: String? = nil,
    description: String? = nil, created: String? = nil, language: String? = nil, chapters: [ChapterFacts] = [],
    captions: [String] = []
  ) {
    self.sha256 = sha256
    self.size = size
    self.duration = duration
    self.container = container
    self.codecs = codecs
    self.title = title
    self.description = description
    self.created = created
    self.language = language
    self.chapters = chapters
    self.captions = captions
  }
}

public struct ChapterFacts: Sendable, Hashable {
  /// In milliseconds from the start of the video.
  public var start: Int64
  public var title: String

  public init(start: Int64, title: String) {
    self.start = start
    self.title = title
  }
}

/// One published MP4 and what playlists, torrents and pages say of it.
public struct RenditionFacts: Sendable, Hashable {
  public enum Codec: String, Sendable, Hashable, CaseIterable {
    case h264, av1, vp9
  }

  /// `1080p`, `480p`, `1080p-av1`, `audio` (design, "Renditions"). ASCII letters, digits and `-`.
  public var name: String
  /// Of the picture; nil of sound alone.
  public var codec: Codec?
  /// What is heard; known of sound alone.
  public var track: TrackFacts?
  /// RFC 6381, for `CODECS` and `<source type>`: `avc1.64001f,mp4a.40.2`.
  public var codecs: String
  /// As shown (after rotation and pixel aspect), in pixels; 0 of sound alone.
  public var width: Int
  public var height: Int
  /// Frames a second, as a fraction: 30000/1001; 0/1 of sound alone.
  public var frameRate: Rate
  public var hasAudio: Bool
  /// Copied from the source without encoding?
  public var isCopy: Bool
  /// Of the MP4, in bytes.
  public var size: Int64
  public var sha256: Digest256
  /// In milliseconds.
  public var duration: Int64
  /// Measured, in bits a second: the largest and the mean over segments (RFC 8216, 4.3.4.2).
  public var peakBandwidth: Int64
  public var averageBandwidth: Int64
  /// Where the inner `ftyp` + `moov` lie in the file: what `EXT-X-MAP` names.
  public var initOffset: Int64
  public var initLength: Int64
  public var segmentCount: Int
  /// `info.name` of its torrent, recorded at first packaging and never derived again.
  public var torrentName: String
  /// In bytes (contracts/bittorrent.md 1.9).
  public var pieceLength: Int64
  /// BEP 52's Merkle root of the whole file.
  public var piecesRoot: Digest256
  /// Decided by the torrent's name, size and pieces: set with ``nameTorrent(_:_:)``.
  public var infohashes: Infohashes
  /// How it was made, so that the same request finds it again: `copy` or encoder settings in one line.
  public var recipe: String

  public init(
    name: String, codec: Codec?, track: TrackFacts? = nil, codecs: String, width: Int, height: Int, frameRate: Rate,
    hasAudio: Bool, isCopy: Bool, size: Int64, sha256: Digest256, duration: Int64, peakBandwidth: Int64,
    averageBandwidth: Int64, initOffset: Int64, initLength: Int64, segmentCount: Int, torrentName: String,
    pieceLength: Int64, piecesRoot: Digest256, infohashes: Infohashes, recipe: String
  ) {
    self.name = name
    self.codec = codec
    self.track = track
    self.codecs = codecs
    self.width = width
    self.height = height
    self.frameRate = frameRate
    self.hasAudio = hasAudio
    self.isCopy = isCopy
    self.size = size
    self.sha256 = sha256
    self.duration = duration
    self.peakBandwidth = peakBandwidth
    self.averageBandwidth = averageBandwidth
    self.initOffset = initOffset
    self.initLength = initLength
    self.segmentCount = segmentCount
    self.torrentName = torrentName
    self.pieceLength = pieceLength
    self.piecesRoot = piecesRoot
    self.infohashes = infohashes
    self.recipe = recipe
  }

  /// What the sound that the films carry is called where it stands alone, and the sound of a source without pictures.
  public static let mainSound = "audio"

  /// The common stem of the MP4, its playlists and its torrent: `1080p-1a2b3c4d`.
  public var stem: String { "\(name)-\(sha256.hex.prefix(8))" }
  public var mediaType: String { codec == nil ? "audio/mp4" : "video/mp4" }
  /// The short side, PeerTube's "resolution".
  public var shortSide: Int { min(width, height) }
}

/// A positive fraction, in lowest terms where it came from a stream.
public struct Rate: Sendable, Hashable {
  public var numerator: Int64
  public var denominator: Int64

  public init(_ numerator: Int64, _ denominator: Int64) {
    self.numerator = numerator
    self.denominator = denominator
  }

  public var value: Double { denominator == 0 ? 0 : Double(numerator) / Double(denominator) }
}
