import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Hashing

/// One video from its source to published media and facts: look, probe, plan, package or encode, pictures.
///
/// Files are made in the media's `.incoming` folder and renamed when they are whole, so a build that is killed leaves no
/// half-written file under a final name.
struct MediaPass {
  let job: MediaJob
  let phase: MediaPhase
  let program: MediaProgram
  /// Of the source, as soon as it is known.
  var digest: Digest256?
  /// No other worker has these bytes in hand.
  var isAlone = false

  var path: String { job.video.shownPath }
  var needs: MediaNeeds { MediaNeeds(job.video) }

  init(job: MediaJob, phase: MediaPhase, program: MediaProgram) {
    self.job = job
    self.phase = phase
    self.program = program
    digest = job.knownSHA256
  }

  /// - Throws: ``MediaProgram/Gone``, ``MediaFailure``, ``FileError``, ``Refusal``, `EncodeFailure`.
  mutating func run() async throws -> MediaOutcome {
    var outcome = MediaOutcome(number: job.number, readAt: SystemClock.nowInNanoseconds())
    phase.world.show(.started(path: path, step: "look"))
    if digest == nil, await phase.registry.knowsSize(job.status.size) { digest = try await sourceDigest() }
    if try await reuse(&outcome) { return outcome }
    let probe = try await probe()
    let plan = try planned(probe, &outcome)
    guard plan.isTranscoded else {
      try await make(plan, probe, &outcome)
      return outcome
    }
    // What ffmpeg makes is kept by the source's bytes: equal sources wait for each other, and the second finds it made.
    let claimed = try await sourceDigest()
    digest = claimed
    await phase.registry.claim(claimed)
    isAlone = true
    do {
      if try await !reuse(&outcome) { try await make(plan, probe, &outcome) }
    } catch {
      await phase.registry.release(claimed)
      throw error
    }
    await phase.registry.release(claimed)
    return outcome
  }

  func failed(_ error: any Error) -> MediaOutcome {
    phase.world.show(.finished(path: path, step: "failed"))
    return MediaOutcome(number: job.number, diagnostics: [diagnostic(error)])
  }

  func probe() async throws -> ProbeReport {
    switch job.look {
    case .probed(let probe): return probe
    case .failed(let failure): throw failure
    case nil: break
    }
    guard case .probed(let probe) = try await program.ask(.probe(source: job.source)) else { throw MediaProgram.Gone() }
    return probe
  }

  /// Of the source: what is known already, or read now.
  func sourceDigest() async throws -> Digest256 {
    if let digest { return digest }
    let source = job.source
    return try await BlockingWork.run { () throws(FileError) in try SourceDigest.sha256(source) }
  }

  /// What is made of a source.
  private enum Plan {
    case films(RenditionPlan)
    case sound(SoundPlan)

    /// Is the `ffmpeg` command needed?
    var isTranscoded: Bool {
      switch self {
      case .films(let plan): plan.renditions.contains(where: \.isTranscoded)
      case .sound(let plan): plan.isTranscoded
      }
    }
  }

  private func planned(_ probe: ProbeReport, _ outcome: inout MediaOutcome) throws -> Plan {
    switch RenditionPlanner.plan(probe, job.video.renditions.request, phase.encoding, path: path) {
    case .refused(let diagnostic): throw Refusal(diagnostic: diagnostic)
    case .planned(let plan):
      outcome.diagnostics += plan.notes
      return .films(plan)
    case .sound(let plan):
      outcome.diagnostics += plan.notes
      return .sound(plan)
    }
  }

  private func make(_ plan: Plan, _ probe: ProbeReport, _ outcome: inout MediaOutcome) async throws {
    try Files.makeFolder(phase.paths.incoming)
    switch plan {
    case .films(let plan): try await make(plan, probe, &outcome)
    case .sound(let plan): try await make(plan, probe, &outcome)
    }
  }

  private func make(_ plan: RenditionPlan, _ probe: ProbeReport, _ outcome: inout MediaOutcome) async throws {
    let captions = CaptionPass(job: job, phase: phase)
    async let captionsWork = captions.run(probe)
    // Packaging keeps the disk and the hashes busy, pictures a decoder: side by side where they can be.
    let source = try await pictureSourceAhead(plan, probe)
    let picturePass = PicturePass(job: job, phase: phase)
    async let picturesWork = picturePass.runAhead(source)
    let (films, intermediates) = try await makeRenditions(plan, probe, &outcome)
    let sounds = try await makeSounds(of: films, probe, &outcome)
    let picturesMade = try await pictures(of: films, ahead: source, picturesWork)
    try await finish(films + sounds.made, picturesMade, try await captionsWork, probe, &outcome)
    for file in intermediates + sounds.intermediates { try Files.remove(file) }
  }

  private func make(_ plan: SoundPlan, _ probe: ProbeReport, _ outcome: inout MediaOutcome) async throws {
    let captions = CaptionPass(job: job, phase: phase)
    async let captionsWork = captions.run(probe)
    let (sounds, intermediates) = try await makeSounds(alone: plan, probe, &outcome)
    guard let main = sounds.first, let file = file(of: main) else { throw MediaProgram.Gone() }
    let picturesMade = try await pictures(of: main.facts, file: file, cover: plan.cover)
    try await finish(sounds, picturesMade, try await captionsWork, probe, &outcome)
    for file in intermediates { try Files.remove(file) }
  }

  private func finish(
    _ made: [MadeRendition], _ pictures: PicturePass.Made, _ captions: CaptionPass.Made, _ probe: ProbeReport,
    _ outcome: inout MediaOutcome
  ) async throws {
    try checkUnchanged()
    let facts = try await publish(made, pictures, captions, probe, &outcome)
    await phase.registry.add(facts, of: job.video.contentPath)
    outcome.facts = facts
    outcome.isPackaged = made.contains { $0.incoming != nil }
    phase.world.show(.finished(path: path, step: made.map(\.facts.name).joined(separator: ", ")))
  }
}

extension RenditionPolicy {
  var request: RenditionRequest {
    switch self {
    case .auto: .auto
    case .copy: .copy
    case .list(let names): .list(names)
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
