import Diagnostics
public import Facts

/// Decides what is made of a source: what is taken over as it is, and what `ffmpeg` has to do. Nothing is read or run.
///
/// The rules of `auto`: H.264 8-bit 4:2:0 with AAC is copied. AV1 and VP9 with AAC, Opus or FLAC are copied and get one
/// H.264/AAC rendition beside them, since older Safari plays only that. Other sound becomes AAC beside a copied picture.
/// Anything else is encoded to H.264/AAC at its own size, at most 1080p. What is larger than 480p gets a small picture of 480p
/// as well, for phones and thin lines. A source without pictures is published as sound alone (``SoundPlan``).
public enum RenditionPlanner {
  /// - Parameter path: how the user knows the source, for diagnostics.
  public static func plan(
    _ probe: ProbeReport, _ request: RenditionRequest, _ settings: EncodeSettings = EncodeSettings(), path: String
  ) -> PlanOutcome {
    guard let draft = PlanDraft(probe, settings, path: path) else {
      return SoundPlan.outcome(probe, request, path: path) ?? .refused(.nothingToPlay(path))
    }
    return draft.outcome(request)
  }
}

/// One source while its plan is made.
struct PlanDraft {
  /// `auto` encodes nothing larger: browsers on phones and old machines stumble over more.
  private static let largestAuto = 1080
  /// The second rendition of `auto`.
  private static let smallAuto = 480

  let probe: ProbeReport
  let settings: EncodeSettings
  let path: String
  let streams: StreamChoice
  let size: PictureSize
  let verdict: Copyability

  /// Where the source's own beginning lies on the video's timeline, in microseconds.
  var origin: Int64 { streams.origin }
  /// Pictures a second of what is encoded at the source's size.
  var rate: Rate { RateControl.frameRate(streams.video.frameRate, cap: settings.frameRate) }

  init?(_ probe: ProbeReport, _ settings: EncodeSettings, path: String) {
    guard let streams = StreamChoice(probe) else { return nil }
    self.probe = probe
    self.settings = settings
    self.path = path
    self.streams = streams
    size = PictureSize(shown: streams.video)
    verdict = Copyability.ofPicture(streams.video)
  }

  func outcome(_ request: RenditionRequest) -> PlanOutcome {
    switch request {
    case .copy: copyOnly()
    case .auto: planned(automatic)
    case .list(let names): planned(names)
    }
  }

  /// H.264 at the source's size, or as large as is encoded, and a small one.
  private var automatic: [RenditionName] {
    let own = size.shortSide
    let main = verdict == .asIs(.h264) ? own : min(own, Self.largestAuto)
    return [RenditionName(main)] + (main > Self.smallAuto ? [RenditionName(Self.smallAuto)] : [])
  }

  // MARK: `renditions: copy`

  private func copyOnly() -> PlanOutcome {
    switch verdict {
    case .mustEncode(let reason): return .refused(.cannotCopyPicture(path, because: reason))
    case .asIs(let codec):
      if let audio = streams.audio, !Copyability.soundStays(audio, beside: codec, lenient: true) {
        return .refused(.cannotCopySound(path, codec: CodecNames.shown(audio.codec)))
      }
      let notes = [limitsOfCopy(codec)].compactMap { $0 }
      return .planned(plan([copied(codec, lenient: true)], notes))
    }
  }

  private func limitsOfCopy(_ codec: RenditionFacts.Codec) -> Diagnostic? {
    switch codec {
    case .av1:
      return .copyPlaysNotEverywhere(
        path, what: "AV1", who: "Safari on devices without an AV1 decoder, and older browsers")
    case .vp9:
      return .copyPlaysNotEverywhere(path, what: "VP9 in MP4", who: "older Safari")
    case .h264:
      guard let audio = streams.audio, audio.codec != "aac" else { return nil }
      return .copyPlaysNotEverywhere(path, what: "\(CodecNames.shown(audio.codec)) sound in MP4", who: "older Safari")
    }
  }

  // MARK: `renditions: auto` and a list

  /// Short sides above the source's are left out, and where none is left its own is taken.
  private func planned(_ asked: [RenditionName]) -> PlanOutcome {
    let own = size.shortSide
    var names = Set(asked.filter { $0.shortSide > 0 && $0.shortSide <= own })
    var notes: [Diagnostic] = []
    if names.isEmpty {
      names = Set(asked.map { RenditionName(own, $0.codec) })
      notes.append(.everyHeightAboveSource(path, own: own))
    }
    // What browsers share is published as it is beside the H.264 of its size.
    if case .asIs(let codec) = verdict, names.contains(RenditionName(own)) {
      names.insert(RenditionName(own, codec))
    }
    let order = names.sorted { a, b in
      if (a.codec == .h264) != (b.codec == .h264) { return a.codec == .h264 }
      return a.shortSide == b.shortSide ? a.codec.rawValue < b.codec.rawValue : a.shortSide > b.shortSide
    }
    var renditions: [PlannedRendition] = []
    for name in order {
      if name.shortSide == own, verdict == .asIs(name.codec) {
        let copy = copied(name.codec, lenient: false)
        notes += soundNotes(copy)
        renditions.append(copy)
      } else {
        let encoded = encoded(name)
        notes.append(
          .encodes(path, name: encoded.name.text, to: encoded.codecName, because: reasonToEncode(name, asked)))
        renditions.append(encoded)
      }
    }
    return .planned(plan(renditions, notes))
  }

  private func plan(_ renditions: [PlannedRendition], _ notes: [Diagnostic]) -> RenditionPlan {
    RenditionPlan(
      video: streams.video, audio: streams.audio, sounds: probe.streams.filter(\.isSound),
      renditions: renditions, notes: notes, rate: rate, origin: origin,
      duration: max(probe.duration + origin / 1000, 0), container: probe.container)
  }

  private func reasonToEncode(_ name: RenditionName, _ asked: [RenditionName]) -> String {
    if asked == automatic, name.shortSide == Self.smallAuto, size.shortSide > Self.smallAuto {
      return "phones and thin lines need a smaller picture"
    }
    if name.shortSide != size.shortSide, asked != automatic { return "`renditions` asks for it" }
    return switch verdict {
    case .mustEncode(let reason): reason
    case .asIs(let codec) where codec == name.codec || codec == .h264: "`renditions` asks for it"
    case .asIs: "older Safari does not play its \(CodecNames.shown(streams.video.codec)), which is published beside it"
    }
  }

  private func soundNotes(_ rendition: PlannedRendition) -> [Diagnostic] {
    guard case .remux(let remux) = rendition.step, remux.encodesAudio, let audio = streams.audio else { return [] }
    let codec = CodecNames.shown(audio.codec) + (audio.channels > 2 ? " of \(audio.channels) channels" : "")
    return [.encodesSound(path, name: rendition.name.text, codec: codec)]
  }
}

extension PlannedRendition {
  fileprivate var codecName: String { name.codec == .av1 ? "AV1" : "H.264" }
}
