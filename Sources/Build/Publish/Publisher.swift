import Diagnostics
import Files
import Hashing
import Site

/// Brings an output folder to the state that documents and static files describe, touching only what differs.
///
/// Media are not written here; they are only listed in the manifest. What an earlier build wrote and this one no longer
/// makes is removed, apart from media; what is not ours is never touched (design, principle 6).
struct Publisher {
  /// A file that is copied as it is: from `static/`, or a channel's picture.
  struct Copy: Sendable, Hashable {
    /// Absolute.
    var source: String
    /// Below the output.
    var path: String
  }

  struct Result: Sendable {
    var written = 0
    var removed = 0
    var diagnostics: [Diagnostic] = []
  }

  let paths: ProjectPaths

  /// - Parameters:
  ///   - media: what the videos of this build refer to, by path below the output.
  ///   - kept: folders below the output, up to three names deep, whose files stay since their input failed.
  /// - Throws: ``FileError``; `CancellationError`, after which the next build finds its way by the journal.
  func publish(
    documents: [Document], copies: [Copy], media: [String: Manifest.Entry], kept: Set<String>, before: PublishedBefore
  ) throws -> Result {
    var run = PublishRun(paths: paths, before: before, goal: documents.map(\.path) + copies.map(\.path))
    try run.removeTemporaryFiles()
    run.manifest.entries = media.filter { run.stands($0.key, size: $0.value.size) }
    var taken: Set<String> = []
    for document in documents where taken.insert(document.path).inserted {
      try Task.checkCancellation()
      try run.render(document)
    }
    for copy in copies {
      try Task.checkCancellation()
      if media[copy.path] != nil || copy.path == Manifest.fileName || !taken.insert(copy.path).inserted {
        run.result.diagnostics.append(.outputCollision(copy.source, with: copy.path))
      } else {
        try run.copy(copy)
      }
    }
    run.keep(kept)
    try run.removeStale()
    try run.finish()
    return run.result
  }
}

/// An error that already says everything.
struct Refusal: Error {
  var diagnostic: Diagnostic
}
