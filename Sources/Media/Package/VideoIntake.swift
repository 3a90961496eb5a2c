import CLibAV
import Facts

/// From packets of pictures to samples: checks each one and gives it its times.
final class VideoIntake {
  /// Where decode times come from.
  enum Order {
    /// The container's own, where it tells them (MP4, FLV).
    case ofContainer(String)
    /// From presentation alone: over the seams of parts, since an encoder that gets fewer pictures than it reorders does
    /// not delay them as it does in other parts.
    case ofPresentation
  }

  let track: TrackDescription

  private let base: Rate
  private let access: H264Access?
  private let codec: AVCodecID
  private let frameTicks: Int64
  private let delayTicks: Int64
  private let nominalRate: Rate
  private var clock: VideoClock

  /// First times of the track, in its own ticks.
  private(set) var firstDecode: Int64?
  private(set) var firstShown: Int64?
  private(set) var firstPresent: Int64?
  /// Hidden pictures that an edit list of the source puts before its first shown one.
  private var lead: Lead?
  private var lastSqueezed: Int64?
  /// When the last keyframe is shown that is no IDR picture, until an IDR picture comes.
  private var recovery: Int64?
  private(set) var frames: Int64 = 0
  private var lastDecode: Int64 = 0

  init(_ stream: DemuxedStream, _ order: Order) throws(MediaFailure) {
    let base = stream.timeBase
    guard base.numerator > 0, base.denominator > 0, base.denominator < 1 << 31 else {
      throw MediaFailure(.damaged, "its video has no time base")
    }
    guard (1...16_384).contains(stream.width), (1...16_384).contains(stream.height) else {
      throw MediaFailure(.noVideo, "its picture has no size")
    }
    self.base = base
    track = try TrackDescription(video: stream, timescale: base.denominator)
    codec = stream.codec
    access = stream.codec == AV_CODEC_ID_H264 ? H264Access(avcC: stream.extradata) : nil
    nominalRate = stream.averageFrameRate.value > 0 ? stream.averageFrameRate : stream.baseFrameRate
    let frameTicks =
      nominalRate.value > 0 ? Int64(Double(base.denominator) / nominalRate.value) : base.denominator / 25
    self.frameTicks = frameTicks
    switch order {
    case .ofContainer(let name):
      // The others know when a frame is shown, and libavformat guesses the rest.
      clock = VideoClock(isExact: ["mov", "flv"].contains(name), depth: stream.reorderDepth)
      delayTicks = frameTicks
    case .ofPresentation:
      clock = VideoClock(isExact: false, depth: stream.reorderDepth)
      // A recording of a still screen has seconds between its first pictures: the delay need not be so long.
      delayTicks = min(frameTicks, base.denominator / 25)
    }
  }

  /// - Parameter shift: what is added to the packet's times, in ticks of the time base.
  func take(_ packet: borrowing DemuxedPacket, shift: Int64 = 0) throws(MediaFailure) -> TimedSample {
    let scale = base.numerator
    let shift = try sane(shift)
    let times = try clock.times(
      pts: Self.moved(packet.pts, by: shift), dts: Self.moved(packet.dts, by: shift), frameDuration: delayTicks / scale)
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
    if packet.isKey {
      recovery = isSync ? nil : times.present
    } else if let recovery, times.present < recovery {
      // Chromium enters there after a seek, whatever tables say, and ends at the pictures that need the group before.
      throw MediaFailure(.mustEncode, "its groups of pictures are open, and browsers cannot seek in them")
    }
    let duration = packet.duration > 0 ? try sane(packet.duration, times: scale) : frameTicks
    frames += 1
    lastDecode = decode + duration - start
    return TimedSample(
      decode: decode - start, offset: present - decode, duration: duration, present: present, isSync: isSync,
      isShown: !packet.isDiscarded)
  }

  /// Beyond all bounds where it does not fit, which the clock refuses.
  private static func moved(_ time: Int64?, by shift: Int64) -> Int64? {
    time.map { time in
      let (sum, overflow) = time.addingReportingOverflow(shift)
      return overflow ? .max : sum
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

  /// Frames a second: what the container says, else what was counted.
  var frameRate: Rate {
    if nominalRate.numerator > 0, nominalRate.denominator > 0 { return nominalRate }
    return countedRate
  }

  var countedRate: Rate { Rate(frames * track.timescale, max(1, lastDecode)) }
}
