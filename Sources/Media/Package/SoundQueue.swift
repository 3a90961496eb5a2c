import Facts

/// Frames of sound that wait for their segment.
struct SoundQueue {
  /// Bytes that may wait.
  private static let limit = 24 << 20

  private var run = SampleRun()
  private var bytes: [UInt8] = []
  /// Bytes at the head of `bytes` that are written already.
  private var taken = 0
  /// No more frames come.
  private(set) var hasEnded: Bool

  /// - Parameter isAbsent: there is no sound at all.
  init(isAbsent: Bool) { hasEnded = isAbsent }

  var isEmpty: Bool { run.samples.isEmpty }
  /// Decode time of the first frame that waits.
  var time: Int64 { run.time }

  mutating func append(_ sample: TimedSample, _ data: borrowing Span<UInt8>) throws(MediaFailure) {
    guard bytes.count - taken + data.count <= Self.limit else {
      throw MediaFailure(.mustRemux, "its audio lies too far from the pictures that it belongs to")
    }
    try run.append(
      sample.decode, duration: sample.duration, offset: 0, size: data.count, isSync: true, isShown: sample.isShown)
    unsafe data.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
  }

  mutating func end() throws(MediaFailure) {
    try run.close(at: run.end)
    hasEnded = true
  }

  /// Has everything that begins before this decode time arrived?
  func reaches(_ time: Int64) -> Bool { hasEnded || (!run.samples.isEmpty && run.last >= time) }

  /// Whole frames that begin before `end`; the very last one, whose length is not known yet, waits.
  mutating func take(until end: Int64) -> (time: Int64, samples: [Sample], bytes: [UInt8]) {
    let available = hasEnded ? run.samples.count : max(0, run.samples.count - 1)
    var count = 0
    let start = run.time
    var time = start
    while count < available, time < end {
      time += Int64(run.samples[count].duration)
      count += 1
    }
    let (samples, byteCount) = run.take(count)
    let part = Array(bytes[taken..<taken + byteCount])
    taken += byteCount
    if taken > 1 << 20 {
      bytes.removeFirst(taken)
      taken = 0
    }
    return (start, samples, part)
  }
}
