import Facts

/// Where segments begin that were planned before their pictures were made.
struct SegmentCuts {
  /// In ticks of the pictures' track, rising.
  private let times: [Int64]
  private let scale: Int64
  private var next = 0

  /// - Parameters:
  ///   - cuts: in ticks of the time base.
  ///   - base: of the pictures.
  init(_ cuts: [Int64], base: Rate) throws(MediaFailure) {
    var times: [Int64] = []
    times.reserveCapacity(cuts.count)
    for cut in cuts {
      let time = try sane(cut, times: base.numerator)
      if let last = times.last, last >= time { throw MediaFailure(.damaged, "the cuts are not in order") }
      times.append(time)
    }
    self.times = times
    scale = base.denominator
  }

  /// Does a segment begin at this picture?
  ///
  /// - Throws: `damaged` where one should begin and this is no keyframe, or lies behind the place.
  mutating func begins(at sample: TimedSample) throws(MediaFailure) -> Bool {
    guard next < times.count, sample.present >= times[next] else { return false }
    guard sample.present == times[next], sample.isSync else {
      let milliseconds = rescale(times[next], 1000, scale)
      throw MediaFailure(.damaged, "no keyframe stands at \(milliseconds) ms, where a segment is to begin")
    }
    next += 1
    return true
  }
}
