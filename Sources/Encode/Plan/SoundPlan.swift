public import Diagnostics
public import Facts

/// What becomes of a source that has sound and no picture but a cover: its sound is published alone. No film of a still
/// picture is made of it: that would be larger, and show no more than the poster.
public struct SoundPlan: Sendable, Hashable {
  /// The stream of the source that is published first.
  public var audio: StreamReport
  public var sound: PlannedSound
  /// Every sound of the source.
  var sounds: [StreamReport]
  /// What is encoded and why, and who cannot play what is not.
  public var notes: [Diagnostic]
  /// Where the source's own beginning lies on the timeline, whose 0 is the first sound, in microseconds: 0 or less.
  public var origin: Int64 { -audio.start }
  /// In milliseconds; 0 where the container does not say.
  public var duration: Int64
  /// The stream that is an attached cover; nil where there is none.
  public var cover: Int?
}

extension SoundPlan {
  /// Is the `ffmpeg` command needed before the sound is packaged?
  public var isTranscoded: Bool { if case .copy = sound.step { false } else { true } }

  /// nil where there is no sound either.
  static func outcome(_ probe: ProbeReport, _ request: RenditionRequest, path: String) -> PlanOutcome? {
    guard let audio = StreamChoice.sound(of: probe) else { return nil }
    let codec = CodecNames.shown(audio.codec)
    guard let sound = PlannedSound(alone: audio, encodes: request != .copy) else {
      return .refused(.cannotCopySound(path, codec: codec))
    }
    var notes: [Diagnostic] = []
    switch request {
    case .auto: break
    case .list: notes.append(.heightsOfSound(path))
    case .copy where audio.codec != "aac":
      notes.append(
        .copyPlaysNotEverywhere(
          path, what: "\(codec) sound in MP4", who: "older Safari", added: "and it is encoded to AAC"))
    case .copy: break
    }
    if !sound.isCopy {
      notes.append(
        .encodesSoundAlone(path, codec: codec + (audio.channels > 2 ? " of \(audio.channels) channels" : "")))
    }
    return .sound(
      SoundPlan(
        audio: audio, sound: sound, sounds: probe.streams.filter(\.isSound), notes: notes, duration: probe.duration,
        cover: cover(of: probe)))
  }

  /// The first attached picture: taggers put the front before all others.
  public static func cover(of probe: ProbeReport) -> Int? { probe.streams.first { $0.kind == .picture }?.index }
}
