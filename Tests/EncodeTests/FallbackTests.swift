import Diagnostics
import Encode
import Facts
import Testing

/// What follows when packaging refuses.
struct FallbackTests {
  @Test func `a copy that must be remuxed is remuxed, then encoded, then refused`() throws {
    let source = Source(video: .h264(), audio: "aac")
    let plan = try planned(source)
    let remuxed = try instead(.mustRemux, plan.renditions[0], plan, source)
    #expect(remuxed.stepName == "remux")
    let encoded = try instead(.mustRemux, remuxed, plan, source)
    #expect(encoded.stepName == "encode")
    #expect(encoded.name.text == "720p")
    #expect(encoded.recipe.hasSuffix("audio 1 copy"))
    let again = try instead(.mustEncode, encoded, plan, source)
    #expect(again.recipe.hasSuffix("audio 1 aac 160k 2ch 48000"))
    guard case .refused(let diagnostic) = fallback(.mustEncode, again, plan, source) else { throw Surprise("went on") }
    #expect(diagnostic.id == "packaging-failed")
  }

  @Test func `an AV1 that cannot be copied is left out, since its H.264 is there`() throws {
    let source = Source(video: Picture(codec: "av1"), audio: "opus")
    let plan = try planned(source)
    guard case .without(let note) = fallback(.mustEncode, plan.renditions[2], plan, source) else {
      throw Surprise("not left out")
    }
    #expect(note.id == "rendition-left-out")
  }

  @Test func `under copy nothing is encoded`() throws {
    let source = Source(video: .h264(), audio: "aac")
    let plan = try planned(source, .copy)
    guard case .refused(let diagnostic) = fallback(.mustEncode, plan.renditions[0], plan, source, .copy) else {
      throw Surprise("went on")
    }
    #expect(diagnostic.id == "cannot-copy")
  }

  private func instead(
    _ code: MediaFailure.Code, _ rendition: PlannedRendition, _ plan: RenditionPlan, _ source: Source
  ) throws -> PlannedRendition {
    guard case .instead(let other, _) = fallback(code, rendition, plan, source) else { throw Surprise("no other way") }
    return other
  }

  private func fallback(
    _ code: MediaFailure.Code, _ rendition: PlannedRendition, _ plan: RenditionPlan, _ source: Source,
    _ request: RenditionRequest = .auto
  ) -> FallbackOutcome {
    RenditionPlanner.fallback(
      after: MediaFailure(code, "its keyframes are no IDR"), of: rendition, in: plan, source.probe, request,
      path: "a.mp4")
  }
}
