public import Facts
import Files

/// Makes the chunks of a ladder that an earlier build did not finish, as many at a time as there are slots for encoders.
public struct LadderEncoder: Sendable {
  let tools: Transcoder
  /// Absolute, exists: chunks are kept here until their renditions are packaged.
  let folder: String

  public init(_ tools: Transcoder, folder: String) {
    self.tools = tools
    self.folder = folder
  }

  /// - Parameters:
  ///   - identity: the source's digest.
  ///   - path: how the user knows the source.
  ///   - onProgress: how much of the video is done, in milliseconds of it.
  /// - Returns: the parts of each rendition, in the order of the ladder's steps.
  /// - Throws: ``EncodeFailure``; `CancellationError`. What is finished is kept.
  public func encode(
    _ ladder: Ladder, identity: String, path: String,
    onProgress: @escaping @Sendable (_ done: Int64, _ total: Int64) -> Void = { _, _ in }
  ) async throws -> [[JoinedInput.Part]] {
    let chunks = ladder.chunks
    let progress = LadderProgress(ladder, onProgress)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for chunk in chunks {
        group.addTask { try await make(chunk, of: ladder, identity, path, progress) }
      }
      // The first failure ends the others.
      for try await _ in group {}
    }
    return ladder.steps.map { step in
      chunks.map { chunk in
        JoinedInput.Part(
          path: file(ladder, step, chunk, identity),
          start: ladder.pictures(step, chunk).first * step.picture.timescale.picture)
      }
    }
  }

  private func file(_ ladder: Ladder, _ step: Ladder.Step, _ chunk: Ladder.Chunk, _ identity: String) -> String {
    PathRules.join(folder, ladder.fileName(step, chunk, identity))
  }

  private func make(
    _ chunk: Ladder.Chunk, of ladder: Ladder, _ identity: String, _ path: String, _ progress: LadderProgress
  ) async throws {
    let files = ladder.steps.map { file(ladder, $0, chunk, identity) }
    let missing = files.indices.filter { !tools.isFinished(files[$0]) }
    if !missing.isEmpty {
      try await tools.checkVersion(path)
      let task = missing.map { ladder.steps[$0].name }.joined(separator: ", ")
      try await tools.write(missing.map { files[$0] }, source: ladder.input.path, path: path, task: task) { parts in
        ladder.arguments(chunk, outputs: Array(zip(missing, parts)).map { (step: $0.0, path: $0.1) })
      } onProgress: {
        progress.report(chunk.index, $0.frames)
      }
    }
    progress.finish(chunk)
  }
}
