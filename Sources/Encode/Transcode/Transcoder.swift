public import Diagnostics
import Files
import Glibc
import Hashing
import SystemPackage

/// Runs `ffmpeg` calls. What a call writes stands under its name only when it is whole, so that a killed build leaves no
/// half file, and the next build uses what was finished.
public struct Transcoder: Sendable {
  let runner: any ProcessRunner
  let ffmpeg: String

  /// - Parameter ffmpeg: a name that is looked for on `PATH`, or an absolute path.
  public init(runner: any ProcessRunner = SubprocessRunner(), ffmpeg: String = "ffmpeg") {
    self.runner = runner
    self.ffmpeg = ffmpeg
  }

  /// Makes the file that `transcode` describes, unless an earlier build finished it.
  ///
  /// - Parameters:
  ///   - source: absolute.
  ///   - output: absolute, in a folder of ours that exists; best named by ``Transcode/workName(for:)``.
  ///   - path: how the user knows the source.
  ///   - task: what is made, for diagnostics: `1080p`.
  ///   - onProgress: how much of the output is done, in milliseconds.
  /// - Throws: ``EncodeFailure``; `CancellationError`.
  public func make(
    _ transcode: Transcode, from source: String, to output: String, path: String, task: String,
    onProgress: @escaping @Sendable (Int64) -> Void = { _ in }
  ) async throws {
    do {
      if let status = try Files.status(output), status.size > 0 { return }
      let part = output + ".part"
      // Never written into: a process of a killed build may still hold it.
      try Files.remove(part)
      try await call(transcode.arguments(source: source, output: part), source: source, path: path, task: task) {
        onProgress($0.time)
      }
      try Self.synchronise(part)
      try Files.rename(part, to: output)
    } catch let error as FileError {
      throw EncodeFailure(.encodingNotStored(path, task: task, reason: error.reason))
    }
  }

  /// One call of `ffmpeg` that has to succeed.
  func call(
    _ arguments: [String], source: String, path: String, task: String,
    onProgress: @escaping @Sendable (ProcessProgress) -> Void = { _ in }
  ) async throws {
    let result: ProcessResult
    do {
      result = try await runner.run(Command(ffmpeg, arguments), onProgress: onProgress)
    } catch let failure as ProcessFailure {
      throw EncodeFailure(failure, path: path, task: task)
    }
    switch result.end {
    case .exited(0): return
    case .exited:
      let said = ErrorLine.last(of: result.errors, source: source, shownAs: path)
      throw EncodeFailure(.ffmpegFailed(path, task: task, said: said))
    case .signal(let signal): throw EncodeFailure(.ffmpegEnded(path, task: task, signal: signal))
    }
  }

  /// The disk holds the bytes before the name says so: what is found under it after a power cut is whole.
  private static func synchronise(_ path: String) throws(FileError) {
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly)
      defer { try? file.close() }
      guard fsync(file.rawValue) == 0 else { throw Errno(rawValue: errno) }
    } catch {
      throw FileError("write", path, errno: (error as? Errno)?.rawValue ?? EIO)
    }
  }
}

/// Why nothing was made, ready to be shown.
public struct EncodeFailure: Error, Sendable, Hashable {
  public var diagnostic: Diagnostic

  public init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }

  init(_ failure: ProcessFailure, path: String, task: String) {
    switch failure {
    case .notFound: diagnostic = .ffmpegMissing(path)
    case .notStarted(let reason): diagnostic = .ffmpegNotStarted(path, reason: reason)
    case .stalled(let seconds): diagnostic = .ffmpegStalled(path, task: task, seconds: seconds)
    }
  }
}

extension Transcode {
  /// A file name for the result of this call on one source, so that another source or another recipe never meets it.
  ///
  /// - Parameter identity: what tells one state of a source from another: its digest, or its path, size and time.
  public func workName(for identity: String) -> String {
    let key = "\(identity)\n\(video) \(audio.map(String.init) ?? "-")\n\(recipe)"
    return SHA256.hash(Array(key.utf8)).hex.prefix(20) + ".mp4"
  }
}
