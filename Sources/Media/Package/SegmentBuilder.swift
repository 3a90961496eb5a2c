import Facts

/// Collects samples into segments: each begins with a keyframe that nothing before it is needed for, four seconds or more
/// after the one before (design, "HLS").
struct SegmentBuilder {
  /// One segment's worth, ready to be written.
  struct Segment {
    var videoTime: Int64
    var video: [Sample]
    var videoBytes: [UInt8]
    var audioTime: Int64
    var audio: [Sample]
    var audioBytes: [UInt8]

    var videoDuration: Int64 { video.reduce(0) { $0 + Int64($1.duration) } }
  }

  /// Bytes of closed segments that may wait for their audio, and of audio that may wait for its video.
  private static let patience = 48 << 20
  /// A little less than four seconds, since some containers round times.
  private static let target = (numerator: Int64(395), denominator: Int64(100))
  /// Keyframes further apart make segments that players wait for (contracts/playback.md, consequence 3).
  private static let longest: Int64 = 12

  private let videoScale: Int64
  private let audioScale: Int64?

  private var open = OpenRun()
  private var closed: [(run: OpenRun, end: Int64)] = []
  private var closedBytes = 0
  private var audio = OpenRun()
  private var audioEnded: Bool
  /// Decode time of the last keyframe.
  private var lastSync: Int64?

  init(videoScale: Int64, audioScale: Int64?) {
    self.videoScale = videoScale
    self.audioScale = audioScale
    audioEnded = audioScale == nil
  }

  private struct OpenRun {
    /// Decode time of the first sample.
    var time: Int64 = 0
    var samples: [Sample] = []
    var bytes: [UInt8] = []
    /// Decode time of the last sample, whose duration the next one tells.
    var last: Int64 = 0
    var lastDuration: Int64 = 0

    var end: Int64 { last + lastDuration }

    /// - Throws: where a duration does not fit 32 bits.
    mutating func begin(_ time: Int64, duration: Int64, offset: Int64, isSync: Bool, _ data: borrowing Span<UInt8>) throws(MediaFailure) {
      if samples.isEmpty { self.time = time } else { try close(at: time) }
      guard let offset = UInt32(exactly: offset), let size = UInt32(exactly: data.count) else {
        throw MediaFailure(.mustEncode, "a sample's times or size are out of bounds")
      }
      samples.append(Sample(size: size, duration: 0, offset: offset, isSync: isSync))
      unsafe data.withUnsafeBufferPointer { unsafe bytes.append(contentsOf: $0) }
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
  }

  // MARK: In

  mutating func video(
    decode: Int64, offset: Int64, duration: Int64, isSync: Bool, _ data: borrowing Span<UInt8>
  ) throws(MediaFailure) {
    if isSync {
      if let lastSync, decode - lastSync > Self.longest * videoScale { throw Self.tooFarApart }
      lastSync = decode
      if !open.samples.isEmpty, (decode - open.time) * Self.target.denominator >= Self.target.numerator * videoScale {
        try closeVideo(at: decode)
      }
    }
    if open.samples.isEmpty, !isSync { throw MediaFailure(.mustEncode, "its first frame is no IDR keyframe") }
    try open.begin(decode, duration: duration, offset: offset, isSync: isSync, data)
  }

  mutating func audio(decode: Int64, duration: Int64, _ data: borrowing Span<UInt8>) throws(MediaFailure) {
    try audio.begin(decode, duration: duration, offset: 0, isSync: true, data)
  }

  mutating func finish() throws(MediaFailure) {
    if let lastSync, open.end - lastSync > Self.longest * videoScale { throw Self.tooFarApart }
    try audio.close(at: audio.end)
    audioEnded = true
    if !open.samples.isEmpty { try closeVideo(at: open.end) }
  }

  private mutating func closeVideo(at time: Int64) throws(MediaFailure) {
    try open.close(at: time)
    closedBytes += open.bytes.count
    closed.append((open, time))
    open = OpenRun()
    open.bytes.reserveCapacity(closed.last?.run.bytes.count ?? 0)
  }

  private static let tooFarApart = MediaFailure(.mustEncode, "its keyframes are more than \(longest) seconds apart")

  // MARK: Out

  /// The next segment whose audio has arrived, or that cannot wait longer; nil where more has to be read first.
  mutating func next() throws(MediaFailure) -> Segment? {
    guard let first = closed.first else { return nil }
    let isLast = audioEnded && closed.count == 1 && open.samples.isEmpty
    // In audio ticks; the last segment takes all that is left.
    let end = audioScale.map { isLast ? Int64.max : rescale(first.end, $0, videoScale) } ?? 0
    let hasAudio = audioEnded || audio.last >= end
    guard hasAudio || closedBytes + audio.bytes.count > Self.patience else { return nil }
    closed.removeFirst()
    closedBytes -= first.run.bytes.count
    var segment = Segment(
      videoTime: first.run.time, video: first.run.samples, videoBytes: first.run.bytes, audioTime: audio.time,
      audio: [], audioBytes: [])
    takeAudio(until: end, &segment)
    return segment
  }

  /// Whole frames that begin before `end`; the very last one, whose length is not known yet, waits.
  private mutating func takeAudio(until end: Int64, _ segment: inout Segment) {
    var count = 0
    var bytes = 0
    var time = audio.time
    let available = audioEnded ? audio.samples.count : max(0, audio.samples.count - 1)
    while count < available, time < end {
      time += Int64(audio.samples[count].duration)
      bytes += Int(audio.samples[count].size)
      count += 1
    }
    segment.audio = Array(audio.samples[..<count])
    segment.audioBytes = Array(audio.bytes[..<bytes])
    audio.samples.removeFirst(count)
    audio.bytes.removeFirst(bytes)
    audio.time = time
  }

  // MARK: Foresight

  /// How many segments begin among keyframes at these decode times.
  static func segmentCount(syncs: some Sequence<Int64>, scale: Int64) -> Int {
    var count = 0
    var begin: Int64 = 0
    for time in syncs where count == 0 || (time - begin) * target.denominator >= target.numerator * scale {
      count += 1
      begin = time
    }
    return count
  }
}
