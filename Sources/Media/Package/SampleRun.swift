import Facts

/// Samples of one track that follow each other: the next one tells how long the one before lasts.
struct SampleRun {
  /// Decode time of the first sample, in ticks.
  private(set) var time: Int64 = 0
  private(set) var samples: [Sample] = []
  /// Decode time of the last sample.
  private(set) var last: Int64 = 0
  private var lastDuration: Int64 = 0

  var end: Int64 { last + lastDuration }

  /// - Throws: where a duration, an offset or a size does not fit 32 bits.
  mutating func append(
    _ time: Int64, duration: Int64, offset: Int64, size: Int, isSync: Bool, isShown: Bool = true
  ) throws(MediaFailure) {
    if samples.isEmpty { self.time = time } else { try close(at: time) }
    guard let offset = UInt32(exactly: offset), let size = UInt32(exactly: size) else {
      throw MediaFailure(.mustEncode, "a sample's times or size are out of bounds")
    }
    samples.append(Sample(size: size, duration: 0, offset: offset, isSync: isSync, isShown: isShown))
    last = time
    lastDuration = max(1, duration)
  }

  /// The last sample lasts until `time`.
  mutating func close(at time: Int64) throws(MediaFailure) {
    guard !samples.isEmpty else { return }
    guard let duration = UInt32(exactly: time - last) else {
      throw MediaFailure(.mustEncode, "two samples are further apart than an MP4 can say")
    }
    samples[samples.count - 1].duration = duration
    lastDuration = time - last
  }

  /// The first `count` samples, which leave the run.
  mutating func take(_ count: Int) -> (samples: [Sample], bytes: Int) {
    let taken = Array(samples[..<count])
    samples.removeFirst(count)
    time += taken.reduce(0) { $0 + Int64($1.duration) }
    return (taken, taken.reduce(0) { $0 + Int($1.size) })
  }
}
