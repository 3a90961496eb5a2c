import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing

/// One video from its source to published media and facts: probe, plan, package or encode, pictures.
///
/// Files are made in the media's `.incoming` folder and renamed when they are whole, so a build that is killed leaves no
/// half-written file under a final name.
struct MediaPass {
  let job: MediaJob
  let phase: MediaPhase
  let program: MediaProgram

  var path: String { job.video.shownPath }
  private var needs: MediaNeeds { MediaNeeds(job.video) }

  /// - Throws: ``MediaProgram/Gone``, ``MediaFailure``, ``FileError``, ``Refusal``.
  func run() async throws -> MediaOutcome {
    var outcome = MediaOutcome(number: job.number, readAt: SystemClock.nowInNanoseconds())
    phase.world.show(.started(path: path, step: "look"))
    if let previous = try unchanged() {
      outcome.facts = try await refreshed(previous, &outcome)
      phase.world.show(.finished(path: path, step: "unchanged"))
      return outcome
    }
    let probe = try await probe()
    let plan = try planned(probe, &outcome)
    try Files.makeFolder(phase.paths.incoming)
    let pictures = PicturePass(job: job, phase: phase)
    async let picturesWork = pictures.run(probe)
    var made: [MadeRendition] = []
    for rendition in plan.renditions {
      if let rendition = try await make(rendition, plan, probe, &outcome, isFirst: made.isEmpty) { made.append(rendition) }
    }
    let picturesMade = try await picturesWork
    try checkUnchanged()
    outcome.facts = try publish(made, picturesMade, probe, &outcome)
    outcome.isPackaged = true
    phase.world.show(.finished(path: path, step: made.map(\.facts.name).joined(separator: ", ")))
    return outcome
  }

  func failed(_ error: any Error) -> MediaOutcome {
    phase.world.show(.finished(path: path, step: "failed"))
    return MediaOutcome(number: job.number, diagnostics: [diagnostic(error)])
  }

  private func probe() async throws -> ProbeReport {
    guard case .probed(let probe) = try await program.ask(.probe(source: job.source)) else { throw MediaProgram.Gone() }
    return probe
  }

  private func planned(_ probe: ProbeReport, _ outcome: inout MediaOutcome) throws -> RenditionPlan {
    switch RenditionPlanner.plan(probe, job.video.renditions.request, path: path) {
    case .refused(let diagnostic): throw Refusal(diagnostic: diagnostic)
    case .planned(let plan):
      outcome.diagnostics += plan.notes
      return plan
    }
  }

  // MARK: What an earlier build made

  /// The facts of an earlier build, where the bytes, the renditions asked for and the published files are still the same.
  private func unchanged() throws -> VideoFacts? {
    guard !phase.options.repackage, let previous = job.previous, previous.source.size == job.status.size,
      previous.policy == needs.policy, phase.state.tables(job.video.contentPath) != nil
    else { return nil }
    let sha256 = try job.knownSHA256 ?? SourceDigest.sha256(job.source)
    guard sha256 == previous.source.sha256 else { return nil }
    var media = previous
    if !needs.pictureIsCurrent(previous.pictures) { media.pictures = nil }
    return phase.shelf.complete(media) ? previous : nil
  }

  /// The same media with the picture that is asked for now.
  private func refreshed(_ previous: VideoFacts, _ outcome: inout MediaOutcome) async throws -> VideoFacts {
    if needs.pictureIsCurrent(previous.pictures), phase.shelf.complete(previous) { return previous }
    guard let tables = phase.state.tables(job.video.contentPath) else { return previous }
    var facts = previous
    try Files.makeFolder(phase.paths.incoming)
    let made = try await PicturePass(job: job, phase: phase).run(try await probe())
    try made.publish(into: PathRules.join(phase.paths.media, facts.folder))
    facts.pictures = made.pictures.facts
    outcome.diagnostics += made.pictures.notes
    _ = try phase.state.save(job.video.contentPath, facts, tables)
    return facts
  }
}

extension RenditionPolicy {
  var request: RenditionRequest {
    switch self {
    case .auto: .auto
    case .copy: .copy
    case .heights(let heights): .heights(heights)
    }
  }
}

/// The digest of a file of any size, in parts.
enum SourceDigest {
  static func sha256(_ path: String) throws(FileError) -> Digest256 {
    var hasher = SHA256()
    try Files.readParts(of: path) { hasher.update($0) }
    return hasher.finalize()
  }
}
