import Diagnostics
public import Facts

extension RenditionPlanner {
  /// What to do when packaging answered `must-remux` or `must-encode`: what only the packets tell (a keyframe that is
  /// no IDR, timestamps out of order) is known after the plan was made.
  ///
  /// Each answer asks for more than the rendition that failed did, so a loop over it ends: copy, remux, encode, refusal.
  public static func fallback(
    after failure: MediaFailure, of rendition: PlannedRendition, in plan: RenditionPlan, _ probe: ProbeReport,
    _ request: RenditionRequest, path: String
  ) -> FallbackOutcome {
    guard failure.code == .mustRemux || failure.code == .mustEncode, let draft = PlanDraft(probe, path: path) else {
      return .refused(.packagingFailed(path, name: rendition.name, detail: failure.detail))
    }
    switch rendition.step {
    case .copy where failure.code == .mustRemux:
      return .instead(draft.remuxed(rendition.name, rendition.codec, lenient: request == .copy), nil)
    case .copy, .remux:
      if request == .copy { return .refused(.cannotCopyPicture(path, because: failure.detail)) }
      // The H.264 rendition of the same size is in the plan already.
      if rendition.codec != .h264 {
        return .without(.leavesOut(path, name: rendition.name, because: failure.detail))
      }
      let note = Diagnostic.encodes(path, name: rendition.name, because: failure.detail)
      return .instead(draft.encoded(shortSide: draft.size.shortSide), note)
    case .encode(let transcode) where transcode.sound == .copy:
      // The picture is ours now; what is left of the source is its sound.
      guard let shortSide = transcode.shortSide else { break }
      return .instead(draft.encoded(shortSide: shortSide, encodeSound: true), nil)
    case .encode: break
    }
    return .refused(.packagingFailed(path, name: rendition.name, detail: failure.detail))
  }
}

extension Transcode {
  /// Of the encoded picture; nil where it is copied.
  fileprivate var shortSide: Int? {
    if case .h264(let settings) = picture { settings.size.shortSide } else { nil }
  }
}
