import Catalog
import Encode
import Facts
import Files

/// A look into every source before any is worked on.
struct MediaSurvey {
  private var pending: ArraySlice<MediaJob>
  private var looks: [Int: MediaLook] = [:]
  /// Numbers of jobs on which the media program ended.
  private var lost: Set<Int> = []

  init(_ jobs: [MediaJob]) { pending = jobs[...] }

  var isDone: Bool { pending.isEmpty }

  /// - Returns: false where the program ended first.
  mutating func look(with program: MediaProgram) async -> Bool {
    while let job = pending.first {
      do {
        guard case .probed(let probe) = try await program.ask(.probe(source: job.source)) else { return false }
        looks[job.number] = .probed(probe)
      } catch let failure as MediaFailure {
        looks[job.number] = .failed(failure)
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

  func look(at job: MediaJob) -> MediaLook? { looks[job.number] }

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

  /// - Parameter videos: in the content.
  func estimate(_ jobs: [MediaJob], _ videos: Int, _ survey: MediaSurvey) -> BuildEstimate {
    let passes = jobs.map { job in
      var pass = BuildEstimate.Video(path: job.video.shownPath, size: job.status.size)
      guard case .probed(let probe) = survey.look(at: job),
        case .planned(let plan) = RenditionPlanner.plan(probe, job.video.renditions.request, encoding, path: pass.path)
      else { return pass }
      let cost = plan.cost(size: job.status.size) { isMade($0, job) }
      (pass.copied, pass.encoded) = (cost.copied, cost.encoded)
      (pass.write, pass.work, pass.encode) = (cost.write, cost.work, cost.encode)
      return pass
    }
    return BuildEstimate(videos: videos, passes: passes, workers: workers)
  }

  /// As far as it can be told without reading the source (``MediaPass/recorded(_:)``).
  private func isMade(_ planned: PlannedRendition, _ job: MediaJob) -> Bool {
    guard !options.repackage, let previous = job.previous, previous.source.size == job.status.size else { return false }
    return previous.renditions.contains {
      $0.name == planned.name.text && $0.isCopy == planned.isCopy
        && shelf.has("\(previous.folder)/\($0.stem).mp4", size: $0.size)
    }
  }
}
