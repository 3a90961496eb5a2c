import Facts

/// Collects samples into segments: each begins with a keyframe that nothing before it is needed for, four seconds or more
/// after the one before (design, "HLS").
struct SegmentBuilder {
  /// One segment's worth, ready to be written.
  struct Segment {
    var videoTime: Int64
    var video: [Sample]
    var videoBytes: SegmentStore.Bytes
    var audioTime: Int64
    var audio: [Sample]
    var audioBytes: [UInt8]
  }

  /// Bytes of closed segments that may wait for their audio, and of audio that may wait for its video.
  private static let patience = 256 << 20
  /// Bytes of audio that may wait for their video.
  private static let audioLimit = 24 << 20
  /// A little less than four seconds, since some containers round times.
  private static let target = (numerator: Int64(395), denominator: Int64(100))
  /// Keyframes further apart make segments that players wait for (contracts/playback.md, consequence 3).
  private static let longest: Int64 = 12

  private let videoScale: Int64
  private let audioScale: Int64?

  let store: SegmentStore
  private var open = SampleRun()
  private var openBytes = SegmentStore.Bytes()
  private var closed: [(run: SampleRun, bytes: SegmentStore.Bytes, end: Int64)] = []
  private var closedBytes = 0
  private var audio = SampleRun()
  private var audioBytes: [UInt8] = []
  /// Bytes at the head of `audioBytes` that are written already.
  private var audioTaken = 0
  private var audioEnded: Bool
  /// Decode time of the last keyframe.
  private var lastSync: Int64?
  /// Presentation of the open segment's first sample.
  private var openShown: Int64 = 0

  init(videoScale: Int64, audioScale: Int64?, store: SegmentStore) {
    self.videoScale = videoScale
    self.audioScale = audioScale
    self.store = store
    audioEnded = audioScale == nil
  }

  // MARK: In

  mutating func video(
    decode: Int64, offset: Int64, duration: Int64, isSync: Bool, isShown: Bool, _ data: borrowing Span<UInt8>
  ) throws(MediaFailure) {
    if isSync {
      if let lastSync, decode - lastSync > Self.longest * videoScale { throw Self.tooFarApart }
      lastSync = decode
      if !open.samples.isEmpty, (decode - open.time) * Self.target.denominator >= Self.target.numerator * videoScale {
        try closeVideo(at: decode)
      }
    } else if let lastSync, decode - lastSync > Self.longest * videoScale {
      throw Self.tooFarApart
    }
    if open.samples.isEmpty {
      guard isSync else { throw MediaFailure(.mustEncode, "its first frame is no IDR keyframe") }
      openShown = decode + offset
    } else if decode + offset < openShown {
      // A player that begins at this segment would lack what such a frame refers to.
      throw MediaFailure(.mustEncode, "a frame is shown before the keyframe that it follows (open GOP)")
    }
    try open.append(decode, duration: duration, offset: offset, size: data.count, isSync: isSync, isShown: isShown)
    try store.append(data, to: &openBytes)
  }

  mutating func audio(
    decode: Int64, duration: Int64, isShown: Bool, _ data: borrowing Span<UInt8>
  ) throws(MediaFailure) {
    guard audioBytes.count - audioTaken + data.count <= Self.audioLimit else {
      throw MediaFailure(.mustRemux, "its audio lies too far from the pictures that it belongs to")
    }
    try audio.append(decode, duration: duration, offset: 0, size: data.count, isSync: true, isShown: isShown)
    unsafe data.withUnsafeBufferPointer { unsafe audioBytes.append(contentsOf: $0) }
  }

  mutating func finish() throws(MediaFailure) {
    try audio.close(at: audio.end)
    audioEnded = true
    if !open.samples.isEmpty { try closeVideo(at: open.end) }
  }

  private mutating func closeVideo(at time: Int64) throws(MediaFailure) {
    try open.close(at: time)
    closedBytes += openBytes.count
    closed.append((open, openBytes, time))
    open = SampleRun()
    openBytes = SegmentStore.Bytes()
  }

  private static let tooFarApart = MediaFailure(.mustEncode, "its keyframes are more than \(longest) seconds apart")

  // MARK: Out

  /// The next segment whose audio has arrived, or that cannot wait longer; nil where more has to be read first.
  ///
  /// - Parameter timing: how the two tracks lie to each other, asked for where a segment is complete.
  mutating func next(_ timing: () -> (video: TrackTiming, audio: TrackTiming)) throws(MediaFailure) -> Segment? {
    guard let first = closed.first else { return nil }
    // In audio ticks; the last segment takes all that is left.
    let isLast = audioEnded && closed.count == 1 && open.samples.isEmpty
    let end = isLast ? Int64.max : audioEnd(first.end, timing())
    let hasAudio = audioEnded || (!audio.samples.isEmpty && audio.last >= end)
    guard hasAudio || closedBytes > Self.patience else { return nil }
    closed.removeFirst()
    closedBytes -= first.bytes.count
    // Whole frames that begin before `end`; the very last one, whose length is not known yet, waits.
    let available = audioEnded ? audio.samples.count : max(0, audio.samples.count - 1)
    var count = 0
    var time = audio.time
    let audioTime = time
    while count < available, time < end {
      time += Int64(audio.samples[count].duration)
      count += 1
    }
    let taken = audio.take(count)
    let bytes = Array(audioBytes[audioTaken..<audioTaken + taken.bytes])
    audioTaken += taken.bytes
    if audioTaken > 1 << 20 {
      audioBytes.removeFirst(audioTaken)
      audioTaken = 0
    }
    return Segment(
      videoTime: first.run.time, video: first.run.samples, videoBytes: first.bytes, audioTime: audioTime,
      audio: taken.samples, audioBytes: bytes)
  }

  /// The decode time of audio that is shown when the video of decode time `time` is.
  private func audioEnd(_ time: Int64, _ timing: (video: TrackTiming, audio: TrackTiming)) -> Int64 {
    guard let audioScale else { return 0 }
    let shown = time - timing.video.mediaTime + timing.video.lateness
    return rescale(shown, audioScale, videoScale) + timing.audio.mediaTime - timing.audio.lateness
  }

  // MARK: Foresight

  /// Where segments begin among keyframes at these decode times.
  static func segmentStarts(syncs: some Sequence<Int64>, scale: Int64) -> [Int64] {
    var starts: [Int64] = []
    for time in syncs {
      if let last = starts.last, (time &- last) &* target.denominator < target.numerator * scale { continue }
      starts.append(time)
    }
    return starts
  }
}
