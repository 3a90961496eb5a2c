/// How pictures are encoded: `encoding:` of `bobine.yml`. The defaults are PeerTube's (contracts/peertube.md 5.1), so that a
/// video costs as much here as there.
public struct EncodeSettings: Sendable, Hashable {
  /// x264's.
  public var preset: String
  /// Constant quality; the peak rate caps it where the picture is rich (x264's scale, lower is better).
  public var crf: Int
  /// Of PeerTube's largest rate for the size, in percent.
  public var peak: Int
  /// Pictures a second, at most.
  public var frameRate: Int
  /// SVT-AV1's, 0 to 13: lower is slower.
  public var av1Preset: Int
  /// SVT-AV1's scale, 0 to 63: lower is better and larger.
  public var av1CRF: Int

  public init(
    preset: String = "veryfast", crf: Int = 23, peak: Int = 100, frameRate: Int = 60, av1Preset: Int = 8,
    av1CRF: Int = 35
  ) {
    self.preset = preset
    self.crf = crf
    self.peak = peak
    self.frameRate = frameRate
    self.av1Preset = av1Preset
    self.av1CRF = av1CRF
  }

  /// x264's presets.
  public static let presets = [
    "ultrafast", "superfast", "veryfast", "faster", "fast", "medium", "slow", "slower", "veryslow",
  ]
}
