import Diagnostics
public import Facts

extension RenditionPlanner {
  /// What to do when packaging answered `must-remux` or `must-encode`: what only the packets tell (a keyframe that is
  /// no IDR, timestamps out of order) is known after the plan was made.
  ///
  /// Each answer asks for more than the rendition that failed did, so a loop over it ends: copy, remux, encode, refusal.
  public static func fallback(
    after failure: MediaFailure, of rendition: PlannedRendition, in plan: RenditionPlan, _ probe: ProbeReport,
    _ request: RenditionRequest, _ settings: EncodeSettings = EncodeSettings(), path: String
  ) -> FallbackOutcome {
    let name = rendition.name
    guard failure.code == .mustRemux || failure.code == .mustEncode, let draft = PlanDraft(probe, settings, path: path)
    else {
      return .refused(.packagingFailed(path, name: name.text, detail: failure.detail))
    }
    switch rendition.step {
    case .copy where failure.code == .mustRemux:
      return .instead(draft.remuxed(name, lenient: request == .copy), nil)
    case .copy, .remux:
      if request == .copy { return .refused(.cannotCopyPicture(path, because: failure.detail)) }
      // The H.264 rendition of the same size is in the plan already.
      if name.codec != .h264 {
        return .without(.leavesOut(path, name: name.text, because: failure.detail))
      }
      let note = Diagnostic.encodes(path, name: name.text, because: failure.detail)
      return .instead(draft.encoded(name), note)
    case .encode(let encoding) where encoding.sound?.isEncoded == false:
      // The picture is ours now; what is left of the source is its sound.
      return .instead(draft.encoded(name, encodeSound: true), nil)
    case .encode: break
    }
    return .refused(.packagingFailed(path, name: name.text, detail: failure.detail))
  }
}
