import CLibAV
import Facts

/// From packets to samples: checks each one, gives it its times, and hands it to the segments.
final class Intake {
  let videoTrack: TrackDescription
  let audioTrack: TrackDescription?
  var builder: SegmentBuilder

  private let videoIndex: Int
  private let audioIndex: Int?
  private let videoBase: Rate
  private let access: H264Access?
  private let codec: AVCodecID
  private let frameTicks: Int64
  private let nominalRate: Rate
  private let audioFrame: Int64
  private let isOpus: Bool
  private var videoClock: VideoClock
  private var audioClock: AudioClock?

  /// First times of the tracks, in their own ticks.
  private var firstDecode: Int64?
  private var firstShown: Int64?
  private var firstPresent: Int64?
  /// Hidden pictures that an edit list of the source puts before its first shown one.
  private var lead: Lead?
  private var lastSqueezed: Int64?
  private var firstAudio: Int64?
  private var priming: Int64 = 0
  /// Samples before the first shown one, while packets are left out.
  private var hidden: Int64?
  /// No encoder delays by more samples.
  private static let usualPriming: Int64 = 4096
  /// A frame of AAC, which the next one overlaps with.
  private static let neededPriming: Int64 = 1024
  private var isCutInside = false
  private var frames: Int64 = 0
  private var lastDecode: Int64 = 0

  init(
    container: String, video: DemuxedStream, audio: DemuxedStream?, store: SegmentStore
  ) throws(MediaFailure) {
    let base = video.timeBase
    guard base.numerator > 0, base.denominator > 0, base.denominator < 1 << 31 else {
      throw MediaFailure(.damaged, "its video has no time base")
    }
    guard (1...16_384).contains(video.width), (1...16_384).contains(video.height) else {
      throw MediaFailure(.noVideo, "its picture has no size")
    }
    // The others know when a frame is shown, and libavformat guesses the rest.
    let isExact = ["mov", "flv"].contains(container)
    videoIndex = video.index
    audioIndex = audio?.index
    videoBase = base
    let entry = try SampleEntries.entry(for: video)
    videoTrack = TrackDescription(
      id: 1,
      kind: .video(
        .init(
          width: video.width, height: video.height, pixelAspect: video.pixelAspect,
          matrix: video.displayMatrix ?? TrackDescription.identity, rotation: video.rotation)),
      timescale: base.denominator, language: video.tag("language") ?? "und", sampleEntry: entry.box,
      codecs: entry.codecs)
    codec = video.codec
    access = video.codec == AV_CODEC_ID_H264 ? H264Access(avcC: video.extradata) : nil
    nominalRate = video.averageFrameRate.value > 0 ? video.averageFrameRate : video.baseFrameRate
    frameTicks = nominalRate.value > 0 ? Int64(Double(base.denominator) / nominalRate.value) : base.denominator / 25
    videoClock = VideoClock(isExact: isExact, depth: video.reorderDepth)
    if let audio {
      guard (1...768_000).contains(audio.sampleRate), (1...64).contains(audio.channels) else {
        throw MediaFailure(.mustEncode, "its audio has no sample rate")
      }
      let entry = try SampleEntries.entry(for: audio)
      let rate = audio.codec == AV_CODEC_ID_OPUS ? 48_000 : Int64(audio.sampleRate)
      audioTrack = TrackDescription(
        id: 2, kind: .audio(channels: audio.channels, sampleRate: audio.sampleRate), timescale: rate,
        language: audio.tag("language") ?? "und", sampleEntry: entry.box, codecs: entry.codecs)
      audioClock = AudioClock(base: audio.timeBase, sampleRate: rate)
      audioFrame = audio.codec == AV_CODEC_ID_AAC ? Int64(audio.frameSize > 0 ? audio.frameSize : 1024) : 0
      isOpus = audio.codec == AV_CODEC_ID_OPUS
      builder = SegmentBuilder(videoScale: base.denominator, audioScale: rate, store: store)
    } else {
      audioTrack = nil
      audioClock = nil
      audioFrame = 0
      isOpus = false
      builder = SegmentBuilder(videoScale: base.denominator, audioScale: nil, store: store)
    }
  }

  func take(_ packet: borrowing DemuxedPacket) throws(MediaFailure) {
    if packet.count == 0 { return }
    if packet.changesParameters {
      throw MediaFailure(.mustEncode, "its codec parameters change in the middle")
    }
    if packet.stream == videoIndex {
      try takeVideo(packet)
    } else if packet.stream == audioIndex {
      try takeAudio(packet)
    }
  }

  private func takeVideo(_ packet: borrowing DemuxedPacket) throws(MediaFailure) {
    let scale = videoBase.numerator
    let times = try videoClock.times(pts: packet.pts, dts: packet.dts, frameDuration: frameTicks / scale)
    if firstDecode == nil { lead = packet.isDiscarded ? Lead(frameTicks: frameTicks) : nil }
    if packet.isDiscarded, firstShown == nil, times.present >= 0 {
      throw MediaFailure(.mustEncode, "its edit list hides pictures that are not at its start")
    }
    let decode = try squeezed(times.decode, scale)
    let present = try squeezed(times.present, scale)
    if let lastSqueezed, decode <= lastSqueezed {
      throw MediaFailure(.mustEncode, "the hidden pictures before its first edit follow each other too closely")
    }
    lastSqueezed = lead == nil ? nil : decode
    firstPresent = min(firstPresent ?? present, present)
    let start = firstDecode ?? decode
    firstDecode = start
    if !packet.isDiscarded { firstShown = min(firstShown ?? present, present) }
    let isSync = packet.isKey ? try begins(packet) : false
    let duration = packet.duration > 0 ? try sane(packet.duration, times: scale) : frameTicks
    frames += 1
    lastDecode = decode + duration - start
    try packet.withBytes { (bytes: borrowing Span<UInt8>) throws(MediaFailure) -> Void in
      try builder.video(
        decode: decode - start, offset: present - decode, duration: duration, isSync: isSync,
        isShown: !packet.isDiscarded, bytes)
    }
  }

  private func squeezed(_ time: Int64, _ scale: Int64) throws(MediaFailure) -> Int64 {
    let time = try sane(time, times: scale)
    return lead?.squeezed(time) ?? time
  }

  /// Can decoding begin at this keyframe? What containers call a keyframe may be an open GOP's (contracts/playback.md D).
  private func begins(_ packet: borrowing DemuxedPacket) throws(MediaFailure) -> Bool {
    switch codec {
    case AV_CODEC_ID_AV1: return packet.withBytes { Keyframe.isAV1($0) }
    case AV_CODEC_ID_VP9: return packet.withBytes { Keyframe.isVP9($0) }
    default: break
    }
    guard let access else { return true }
    switch packet.withBytes({ access.examine($0) }) {
    case .idr: return true
    case .notIDR: return false
    case .changesParameters: throw MediaFailure(.mustEncode, "its codec parameters change in the middle")
    case .damaged: throw MediaFailure(.damaged, "the keyframe at byte \(packet.position) is no H.264")
    }
  }

  private func takeAudio(_ packet: borrowing DemuxedPacket) throws(MediaFailure) {
    guard var clock = audioClock else { return }
    var duration = audioFrame
    if duration == 0 { duration = clock.samples(packet.duration) }
    if clock.isExact, packet.duration > 0 { duration = packet.duration }
    if isOpus { duration = packet.withBytes { OpusFrame.samples($0) } ?? duration }
    let start = try clock.place(pts: packet.pts, duration: duration)
    audioClock = clock
    if firstAudio == nil {
      if hidden == nil { hidden = packet.skippedSamples }
      // An edit list that begins far inside hides more than a decoder needs for its start.
      if packet.skippedSamples > Self.usualPriming { isCutInside = true }
      if isCutInside, let left = hidden, duration > 0, left - duration >= Self.neededPriming {
        hidden = left - duration
        return
      }
      firstAudio = start
      priming = hidden ?? 0
    }
    let decode = start - (firstAudio ?? start)
    try packet.withBytes { (bytes: borrowing Span<UInt8>) throws(MediaFailure) -> Void in
      try builder.audio(decode: decode, duration: duration, isShown: true, bytes)
    }
  }

  func finish() throws(MediaFailure) {
    guard frames > 0 else { throw MediaFailure(.truncated, "it holds no picture") }
    try builder.finish()
  }

  /// Frames a second: what the container says, else what was counted.
  var frameRate: Rate {
    if nominalRate.numerator > 0, nominalRate.denominator > 0 { return nominalRate }
    return Rate(frames * videoTrack.timescale, max(1, lastDecode))
  }

  /// When the tracks begin, with the earliest shown instant at 0. Known when the first segment is ready.
  func timing() -> (video: TrackTiming, audio: TrackTiming) {
    let videoScale = videoTrack.timescale
    let videoStart = firstShown ?? firstDecode ?? 0
    let firstDecode = firstDecode ?? videoStart
    var video = TrackTiming(
      lateness: 0, mediaTime: videoStart - firstDecode, innerMediaTime: (firstPresent ?? videoStart) - firstDecode)
    guard let audioTrack, let firstAudio else { return (video, TrackTiming()) }
    let audioScale = audioTrack.timescale
    let audioStart = firstAudio + priming
    var audio = TrackTiming(lateness: 0, mediaTime: priming, innerMediaTime: priming)
    // Compared in audio samples, the finer of the two clocks in general.
    let videoStartInSamples = rescale(videoStart, audioScale, videoScale)
    let difference = audioStart - videoStartInSamples
    // Rounded clocks differ by a few milliseconds; ears and eyes do not notice 10.
    if difference > audioScale / 100 {
      audio.lateness = difference
    } else if difference < -audioScale / 100 {
      // The audio begins first: priming that reaches before the picture is skipped, a real lead makes the video late.
      video.lateness = rescale(-difference, videoScale, audioScale)
    }
    return (video, audio)
  }
}
