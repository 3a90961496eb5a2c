public import Hashing

/// What `bobine` asks of `bobine-media`: one record a request on standard input, ended by an empty line.
///
/// `bobine-media` answers with records on standard output, each ended by an empty line: any number of `progress`, then
/// one `probed`, `packaged`, `reeled` or `failed` (``MediaAnswer``). It serves requests one after the other until its input ends.
public enum MediaRequest: Sendable, Hashable {
  /// Reads the head of a file (and its index), no media.
  case probe(source: String)
  case package(PackageRequest)
  case reel(ReelRequest)
}

public enum MediaAnswer: Sendable, Hashable {
  /// Bytes of the input that are done, of its total.
  case progress(done: Int64, total: Int64)
  case probed(ProbeReport)
  case packaged(PackageReport)
  /// How many pictures the reel holds: one at least.
  case reeled(pictures: Int)
  case failed(MediaFailure)
}

/// The packaged file: all of ``RenditionFacts`` that its bytes decide.
public struct PackageReport: Sendable, Hashable {
  /// Only where `hashSource` was asked for.
  public var sourceSHA256: Digest256?
  public var codecs: String
  public var width: Int
  public var height: Int
  public var frameRate: Rate
  public var size: Int64
  public var sha256: Digest256
  public var duration: Int64
  public var peakBandwidth: Int64
  public var averageBandwidth: Int64
  public var initOffset: Int64
  public var initLength: Int64
  public var segmentCount: Int
  public var pieceLength: Int64
  public var piecesRoot: Digest256

  public init(
    sourceSHA256: Digest256?, codecs: String, width: Int, height: Int, frameRate: Rate, size: Int64,
    sha256: Digest256, duration: Int64, peakBandwidth: Int64, averageBandwidth: Int64, initOffset: Int64,
    initLength: Int64, segmentCount: Int, pieceLength: Int64, piecesRoot: Digest256
  ) {
    self.sourceSHA256 = sourceSHA256
    self.codecs = codecs
    self.width = width
    self.height = height
    self.frameRate = frameRate
    self.size = size
    self.sha256 = sha256
    self.duration = duration
    self.peakBandwidth = peakBandwidth
    self.averageBandwidth = averageBandwidth
    self.initOffset = initOffset
    self.initLength = initLength
    self.segmentCount = segmentCount
    self.pieceLength = pieceLength
    self.piecesRoot = piecesRoot
  }
}

/// Why a media pass gave nothing. `code` decides what happens next; `detail` is for people.
public struct MediaFailure: Error, Sendable, Hashable {
  public enum Code: String, Sendable, Hashable, CaseIterable {
    /// The file cannot be opened or read.
    case unreadable
    /// Empty: zero bytes.
    case empty
    /// No demuxer that we allow knows these bytes: a text, a playlist, a list of other files.
    case notMedia = "not-media"
    /// The container ends before its media does, or its index is missing.
    case truncated
    /// No video stream with a picture size where one is needed, and no audio either.
    case noVideo = "no-video"
    /// A container or a codec that we know, damaged inside.
    case damaged
    /// The streams cannot be taken over as they are (keyframes too far apart or not IDR, timestamps out of order,
    /// a codec form we do not write): encode instead. `detail` says why.
    case mustEncode = "must-encode"
    /// As `mustEncode`, but `ffmpeg -c copy` into MP4 mends it (Annex B, ADTS).
    case mustRemux = "must-remux"
    /// The output cannot be written.
    case output
    /// The file changed while it was read (size or time).
    case changed
    /// Memory ran out. Nothing is wrong with the file, and the process is not to be asked again.
    case memory
  }

  public var code: Code
  public var detail: String

  public init(_ code: Code, _ detail: String) {
    self.code = code
    self.detail = detail
  }
}
