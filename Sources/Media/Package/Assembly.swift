import Facts

/// The way from packets to the file: each becomes a sample, samples become segments, and these are written as soon as they
/// are whole.
final class Assembly {
  private let video: VideoIntake?
  private let audio: AudioIntake?
  /// Where the file starts that sound alone comes from, in microseconds; nil where it begins with its first sample.
  private let origin: Int64?
  private let writer: MovieWriter
  private var pictures: SegmentBuilder?
  private var sound: SoundQueue

  /// At least one intake is given.
  ///
  /// - Parameters:
  ///   - cuts: where segments begin; nil where the keyframes decide.
  ///   - inputSize: of all that is read, in bytes.
  init(
    _ output: String, video: VideoIntake?, audio: AudioIntake?, origin: Int64? = nil, cuts: SegmentCuts? = nil,
    foresight: Foresight? = nil, inputSize: Int64
  ) {
    let store = SegmentStore(path: output + ".scratch")
    self.video = video
    self.audio = audio
    self.origin = origin
    writer = MovieWriter(
      output, video: video?.track, audio: audio?.track, foresight: foresight, inputSize: inputSize, store: store)
    pictures = video.map {
      SegmentBuilder(videoScale: $0.track.timescale, audioScale: audio?.track.timescale, cuts: cuts, store: store)
    }
    sound = SoundQueue(isAbsent: audio == nil)
  }

  // MARK: In

  /// - Parameter shift: what is added to the packet's times, in ticks of its time base.
  func takeVideo(_ packet: borrowing DemuxedPacket, shift: Int64 = 0) throws(MediaFailure) {
    guard let video, try Self.hasContent(packet) else { return }
    let sample = try video.take(packet, shift: shift)
    try packet.withBytes { (bytes: borrowing Span<UInt8>) throws(MediaFailure) -> Void in
      try pictures?.video(sample, bytes)
    }
  }

  func takeAudio(_ packet: borrowing DemuxedPacket) throws(MediaFailure) {
    guard let audio, try Self.hasContent(packet), let sample = try audio.take(packet) else { return }
    try packet.withBytes { (bytes: borrowing Span<UInt8>) throws(MediaFailure) -> Void in
      try sound.append(sample, bytes)
    }
  }

  private static func hasContent(_ packet: borrowing DemuxedPacket) throws(MediaFailure) -> Bool {
    if packet.count > 0, packet.changesParameters {
      throw MediaFailure(.mustEncode, "its codec parameters change in the middle")
    }
    return packet.count > 0
  }

  func endVideo() throws(MediaFailure) {
    if let video, video.frames == 0 { throw MediaFailure(.truncated, "it holds no picture") }
    try pictures?.endVideo()
  }

  func endAudio() throws(MediaFailure) {
    if video == nil, audio?.first == nil { throw MediaFailure(.truncated, "it holds no sound") }
    try sound.end()
  }

  // MARK: Out

  /// No segment can be written before more sound has come.
  var waitsForSound: Bool { !sound.hasEnded && pictures?.holdsWhole ?? true }

  /// Writes the segments that are whole.
  func write() throws(MediaFailure) {
    while let segment = next() { try writer.write(segment, timing()) }
  }

  private func next() -> Segment? {
    if pictures != nil { return pictures?.next(&sound, timing) }
    return audio.flatMap { SoundSegments(scale: $0.track.timescale).next(&sound, timing().audio) }
  }

  /// - Parameter alive: called now and then while the result is read again.
  func close(frameRate: Rate, alive: () -> Void) throws(MediaFailure) -> MovieWriter {
    try writer.close(alive: alive)
    writer.frameRate = frameRate
    return writer
  }

  func abandon() { writer.abandon() }

  /// When the tracks begin, with the earliest shown instant at 0. Known when the first segment is ready.
  private func timing() -> Timing {
    guard let video else { return Timing(audio: soundAlone()) }
    let videoScale = video.track.timescale
    let videoStart = video.firstShown ?? video.firstDecode ?? 0
    let firstDecode = video.firstDecode ?? videoStart
    var timing = Timing()
    timing.video.mediaTime = videoStart - firstDecode
    timing.video.innerMediaTime = (video.firstPresent ?? videoStart) - firstDecode
    guard let audio, let first = audio.first else { return timing }
    timing.audio.mediaTime = audio.priming
    timing.audio.innerMediaTime = audio.priming
    let audioScale = audio.track.timescale
    // Compared in audio samples, the finer of the two clocks in general.
    let difference = first + audio.priming - rescale(videoStart, audioScale, videoScale)
    // Rounded clocks differ by a few milliseconds; ears and eyes do not notice 10.
    if difference > audioScale / 100 {
      timing.audio.lateness = difference
    } else if difference < -audioScale / 100 {
      // The audio begins first: priming that reaches before the picture is skipped, a real lead makes the video late.
      timing.video.lateness = rescale(-difference, videoScale, audioScale)
    }
    return timing
  }

  /// Sound alone stays where it lies beside the pictures of other renditions.
  private func soundAlone() -> TrackTiming {
    guard let audio, let first = audio.first else { return TrackTiming() }
    var timing = TrackTiming(lateness: 0, mediaTime: audio.priming, innerMediaTime: audio.priming)
    if let origin {
      let scale = audio.track.timescale
      let difference = first + audio.priming - rescale(origin, scale, 1_000_000)
      if difference > scale / 100 { timing.lateness = difference }
    }
    return timing
  }
}
