import Catalog
import Diagnostics
import Facts
import Files

/// `segments: files`: writes one file a segment beside each MP4, for hosts with a limit on the size of files.
///
/// A failure costs its own video only: it is left out of this build, so that no playlist names files that are not there.
struct SegmentPhase: Sendable {
  struct Result: Sendable {
    var written = 0
    /// Content paths.
    var failed: Set<String> = []
    var diagnostics: [Diagnostic] = []
  }

  let paths: ProjectPaths
  let world: BuildWorld
  let shelf: MediaShelf

  /// - Throws: `CancellationError`; what is cut already stays.
  func run(_ jobs: [SegmentJob]) async throws -> Result {
    var result = Result()
    if jobs.isEmpty { return result }
    defer { _ = try? Files.removeEmptyFolder(paths.incoming) }
    for job in jobs {
      let path = job.video.shownPath
      world.show(.started(path: path, step: "segments"))
      do {
        result.written += try await cut(job, path)
        world.show(.finished(path: path, step: "segments"))
      } catch is CancellationError {
        throw CancellationError()
      } catch {
        world.show(.finished(path: path, step: "failed"))
        result.failed.insert(job.video.contentPath)
        result.diagnostics.append(diagnostic(error, path))
      }
    }
    return result
  }

  private func cut(_ job: SegmentJob, _ path: String) async throws -> Int {
    let total = job.bytes
    var (done, written): (Int64, Int) = (0, 0)
    for part in job.parts {
      let cutter = SegmentCutter(paths: paths, segments: part.of)
      for file in part.missing {
        try Task.checkCancellation()
        // Another video of equal bytes may have it cut meanwhile; a preview links what the site has, and the other way round.
        if !shelf.obtain(file.name, size: file.size) {
          try await BlockingWork.run { try cutter.cut(file) }
          written += 1
        }
        done += file.size
        world.show(.progress(path: path, step: "segments", done: done, total: total))
      }
    }
    return written
  }

  private func diagnostic(_ error: any Error, _ path: String) -> Diagnostic {
    switch error {
    case let refusal as Refusal: refusal.diagnostic
    case let error as FileError: .segmentsNotWritten(path, reason: error.text)
    default: .segmentsNotWritten(path, reason: "\(error)")
    }
  }
}
