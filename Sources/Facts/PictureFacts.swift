public import Hashing

/// The poster, its smaller forms, and the storyboard.
public struct PictureSet: Sendable, Hashable {
  /// What this version makes: each picture as JPEG and as WebP, and a storyboard. Form 1 was JPEG alone. A set of another
  /// form is made anew where the video is at hand, and published as it is where it is not.
  public static let currentForm = 2

  /// What the pictures were made of: `frame 12340` (milliseconds), `time 12340` (as front matter asks) or
  /// `file <sha256 of the poster file>`; of sound alone `cover` (the one in its container) or `waveform`.
  public var origin: String
  public var form: Int
  public var poster: PictureFacts
  /// By rising width.
  public var thumbnails: [PictureFacts]
  /// nil where the video is too short for one, or cannot be decoded.
  public var storyboard: StoryboardFacts?

  public init(
    origin: String, form: Int = Self.currentForm, poster: PictureFacts, thumbnails: [PictureFacts],
    storyboard: StoryboardFacts? = nil
  ) {
    self.origin = origin
    self.form = form
    self.poster = poster
    self.thumbnails = thumbnails
    self.storyboard = storyboard
  }

  /// Nobody asked for this picture.
  public var isChosen: Bool { origin.hasPrefix("frame ") || [Self.cover, Self.waveform].contains(origin) }
  public static let cover = "cover"
  public static let waveform = "waveform"

  /// Every file of the set, the poster's JPEG first.
  public var files: [PictureFile] {
    var files = Self.files(poster, poster.posterName, poster.posterWebPName)
    for picture in thumbnails { files += Self.files(picture, picture.thumbnailName, picture.thumbnailWebPName) }
    if let storyboard {
      files.append(
        PictureFile(
          name: storyboard.name, mediaType: "image/jpeg", size: storyboard.size, sha256: storyboard.sha256))
    }
    return files
  }

  private static func files(_ picture: PictureFacts, _ name: String, _ webPName: String?) -> [PictureFile] {
    let jpeg = PictureFile(name: name, mediaType: "image/jpeg", size: picture.size, sha256: picture.sha256)
    guard let webPName, let webP = picture.webP else { return [jpeg] }
    return [jpeg, PictureFile(name: webPName, mediaType: "image/webp", size: webP.size, sha256: webP.sha256)]
  }
}

/// One picture in one size.
public struct PictureFacts: Sendable, Hashable {
  /// Another coding of the same picture.
  public struct Twin: Sendable, Hashable {
    /// In bytes.
    public var size: Int64
    public var sha256: Digest256

    public init(size: Int64, sha256: Digest256) {
      self.size = size
      self.sha256 = sha256
    }
  }

  /// In pixels.
  public var width: Int
  public var height: Int
  /// Of the JPEG, in bytes.
  public var size: Int64
  public var sha256: Digest256
  /// nil in sets of form 1, and where `ffmpeg` cannot write it.
  public var webP: Twin?

  public init(width: Int, height: Int, size: Int64, sha256: Digest256, webP: Twin? = nil) {
    self.width = width
    self.height = height
    self.size = size
    self.sha256 = sha256
    self.webP = webP
  }

  /// `poster-1a2b3c4d.jpg`
  public var posterName: String { "poster-\(sha256.hex.prefix(8)).jpg" }
  /// `poster-5e6f7a8b.webp`
  public var posterWebPName: String? { webP.map { "poster-\($0.sha256.hex.prefix(8)).webp" } }
  /// `thumbnail-280-1a2b3c4d.jpg`
  public var thumbnailName: String { "thumbnail-\(width)-\(sha256.hex.prefix(8)).jpg" }
  /// `thumbnail-280-5e6f7a8b.webp`
  public var thumbnailWebPName: String? { webP.map { "thumbnail-\(width)-\($0.sha256.hex.prefix(8)).webp" } }
}

/// One JPEG with a small picture of the video every few seconds, row by row (contracts/peertube.md 5.5).
public struct StoryboardFacts: Sendable, Hashable {
  /// Of the whole JPEG, in pixels.
  public var width: Int
  public var height: Int
  public var tileWidth: Int
  public var tileHeight: Int
  /// Tiles that show something; the rest of the last row is black.
  public var count: Int
  /// Seconds that a tile stands for: tile `i` shows the video at `i * interval`.
  public var interval: Int64
  /// In bytes.
  public var size: Int64
  public var sha256: Digest256

  public init(
    width: Int, height: Int, tileWidth: Int, tileHeight: Int, count: Int, interval: Int64, size: Int64,
    sha256: Digest256
  ) {
    self.width = width
    self.height = height
    self.tileWidth = tileWidth
    self.tileHeight = tileHeight
    self.count = count
    self.interval = interval
    self.size = size
    self.sha256 = sha256
  }

  /// `storyboard-1a2b3c4d.jpg`
  public var name: String { "storyboard-\(sha256.hex.prefix(8)).jpg" }
  public var columns: Int { max(1, width / max(1, tileWidth)) }
}

/// A file of a ``PictureSet`` in the video's media folder.
public struct PictureFile: Sendable, Hashable {
  public var name: String
  public var mediaType: String
  /// In bytes.
  public var size: Int64
  public var sha256: Digest256
}
