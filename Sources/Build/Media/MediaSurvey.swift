import Catalog
import Encode
import Facts
import Files

/// A look into every source before any is worked on.
struct MediaSurvey {
  /// What so many containers say is kept, some kilobytes each; those beyond are looked into again by their passes.
  private static let mostLooks = 4096

  private var pending: ArraySlice<MediaJob>
  private var looks: [Int: MediaLook] = [:]
  /// By number of their jobs: what is known to be made.
  private(set) var costs: [Int: PlanCost] = [:]
  /// Numbers of jobs on which the media program ended.
  private var lost: Set<Int> = []

  init(_ jobs: [MediaJob]) { pending = jobs[...] }

  var isDone: Bool { pending.isEmpty }

  /// - Parameter cost: of a video whose container says so.
  /// - Returns: false where the program ended first.
  mutating func look(with program: MediaProgram, cost: (MediaJob, ProbeReport) -> PlanCost?) async -> Bool {
    while let job = pending.first {
      do {
        guard case .probed(let probe) = try await program.ask(.probe(source: job.source)) else { return false }
        costs[job.number] = cost(job, probe)
        if looks.count < Self.mostLooks { looks[job.number] = .probed(probe) }
      } catch let failure as MediaFailure {
        if looks.count < Self.mostLooks { looks[job.number] = .failed(failure) }
      } catch {
        return false
      }
      pending.removeFirst()
    }
    return true
  }

  /// Leaves out the job that is next, on which the program ended.
  mutating func giveUp() -> MediaJob? {
    let job = pending.popFirst()
    if let job { lost.insert(job.number) }
    return job
  }

  /// The jobs that are left, with what was seen.
  func looked(at jobs: [MediaJob]) -> [MediaJob] {
    jobs.filter { !lost.contains($0.number) }.map { job in
      var job = job
      job.look = looks[job.number]
      return job
    }
  }
}

extension MediaPhase {
  /// A file that an earlier build packaged for the same request, and whose size is the same, is probably the same.
  func needsLook(_ job: MediaJob) -> Bool {
    guard !options.repackage, let previous = job.previous else { return true }
    return previous.source.size != job.status.size || previous.policy != MediaNeeds(job.video).policy
      || !shelf.complete(previous.withoutPictures)
  }

  func cost(_ job: MediaJob, _ probe: ProbeReport) -> PlanCost? {
    let plan = RenditionPlanner.plan(
      probe, job.video.renditions.request, encoding, path: job.video.shownPath)
    switch plan {
    case .refused: return nil
    case .planned(let plan):
      return plan.cost(size: job.status.size) { isMade($0.name.text, isCopy: $0.isCopy, job) }
    case .sound(let plan):
      let isMade = isMade(RenditionFacts.mainSound, isCopy: plan.sound.isCopy, job)
      return plan.cost(size: job.status.size, isMade: isMade)
    }
  }

  /// - Parameter videos: in the content.
  func estimate(_ jobs: [MediaJob], _ videos: Int, _ survey: MediaSurvey) -> BuildEstimate {
    let passes = jobs.map { job in
      var pass = BuildEstimate.Video(path: job.video.shownPath, size: job.status.size)
      guard let cost = survey.costs[job.number] else { return pass }
      (pass.copied, pass.encoded) = (cost.copied, cost.encoded)
      (pass.write, pass.work, pass.encode) = (cost.write, cost.work, cost.encode)
      return pass
    }
    return BuildEstimate(videos: videos, passes: passes, workers: workers)
  }

  /// As far as it can be told without reading the source (``MediaPass/recorded(_:)``).
  private func isMade(_ name: String, isCopy: Bool, _ job: MediaJob) -> Bool {
    guard !options.repackage, let previous = job.previous, previous.source.size == job.status.size else { return false }
    return previous.renditions.contains {
      $0.name == name && $0.isCopy == isCopy
        && shelf.has("\(previous.folder)/\($0.stem).mp4", size: $0.size)
    }
  }
}
