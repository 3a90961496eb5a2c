/// What the pictures of a video are made from: a file that is packaged, so that deinterlacing, tone mapping and odd
/// containers are settled already. Rotation and pixel aspect of a copied picture are not: its players apply them, and so
/// is done here.
public struct PictureSource: Sendable, Hashable {
  /// An MP4 with one video stream; absolute.
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
