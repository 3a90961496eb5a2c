import Catalog
import Diagnostics
import Encode
import Facts
import Files

/// Runs media jobs side by side, one `bobine-media` a worker. A job that fails costs its own video only.
struct MediaPhase: Sendable {
  struct Result: Sendable {
    /// By content path: of jobs that succeeded, and earlier ones where a job failed.
    var facts: [String: VideoFacts] = [:]
    /// Videos whose MP4 were made anew.
    var packaged = 0
    var diagnostics: [Diagnostic] = []
  }

  let options: BuildOptions
  let paths: ProjectPaths
  let world: BuildWorld
  let state: StateFolder
  let shelf: MediaShelf
  let registry: SourceRegistry

  /// Runs `ffmpeg`, for all workers.
  let transcoder: Transcoder
  let encoding: EncodeSettings

  /// Looks at all sources, then makes their media.
  ///
  /// - Parameter decide: told what all of it will cost; nothing is made where it returns false or throws.
  func run(
    _ jobs: [MediaJob], ready: [String: VideoFacts], _ fingerprints: inout Fingerprints,
    decide: (BuildEstimate) throws -> Bool
  ) async throws -> Result {
    clearIncoming()
    let outcomes = Outcomes()
    try await work(jobs, videos: ready.count + jobs.count, outcomes, decide)
    if jobs.isEmpty {
      clearWork()
      return Result()
    }
    clearIncoming()
    if jobs.allSatisfy({ outcomes.all[$0.number]?.facts != nil }) { clearWork() }
    return settle(jobs, outcomes.all, ready, &fingerprints)
  }

  /// What an earlier build had begun and not finished. Only Bobine writes there.
  private func clearIncoming() {
    guard let names = try? Files.list(paths.incoming) else { return }
    for name in names { try? Files.removeTree(PathRules.join(paths.incoming, name)) }
    _ = try? Files.removeEmptyFolder(paths.incoming)
  }

  /// Intermediates that nothing waits for any more: of sources that are gone, or of recipes that nobody asks for now.
  private func clearWork() {
    guard let names = try? Files.list(paths.work) else { return }
    for name in names where [".mp4", ".mp4.part"].contains(where: name.hasSuffix) {
      try? Files.remove(PathRules.join(paths.work, name))
    }
  }

  private func settle(
    _ jobs: [MediaJob], _ outcomes: [Int: MediaOutcome], _ ready: [String: VideoFacts],
    _ fingerprints: inout Fingerprints
  ) -> Result {
    var result = Result()
    for job in jobs {
      guard let outcome = outcomes[job.number] else { continue }
      result.diagnostics += outcome.diagnostics
      if let facts = outcome.facts {
        result.facts[job.video.contentPath] = facts
        if outcome.isPackaged { result.packaged += 1 }
        fingerprints.record(job.video.contentPath, job.status, facts.source.sha256, readAt: outcome.readAt)
      } else if let previous = job.previous, shelf.complete(previous) {
        // The previous version of what failed stays (design, principle 5).
        result.facts[job.video.contentPath] = previous
      }
    }
    let kept = jobs.filter { outcomes[$0.number]?.facts == nil || outcomes[$0.number]?.keepsNames == true }
    shareNames(&result, ready, recorded: Set(ready.keys).union(kept.map(\.video.contentPath)))
    return result
  }

  private func shareNames(_ result: inout Result, _ ready: [String: VideoFacts], recorded: Set<String>) {
    let all = ready.merging(result.facts) { $1 }
    for (path, names) in TorrentNames.unified(all, recorded: recorded) {
      guard var facts = result.facts[path], let tables = state.tables(path) else { continue }
      for (index, name) in names { facts.renditions[index].nameTorrent(name, tables.renditions[index]) }
      do {
        _ = try state.save(path, facts, tables)
        result.facts[path] = facts
      } catch {
        result.diagnostics.append(.unwritable(error.path, reason: error.reason))
      }
    }
  }
}

/// What came of one job.
struct MediaOutcome: Sendable {
  var number: Int
  /// nil where it failed.
  var facts: VideoFacts?
  var isPackaged = false
  /// Its torrents are called as an earlier build recorded it.
  var keepsNames = false
  /// When reading began, in nanoseconds since 1970.
  var readAt: Int64 = 0
  var diagnostics: [Diagnostic] = []
}

extension MediaProgram.End {
  /// For people, after "ended before it was done:".
  var text: String {
    switch self {
    case .exited(let code): "bobine-media stopped with status \(code)"
    case .signal(9): "bobine-media was killed (signal 9), as the system does when memory runs out"
    case .signal(6), .signal(4), .signal(5), .signal(11): "bobine-media crashed, perhaps for want of memory"
    case .signal(let number): "bobine-media was ended by signal \(number)"
    case .stalled(let seconds): "bobine-media made no progress for \(seconds) seconds and was ended"
    case .notStarted(let reason): "bobine-media did not start (\(reason))"
    }
  }
}
