import CLibAV
import Facts

/// Turns the packets' times of one video stream into strictly rising decode times and offsets that are never negative.
///
/// MP4 says both times exactly. Matroska and others say only when a frame is shown: there the decode times are the sorted
/// presentation times, held back by as many frames as the decoder reorders.
struct VideoClock {
  private let isExact: Bool
  /// The largest presentation times seen, in order; as many as the reorder depth.
  private var held: [Int64] = []
  private let depth: Int
  private var last: Int64?

  init(isExact: Bool, depth: Int) {
    self.isExact = isExact
    self.depth = min(max(depth, 0), 16)
  }

  /// In ticks of the stream's time base.
  mutating func times(
    pts: Int64?, dts: Int64?, frameDuration: Int64
  ) throws(MediaFailure) -> (decode: Int64, present: Int64) {
    guard let shown = pts ?? (isExact ? dts : nil) else {
      throw MediaFailure(.mustRemux, "a frame has no presentation time")
    }
    let present = try sane(shown)
    var decode: Int64
    if isExact, let dts {
      decode = try sane(dts)
    } else {
      if held.isEmpty, depth > 0 {
        held = (1...depth).map { present - Int64(depth - $0 + 1) * max(1, frameDuration) }
      }
      let place = held.firstIndex { $0 > present } ?? held.endIndex
      held.insert(present, at: place)
      decode = held.removeFirst()
    }
    if let last, decode <= last {
      guard !isExact, last < present else { throw MediaFailure(.mustEncode, "its frames are not in decoding order") }
      // Two frames rounded to one millisecond.
      decode = last + 1
    }
    guard decode <= present else { throw MediaFailure(.mustEncode, "a frame would be shown before it is decoded") }
    last = decode
    return (decode, present)
  }
}

/// Sample-exact times of an audio stream, in samples: exact where the container counts samples, else the sum of the frames
/// before, as long as the container's rounded times agree.
struct AudioClock {
  private let base: Rate
  private let sampleRate: Int64
  /// Does the container count samples?
  let isExact: Bool
  private var end: Int64?
  private var last: Int64?

  init(base: Rate, sampleRate: Int64) {
    self.base = base
    self.sampleRate = sampleRate
    isExact = base.numerator == 1 && base.denominator == sampleRate
  }

  func samples(_ ticks: Int64) -> Int64 {
    isExact ? ticks : rescale(ticks, base.numerator * sampleRate, base.denominator)
  }

  /// Start of a frame and its length.
  mutating func place(pts: Int64?, duration: Int64) throws(MediaFailure) -> Int64 {
    guard let pts else {
      guard let end else { throw MediaFailure(.mustRemux, "the first audio frame has no time") }
      self.end = end + duration
      last = end
      return end
    }
    var start = try sane(samples(pts))
    let duration = try sane(duration)
    if let end {
      let drift = start - end
      // 50 ms: rounded times never differ so much, a real gap does.
      if !isExact, abs(drift) <= sampleRate / 20 { start = end }
    }
    // Where the container counts samples, a frame lasts until the next one begins, which may be sooner than its length.
    if let last, start <= last { throw MediaFailure(.mustEncode, "its audio frames are not in order") }
    last = start
    end = start + duration
    return start
  }
}

/// A time that arithmetic can be done with: no film has 2^52 ticks.
///
/// - Throws: where a damaged container says so all the same.
func sane(_ time: Int64, times scale: Int64 = 1) throws(MediaFailure) -> Int64 {
  let (product, overflow) = time.multipliedReportingOverflow(by: scale)
  guard !overflow, product.magnitude <= 1 << 52 else { throw MediaFailure(.damaged, "its times are out of all bounds") }
  return product
}

/// `value * multiplier / divisor`, rounded to nearest; 0 where the divisor is not positive.
func rescale(_ value: Int64, _ multiplier: Int64, _ divisor: Int64) -> Int64 {
  guard divisor > 0 else { return 0 }
  let (product, overflow) = value.multipliedReportingOverflow(by: multiplier)
  if overflow || product.magnitude > 1 << 62 {
    // Only times of damaged files come here; they are refused by the checks that follow.
    return Int64(min(max(Double(value) * Double(multiplier) / Double(divisor), -4e18), 4e18))
  }
  return product >= 0 ? (product + divisor / 2) / divisor : (product - divisor / 2) / divisor
}
