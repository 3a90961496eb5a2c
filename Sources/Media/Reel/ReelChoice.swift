/// Which keyframes stand for evenly spaced instants.
enum ReelChoice {
  /// Of the instants 0, `interval`, `2 * interval` ..., `count` of them, the last keyframe that is shown at or before each,
  /// and the first keyframe for instants before it: indexes, each once, rising.
  ///
  /// - Parameter times: when each keyframe is shown, rising, in the unit of `interval`.
  static func indexes(_ times: [Int64], every interval: Int64, count: Int) -> [Int] {
    guard !times.isEmpty else { return [] }
    var chosen: [Int] = []
    var index = 0
    for number in 0..<count {
      while index + 1 < times.count, times[index + 1] <= Int64(number) * interval { index += 1 }
      if chosen.last != index { chosen.append(index) }
    }
    return chosen
  }
}
