public import Facts

/// What the pictures of a video are made from: a file that is packaged, so that deinterlacing, tone mapping and odd
/// containers are settled already, or a source that is packaged as it is. Rotation and pixel aspect of a copied picture are
/// not settled: its players apply them, and so is done here.
public struct PictureSource: Sendable, Hashable {
  /// Its first video stream is looked at; absolute.
  public var film: String
  /// The keyframes that ``reelSpacing(of:)`` asks for, where it asks for any (`ReelRequest`); absolute. A long video
  /// without it has a poster and no storyboard.
  public var reel: String?
  /// As shown, in pixels.
  public var width: Int
  public var height: Int
  /// In milliseconds.
  public var duration: Int64

  public init(film: String, reel: String?, width: Int, height: Int, duration: Int64) {
    self.film = film
    self.reel = reel
    self.width = width
    self.height = height
    self.duration = duration
  }

  /// Up to this length keyframes are few, often one, and the whole film is decoded as quickly as a reel of a longer one.
  static let shortVideo: Int64 = 16_000

  /// Which keyframes the reel of a video has to hold; nil where the film itself is decoded.
  ///
  /// - Parameter duration: in milliseconds.
  public static func reelSpacing(of duration: Int64) -> (interval: Int64, count: Int)? {
    guard duration > shortVideo else { return nil }
    let tiles = StoryboardTiming(duration: duration)
    return (tiles.interval * 1000, tiles.count)
  }

  var shown: PictureSize { PictureSize(width: width, height: height) }
}

extension RenditionPlan {
  /// The source as pictures are made of it, without a reel; nil where they are not those that are published, or where they
  /// would not be found: ``PictureSource`` knows the first video stream alone.
  ///
  /// - Parameter path: of the source; absolute.
  public func pictureSource(_ path: String, of probe: ProbeReport) -> PictureSource? {
    guard let main = renditions.first, main.name.codec == .h264, case .copy(video.index, _) = main.step,
      probe.streams.first(where: { $0.kind == .video || $0.kind == .picture })?.index == video.index
    else { return nil }
    let size = PictureSize(shown: video)
    return PictureSource(film: path, reel: nil, width: size.width, height: size.height, duration: duration)
  }
}
