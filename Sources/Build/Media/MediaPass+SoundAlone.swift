import Catalog
import Diagnostics
import Encode
import Facts
import Files

/// A source that has sound and no picture but a cover.
extension MediaPass {
  /// - Returns: the main sound first; and files of the work folder that are not needed once the video is published.
  func makeSounds(
    alone plan: SoundPlan, _ probe: ProbeReport, _ outcome: inout MediaOutcome
  ) async throws -> (made: [MadeRendition], intermediates: [String]) {
    var intermediates: [String] = []
    let main = try await mainSound(plan, &outcome, &intermediates)
    let others = try await makeOthers(
      beside: plan.audio, like: main.facts.codecs, origin: plan.origin, in: main, probe, &outcome)
    return ([main] + others.made, intermediates + others.intermediates)
  }

  /// What packaging refuses as it is goes through `ffmpeg`: copied there, then encoded.
  private func mainSound(
    _ plan: SoundPlan, _ outcome: inout MediaOutcome, _ intermediates: inout [String]
  ) async throws -> MadeRendition {
    let (name, track) = (RenditionFacts.mainSound, TrackFacts(plan.audio))
    if let recorded = await recorded(where: {
      $0.name == name && $0.codec == nil && $0.track == track && $0.isCopy == plan.sound.isCopy
    }) {
      return recorded
    }
    var current = plan.sound
    while true {
      do {
        return try await make(
          current, name, track, duration: plan.duration, source: digest, hashSource: digest == nil, &intermediates)
      } catch let failure as MediaFailure where failure.code == .mustRemux || failure.code == .mustEncode {
        if failure.code == .mustRemux, let remuxed = current.remuxed {
          current = remuxed
        } else {
          current = try encoded(current, because: failure.detail, or: failure, &outcome)
        }
      } catch let failure as EncodeFailure where failure.isOfTheSource && current.isCopy {
        let reason = failure.diagnostic.note ?? failure.diagnostic.message
        current = try encoded(current, because: reason, or: failure, &outcome)
      }
    }
  }

  /// - Throws: where it is encoded already, `failure`.
  private func encoded(
    _ sound: PlannedSound, because reason: String, or failure: any Error, _ outcome: inout MediaOutcome
  ) throws -> PlannedSound {
    guard let encoded = sound.encoded else { throw failure }
    if neverEncodes { throw Refusal(diagnostic: .cannotCopyPicture(path, because: reason)) }
    outcome.diagnostics.append(
      .encodes(path, name: RenditionFacts.mainSound, to: "AAC", because: reason))
    return encoded
  }

  // MARK: Pictures

  /// - Parameters:
  ///   - file: absolute path of the packaged sound.
  ///   - cover: the stream of the source that is one.
  func pictures(of sound: RenditionFacts, file: String, cover: Int?) async throws -> PicturePass.Made {
    try await PicturePass(job: job, phase: phase).run(
      SoundSource(file: file, duration: sound.duration, source: job.source, cover: cover))
  }
}
