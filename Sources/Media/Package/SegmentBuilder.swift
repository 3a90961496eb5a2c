import Facts

/// One segment's worth, ready to be written.
struct Segment {
  var videoTime: Int64 = 0
  var video: [Sample] = []
  var videoBytes = SegmentStore.Bytes()
  var audioTime: Int64 = 0
  var audio: [Sample] = []
  var audioBytes: [UInt8] = []
}

/// Collects samples into segments: each begins with a keyframe that nothing before it is needed for, at a cut that was
/// planned, or else four seconds or more after the one before (design, "HLS").
struct SegmentBuilder {
  /// Bytes of closed segments that may wait for their audio.
  private static let patience = 256 << 20
  /// A little less than four seconds, since some containers round times.
  private static let target = (numerator: Int64(395), denominator: Int64(100))
  /// Keyframes further apart make segments that players wait for (contracts/playback.md, consequence 3).
  private static let longest: Int64 = 12

  private let videoScale: Int64
  private let audioScale: Int64?
  private var cuts: SegmentCuts?

  private let store: SegmentStore
  private var open = SampleRun()
  private var openBytes = SegmentStore.Bytes()
  /// `end` is when the first picture of the next one is shown.
  private var closed: [(run: SampleRun, bytes: SegmentStore.Bytes, end: Int64)] = []
  private var closedBytes = 0
  private var videoHasEnded = false
  /// Decode time of the last keyframe.
  private var lastSync: Int64?
  /// Presentation of the open segment's first sample.
  private var openShown: Int64 = 0

  init(videoScale: Int64, audioScale: Int64?, cuts: SegmentCuts?, store: SegmentStore) {
    self.videoScale = videoScale
    self.audioScale = audioScale
    self.cuts = cuts
    self.store = store
  }

  // MARK: In

  mutating func video(_ sample: TimedSample, _ data: borrowing Span<UInt8>) throws(MediaFailure) {
    let begins = cuts == nil ? try begins(at: sample) : try cuts?.begins(at: sample) ?? false
    let shown = sample.decode + sample.offset
    if begins, !open.samples.isEmpty { try closeVideo(at: sample.decode, shown: shown) }
    if open.samples.isEmpty {
      guard sample.isSync else { throw MediaFailure(.mustEncode, "its first frame is no IDR keyframe") }
      openShown = shown
    } else if shown < openShown {
      // A player that begins at this segment would lack what such a frame refers to.
      throw MediaFailure(.mustEncode, "a frame is shown before the keyframe that it follows (open GOP)")
    }
    try open.append(
      sample.decode, duration: sample.duration, offset: sample.offset, size: data.count, isSync: sample.isSync,
      isShown: sample.isShown)
    try store.append(data, to: &openBytes)
  }

  /// Is this a keyframe far enough from the one that the open segment began with?
  private mutating func begins(at sample: TimedSample) throws(MediaFailure) -> Bool {
    if let lastSync, sample.decode - lastSync > Self.longest * videoScale {
      throw MediaFailure(.mustEncode, "its keyframes are more than \(Self.longest) seconds apart")
    }
    guard sample.isSync else { return false }
    lastSync = sample.decode
    return (sample.decode - open.time) * Self.target.denominator >= Self.target.numerator * videoScale
  }

  mutating func endVideo() throws(MediaFailure) {
    videoHasEnded = true
    if !open.samples.isEmpty { try closeVideo(at: open.end, shown: open.end) }
  }

  /// - Parameters:
  ///   - time: decode time of the next segment's first picture.
  ///   - shown: when that picture is shown.
  private mutating func closeVideo(at time: Int64, shown: Int64) throws(MediaFailure) {
    try open.close(at: time)
    closedBytes += openBytes.count
    closed.append((open, openBytes, shown))
    open = SampleRun()
    openBytes = SegmentStore.Bytes()
  }

  // MARK: Out

  /// Pictures of a whole segment are there, and only sound can be missing.
  var holdsWhole: Bool { !closed.isEmpty }

  /// The next segment whose audio has arrived, or that cannot wait longer; nil where more has to be read first.
  ///
  /// - Parameters:
  ///   - sound: what is heard with the pictures is taken from it.
  ///   - timing: how the two tracks lie to each other, asked for where a segment is complete.
  mutating func next(_ sound: inout SoundQueue, _ timing: () -> Timing) -> Segment? {
    guard let first = closed.first else { return nil }
    // In audio ticks; the last segment takes all that is left.
    let isLast = videoHasEnded && closed.count == 1
    let end = isLast ? Int64.max : audioEnd(first.end, timing())
    guard sound.reaches(end) || closedBytes > Self.patience && !isLast else { return nil }
    closed.removeFirst()
    closedBytes -= first.bytes.count
    let taken = sound.take(until: end)
    return Segment(
      videoTime: first.run.time, video: first.run.samples, videoBytes: first.bytes, audioTime: taken.time,
      audio: taken.samples, audioBytes: taken.bytes)
  }

  /// The decode time of audio that is heard when the picture is shown whose presentation is `time`. By presentation, since
  /// renditions that hold their pictures back for different times would else cut their sound at different places, and whoever
  /// changes from one to another would lack what lies between.
  private func audioEnd(_ time: Int64, _ timing: Timing) -> Int64 {
    guard let audioScale else { return 0 }
    let heard = time - timing.video.mediaTime + timing.video.lateness
    return rescale(heard, audioScale, videoScale) + timing.audio.mediaTime - timing.audio.lateness
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
