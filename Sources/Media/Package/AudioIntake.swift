import CLibAV
import Facts

/// From packets of sound to samples: checks each one and gives it its time, to the sample.
final class AudioIntake {
  let track: TrackDescription

  private var clock: AudioClock
  /// Samples in a packet where all have as many, else 0.
  private let frame: Int64
  private let isOpus: Bool

  /// In samples.
  private(set) var first: Int64?
  /// Samples from `first` on that an encoder put before the sound.
  private(set) var priming: Int64 = 0
  /// Samples before the first shown one, while packets are left out.
  private var hidden: Int64?
  private var isCutInside = false
  /// No encoder delays by more samples.
  private static let usualPriming: Int64 = 4096
  /// A frame of AAC, which the next one overlaps with.
  private static let neededPriming: Int64 = 1024

  /// - Parameter id: of the track in our file.
  init(_ stream: DemuxedStream, id: Int) throws(MediaFailure) {
    guard (1...768_000).contains(stream.sampleRate), (1...64).contains(stream.channels) else {
      throw MediaFailure(.mustEncode, "its audio has no sample rate")
    }
    let entry = try SampleEntries.entry(for: stream)
    isOpus = stream.codec == AV_CODEC_ID_OPUS
    let rate = isOpus ? 48_000 : Int64(stream.sampleRate)
    track = TrackDescription(
      id: id, kind: .audio(channels: stream.channels, sampleRate: stream.sampleRate), timescale: rate,
      language: stream.tag("language") ?? "und", sampleEntry: entry.box, codecs: entry.codecs)
    clock = AudioClock(base: stream.timeBase, sampleRate: rate)
    frame = stream.codec == AV_CODEC_ID_AAC ? Int64(stream.frameSize > 0 ? stream.frameSize : 1024) : 0
  }

  /// nil where nothing needs the packet: an edit list begins far behind it.
  func take(_ packet: borrowing DemuxedPacket) throws(MediaFailure) -> TimedSample? {
    var duration = frame
    if duration == 0 { duration = clock.samples(packet.duration) }
    if clock.isExact, packet.duration > 0 { duration = packet.duration }
    if isOpus { duration = packet.withBytes { OpusFrame.samples($0) } ?? duration }
    let start = try clock.place(pts: packet.pts, duration: duration)
    if first == nil {
      if hidden == nil { hidden = packet.skippedSamples }
      // An edit list that begins far inside hides more than a decoder needs for its start.
      if packet.skippedSamples > Self.usualPriming { isCutInside = true }
      if isCutInside, let left = hidden, duration > 0, left - duration >= Self.neededPriming {
        hidden = left - duration
        return nil
      }
      first = start
      priming = hidden ?? 0
    }
    return TimedSample(
      decode: start - (first ?? start), offset: 0, duration: duration, present: start, isSync: true, isShown: true)
  }
}
