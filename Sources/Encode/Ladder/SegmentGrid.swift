public import Facts

/// Where the segments of every encoded rendition of a video begin, so that a player can change between renditions at each.
///
/// Counted in pictures of the video's rate; renditions of a lower rate round to their nearest picture.
public struct SegmentGrid: Sendable, Hashable {
  public let rate: Rate
  /// The first picture of each segment: rising, the first one 0.
  public let starts: [Int64]
  /// Pictures of a segment where nothing else says how long it is: after the last start the grid goes on by these.
  public let usual: Int64

  /// HLS target, in seconds (design, "HLS").
  private static let target = 4.0

  /// A grid of its own: four seconds a segment, in whole pictures also at a half or a quarter of the rate.
  ///
  /// - Parameter duration: in milliseconds; 0 where unknown, and then the grid has one start and goes on.
  public init(rate: Rate, duration: Int64) {
    self.rate = rate
    let usual = Self.usual(rate)
    let pictures = Double(max(duration, 0)) / 1000 * rate.value
    let count = max(Int((pictures / Double(usual)).rounded(.up)), 1)
    self.usual = usual
    starts = (0..<count).map { Int64($0) * usual }
  }

  /// The grid of a rendition that was copied: its keyframes are where the camera put them.
  ///
  /// - Parameters:
  ///   - durations: of its segments, in ticks.
  ///   - timescale: ticks a second.
  public init(rate: Rate, durations: [Int64], timescale: Int64) {
    self.rate = rate
    usual = Self.usual(rate)
    var starts: [Int64] = []
    var time: Int64 = 0
    for duration in durations {
      let start = Int64((Double(time) / Double(max(timescale, 1)) * rate.value).rounded())
      if starts.last.map({ start > $0 }) ?? true { starts.append(start) }
      time += duration
    }
    self.starts = starts.isEmpty ? [0] : starts
  }

  /// The first picture of segment `index` in a rendition of another rate; beyond the last one by usual lengths.
  func picture(_ index: Int, at other: Rate) -> Int64 {
    let own =
      index < starts.count
      ? starts[index] : (starts.last ?? 0) + Int64(index - starts.count + 1) * usual
    if other == rate { return own }
    return Int64((Double(own) * other.value / rate.value).rounded())
  }

  /// Are all segments of the usual length?
  var isRegular: Bool { starts.indices.allSatisfy { starts[$0] == Int64($0) * usual } }

  /// In microseconds.
  func time(_ index: Int) -> Int64 {
    let value = Double(picture(index, at: rate)) * 1_000_000 * Double(rate.denominator) / Double(max(rate.numerator, 1))
    return Int64(value.rounded())
  }

  private static func usual(_ rate: Rate) -> Int64 { max(Int64((target * rate.value / 4).rounded()) * 4, 4) }
}
