import Facts

/// Frame rate and bit rate of an encoded picture.
enum RateControl {
  private static let usual = [
    Rate(24000, 1001), Rate(24, 1), Rate(25, 1), Rate(30000, 1001), Rate(30, 1), Rate(48, 1), Rate(50, 1),
    Rate(60000, 1001), Rate(60, 1),
  ]

  /// The source's rate, at most `cap`, and constant: segments and ladders line up then.
  ///
  /// A rate near a usual one is that one: phones write 29.87. Slide shows and time lapses get 10, so that seeking stays
  /// fine. What no camera writes (0, 1000: containers that do not know) becomes 30.
  static func frameRate(_ source: Rate, cap: Int) -> Rate {
    guard source.numerator > 0, source.denominator > 0, source.value <= 300 else { return Rate(30, 1) }
    if source.value < 10 { return Rate(10, 1) }
    let part = Int64((source.value / (Double(max(cap, 1)) * 1.01)).rounded(.up))
    let rate = Rate(source.numerator, source.denominator * part)
    let near = usual.min { abs($0.value - rate.value) < abs($1.value - rate.value) }
    if let near, abs(near.value - rate.value) <= near.value * 0.005 { return near }
    return Rate(Int64((rate.value * 1000).rounded()), 1000)
  }

  /// Of a rendition below the source's size: below 720p no more than 30, as PeerTube does (contracts/peertube.md 5.1).
  static func smaller(_ rate: Rate, shortSide: Int) -> Rate {
    guard shortSide < 720, rate.value > 30.5 else { return rate }
    let part = Int64((rate.value / 30.5).rounded(.up))
    return rate.numerator % part == 0
      ? Rate(rate.numerator / part, rate.denominator) : Rate(rate.numerator, rate.denominator * part)
  }

  /// The largest bit rate, in thousands of bits a second: PeerTube's target by picture size (contracts/peertube.md 5.1),
  /// not far above what the source has, and never so low that it turns to blocks.
  static func maxRate(
    _ size: PictureSize, _ rate: Rate, source: StreamReport, of probe: ProbeReport, percent: Int
  ) -> Int {
    let pixelsPerSecond = Double(size.width * size.height) * rate.value
    var limit = pixelsPerSecond * bitsPerPixel(size.shortSide) * Double(percent) / 100
    if let known = sourceRate(source, probe) { limit = min(limit, Double(known) * headroom(source.codec)) }
    return max(Int(max(limit, pixelsPerSecond * 0.02) / 1000), 16)
  }

  private static func bitsPerPixel(_ shortSide: Int) -> Double {
    switch shortSide {
    case ...144: 0.19
    case ...240: 0.17
    case ...360: 0.15
    case ...480: 0.12
    case ...720: 0.11
    case ...1080: 0.10
    case ...1440: 0.09
    default: 0.08
    }
  }

  /// H.264 needs more bits than the newer codecs for the same picture.
  private static func headroom(_ codec: String) -> Double {
    ["hevc", "av1", "vp9"].contains(codec) ? 2.5 : 1.3
  }

  /// In bits a second; of the whole file where the stream does not say.
  private static func sourceRate(_ source: StreamReport, _ probe: ProbeReport) -> Int64? {
    if source.bitRate > 0 { return source.bitRate }
    guard probe.duration > 0, probe.size > 0 else { return nil }
    let (bits, overflow) = probe.size.multipliedReportingOverflow(by: 8000)
    return overflow ? nil : bits / probe.duration
  }
}
