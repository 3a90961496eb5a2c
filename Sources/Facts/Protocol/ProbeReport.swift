/// What libavformat says of a file, without its packets.
public struct ProbeReport: Sendable, Hashable {
  /// libavformat's short name, its first part: `mov`, `matroska`, `avi`, `mpegts`.
  public var container: String
  /// In milliseconds; 0 where the container does not say.
  public var duration: Int64
  /// In bytes.
  public var size: Int64
  public var streams: [StreamReport]
  /// Of the container, or of the first video stream.
  public var title: String?
  public var description: String?
  public var created: String?
  public var chapters: [ChapterFacts]

  public init(
    container: String, duration: Int64, size: Int64, streams: [StreamReport], title: String?, description: String?,
    created: String?, chapters: [ChapterFacts]
  ) {
    self.container = container
    self.duration = duration
    self.size = size
    self.streams = streams
    self.title = title
    self.description = description
    self.created = created
    self.chapters = chapters
  }
}

public struct StreamReport: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable { case video, audio, subtitle, picture, other }

  public var index: Int
  /// `picture` is an attached cover.
  public var kind: Kind
  /// libavcodec's name: `h264`, `hevc`, `vp9`, `av1`, `aac`, `opus`, `flac`, `mp3`, `ac3`.
  public var codec: String
  /// libavcodec's number of the profile; nil where unknown.
  public var profile: Int?
  /// FourCC or codec form matters to copying: `true` where H.264 lies as Annex B or AAC as ADTS.
  public var needsRemux: Bool
  public var language: String?
  public var title: String?
  public var isDefault: Bool
  /// An audio description: what is seen, told to those who do not see it.
  public var isDescription: Bool
  /// Of subtitles: only what is said in another language than the rest.
  public var isForced = false
  /// Of subtitles: with sounds and speakers, for those who do not hear.
  public var isForDeaf = false
  /// In bits a second, 0 where unknown.
  public var bitRate: Int64
  /// Where its first frame is shown, in microseconds from where the file starts; 0 where the container does not say.
  public var start: Int64

  // Video.
  /// Coded size in pixels.
  public var width: Int
  public var height: Int
  /// Clockwise degrees to turn the picture by: 0, 90, 180, 270.
  public var rotation: Int
  /// Pixel width to height; 1/1 where unknown.
  public var pixelAspect: Rate
  public var frameRate: Rate
  public var bitDepth: Int
  /// libavutil's name: `yuv420p`.
  public var pixelFormat: String
  /// libavutil's names of transfer, primaries and matrix (`smpte2084`, `arib-std-b67`, `bt709`); empty where the stream
  /// does not say.
  public var transfer: String
  public var primaries: String
  public var matrix: String
  /// Samples use the full range.
  public var isFullRange: Bool
  /// libavcodec's field order says anything but progressive or unknown.
  public var isInterlaced: Bool
  /// Largest distance of keyframes in milliseconds where the container's index tells it.
  public var keyframeGap: Int64?
  /// Where the container tells the order of decoding alone and the codec shows pictures in another: how much later than it is
  /// shown a picture leaves the decoder, in microseconds. Else 0.
  public var untoldDelay: Int64 = 0

  // Audio.
  public var channels: Int
  public var sampleRate: Int

  public init(
    index: Int, kind: Kind, codec: String, profile: Int? = nil, needsRemux: Bool = false, language: String? = nil,
    title: String? = nil, isDefault: Bool = false, isDescription: Bool = false, bitRate: Int64 = 0, start: Int64 = 0,
    width: Int = 0, height: Int = 0, rotation: Int = 0, pixelAspect: Rate = Rate(1, 1), frameRate: Rate = Rate(0, 1),
    bitDepth: Int = 8, pixelFormat: String = "", transfer: String = "", primaries: String = "", matrix: String = "",
    isFullRange: Bool = false, isInterlaced: Bool = false, keyframeGap: Int64? = nil, channels: Int = 0,
    sampleRate: Int = 0
  ) {
    self.index = index
    self.kind = kind
    self.codec = codec
    self.profile = profile
    self.needsRemux = needsRemux
    self.language = language
    self.title = title
    self.isDefault = isDefault
    self.isDescription = isDescription
    self.bitRate = bitRate
    self.start = start
    self.width = width
    self.height = height
    self.rotation = rotation
    self.pixelAspect = pixelAspect
    self.frameRate = frameRate
    self.bitDepth = bitDepth
    self.pixelFormat = pixelFormat
    self.transfer = transfer
    self.primaries = primaries
    self.matrix = matrix
    self.isFullRange = isFullRange
    self.isInterlaced = isInterlaced
    self.keyframeGap = keyframeGap
    self.channels = channels
    self.sampleRate = sampleRate
  }
}
