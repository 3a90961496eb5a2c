import Diagnostics
public import Facts

/// Decides what is made of a source: what is taken over as it is, and what `ffmpeg` has to do. Nothing is read or run.
///
/// The rules: H.264 8-bit 4:2:0 with AAC is copied. AV1 and VP9 with AAC, Opus or FLAC are copied and get one H.264/AAC
/// rendition beside them, since older Safari plays only that. Other sound becomes AAC beside a copied picture. Anything
/// else is encoded once to H.264/AAC at its own size.
public enum RenditionPlanner {
  /// - Parameter path: how the user knows the source, for diagnostics.
  public static func plan(_ probe: ProbeReport, _ request: RenditionRequest, path: String) -> PlanOutcome {
    guard let draft = PlanDraft(probe, path: path) else { return .refused(.nothingToShow(path)) }
    return draft.outcome(request)
  }
}

/// One source while its plan is made.
struct PlanDraft {
  let probe: ProbeReport
  let path: String
  let streams: StreamChoice
  let size: PictureSize
  let verdict: Copyability

  init?(_ probe: ProbeReport, path: String) {
    guard let streams = StreamChoice(probe) else { return nil }
    self.probe = probe
    self.path = path
    self.streams = streams
    size = PictureSize(shown: streams.video)
    verdict = Copyability.ofPicture(streams.video)
  }

  func outcome(_ request: RenditionRequest) -> PlanOutcome {
    switch request {
    case .copy: copyOnly()
    case .auto: planned(heights: [size.shortSide])
    case .heights(let heights): planned(heights: heights)
    }
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

  /// - Parameter heights: short sides; those above the source's are left out, and where none is left its own is taken.
  private func planned(heights: [Int]) -> PlanOutcome {
    let own = size.shortSide
    var wanted = Set(heights.filter { $0 > 0 && $0 <= own }).sorted(by: >)
    var notes: [Diagnostic] = []
    if wanted.isEmpty {
      wanted = [own]
      notes.append(.everyHeightAboveSource(path, own: own))
    }
    var main: [PlannedRendition] = []
    var others: [PlannedRendition] = []
    for height in wanted {
      if height == own, case .asIs(.h264) = verdict {
        let copy = copied(.h264, lenient: false)
        main.append(copy)
        notes += soundNotes(copy)
        continue
      }
      let encoded = encoded(shortSide: height)
      main.append(encoded)
      notes.append(.encodes(path, name: encoded.name, because: reasonToEncode(height)))
      if height == own, case .asIs(let codec) = verdict {
        let copy = copied(codec, lenient: false)
        others.append(copy)
        notes += soundNotes(copy)
      }
    }
    return .planned(plan(main + others, notes))
  }

  private func plan(_ renditions: [PlannedRendition], _ notes: [Diagnostic]) -> RenditionPlan {
    RenditionPlan(
      videoStream: streams.video.index, audioStream: streams.audio?.index, renditions: renditions, notes: notes)
  }

  private func reasonToEncode(_ height: Int) -> String {
    if height != size.shortSide { return "`renditions` asks for this height" }
    return switch verdict {
    case .mustEncode(let reason): reason
    case .asIs: "older Safari does not play its \(CodecNames.shown(streams.video.codec)), which is published beside it"
    }
  }

  private func soundNotes(_ rendition: PlannedRendition) -> [Diagnostic] {
    guard rendition.transcode?.encodesAudio == true, let audio = streams.audio else { return [] }
    return [.encodesSound(path, name: rendition.name, codec: CodecNames.shown(audio.codec))]
  }
}
