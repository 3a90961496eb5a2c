import Catalog
import Diagnostics
import Encode
import Facts
import Files
import Synchronization

/// Workers with a `bobine-media` each. The first one looks at every source before any is worked on, so that the cost is known
/// beforehand; its program then goes on working, and what it saw is kept, so that nothing is started or probed twice.
extension MediaPhase {
  var workers: Int { options.jobs ?? Files.processorCount }

  /// - Parameter videos: in the content.
  func work(
    _ jobs: [MediaJob], videos: Int, _ outcomes: Outcomes, _ decide: (BuildEstimate) throws -> Bool
  ) async throws {
    let queue = JobQueue()
    var stop: (any Error)?
    await withTaskGroup(of: Void.self) { group in
      for _ in 1..<max(options.dryRun ? 1 : min(workers, jobs.count), 1) {
        group.addTask { await join(queue, outcomes) }
      }
      do { try await lead(jobs, videos, queue, outcomes, decide) } catch { stop = error }
      await queue.close()
    }
    if let stop { throw stop }
  }

  private func lead(
    _ jobs: [MediaJob], _ videos: Int, _ queue: JobQueue, _ outcomes: Outcomes,
    _ decide: (BuildEstimate) throws -> Bool
  ) async throws {
    var survey = MediaSurvey(jobs.filter(needsLook))
    var decision: Swift.Result<Bool, any Error>?
    while decision == nil, !survey.isDone, !Task.isCancelled {
      var lost: MediaJob?
      let end = await MediaProgram.run(world.installation.mediaProgram, stallTimeout: options.stallTimeout) { program in
        guard await survey.look(with: program, cost: cost) else { return }
        let answer = Swift.Result { try decide(estimate(jobs, videos, survey)) }
        decision = answer
        guard case .success(true) = answer else { return }
        await queue.open(survey.looked(at: jobs))
        guard let first = await queue.next() else { return }
        lost = await serve(program, first, queue, outcomes)
      }
      // A file on which the program ends is not looked at again.
      if decision == nil { lost = survey.giveUp() }
      if let lost, !Task.isCancelled { record(ended(lost, end), outcomes) }
    }
    if Task.isCancelled { return }
    if decision == nil {
      decision = .success(try decide(estimate(jobs, videos, survey)))
      await queue.open(survey.looked(at: jobs))
    }
    if try decision?.get() == true { await work(queue, outcomes) }
  }

  /// A worker whose program starts while the first one looks: to load libavformat takes 60 ms.
  private func join(_ queue: JobQueue, _ outcomes: Outcomes) async {
    var lost: MediaJob?
    let end = await MediaProgram.run(world.installation.mediaProgram, stallTimeout: options.stallTimeout) { program in
      guard await queue.opens(), let first = await queue.next() else { return }
      lost = await serve(program, first, queue, outcomes)
    }
    if let lost, !Task.isCancelled { record(ended(lost, end), outcomes) }
    if await queue.opens() { await work(queue, outcomes) }
  }

  /// Takes jobs until there are none; starts another media program when one is gone.
  private func work(_ queue: JobQueue, _ outcomes: Outcomes) async {
    while !Task.isCancelled, let first = await queue.next() {
      var lost: MediaJob? = first
      let end = await MediaProgram.run(world.installation.mediaProgram, stallTimeout: options.stallTimeout) { program in
        lost = await serve(program, first, queue, outcomes)
      }
      if let lost, !Task.isCancelled { record(ended(lost, end), outcomes) }
    }
  }

  /// - Returns: the job on which the program ended; nil where there are no more.
  private func serve(
    _ program: MediaProgram, _ first: MediaJob, _ queue: JobQueue, _ outcomes: Outcomes
  ) async -> MediaJob? {
    var current: MediaJob? = first
    while let job = current {
      var pass = MediaPass(job: job, phase: self, program: program)
      do {
        record(try await pass.run(), outcomes)
      } catch is MediaProgram.Gone {
        return job
      } catch {
        if Task.isCancelled { return job }
        record(pass.failed(error), outcomes)
      }
      current = Task.isCancelled ? nil : await queue.next()
    }
    return nil
  }

  private func record(_ outcome: MediaOutcome, _ outcomes: Outcomes) {
    for diagnostic in outcome.diagnostics { world.show(.diagnostic(diagnostic)) }
    outcomes.record(outcome)
  }

  private func ended(_ job: MediaJob, _ end: MediaProgram.End?) -> MediaOutcome {
    world.show(.finished(path: job.video.shownPath, step: "failed"))
    return MediaOutcome(
      number: job.number, diagnostics: [.mediaProcessEnded(job.video.shownPath, how: end?.text ?? "it left")])
  }
}

/// By number of their jobs, as the workers bring them.
final class Outcomes: Sendable {
  private let list = Mutex<[Int: MediaOutcome]>([:])

  var all: [Int: MediaOutcome] { list.withLock { $0 } }
  func record(_ outcome: MediaOutcome) { list.withLock { $0[outcome.number] = outcome } }
}

/// Hands out each job once, as soon as it is decided that there is work to do.
actor JobQueue {
  private var jobs: ArraySlice<MediaJob> = []
  /// nil while nothing is decided.
  private var isOpen: Bool?
  private var waiting: [CheckedContinuation<Bool, Never>] = []

  func open(_ jobs: [MediaJob]) {
    self.jobs = jobs[...]
    decide(true)
  }

  /// Without effect where it was opened.
  func close() { if isOpen == nil { decide(false) } }

  /// Waits for the decision.
  func opens() async -> Bool {
    if let isOpen { return isOpen }
    return await withCheckedContinuation { waiting.append($0) }
  }

  func next() -> MediaJob? { jobs.popFirst() }

  private func decide(_ answer: Bool) {
    isOpen = answer
    for continuation in waiting { continuation.resume(returning: answer) }
    waiting = []
  }
}
