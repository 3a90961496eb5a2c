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
  let slots: EncodeSlots
  private let check = FFmpegCheck()

  /// - Parameters:
  ///   - ffmpeg: a name that is looked for on `PATH`, or an absolute path.
  ///   - slots: shared by all calls of a build; nil: as many as there are cores.
  public init(
    runner: any ProcessRunner = SubprocessRunner(), ffmpeg: String = "ffmpeg",
    slots: EncodeSlots? = nil
  ) {
    self.runner = runner
    self.ffmpeg = ffmpeg
    self.slots = slots ?? EncodeSlots(Files.processorCount)
  }

  /// Did an earlier build finish this file?
  func isFinished(_ path: String) -> Bool {
    guard let status = try? Files.status(path) else { return false }
    return status.kind == .file && status.size > 0
  }

  /// Makes the file that `call` describes, unless an earlier build finished it.
  ///
  /// - Parameters:
  ///   - source: absolute.
  ///   - output: absolute, in a folder of ours that exists.
  ///   - path: how the user knows the source.
  ///   - task: what is made, for diagnostics: `1080p`.
  ///   - onProgress: how much of the output is done, in milliseconds.
  /// - Throws: ``EncodeFailure``; `CancellationError`.
  public func make(
    _ call: some FileCall, from source: String, to output: String, path: String, task: String,
    onProgress: @escaping @Sendable (Int64) -> Void = { _ in }
  ) async throws {
    if isFinished(output) { return }
    try await write([output], source: source, path: path, task: task) { parts in
      call.arguments(source: source, output: parts[0])
    } onProgress: {
      onProgress($0.time)
    }
  }

  /// One call that writes some files, all of them beside their names until every one is whole.
  ///
  /// - Parameter arguments: of the call, for the names that it is to write.
  func write(
    _ outputs: [String], source: String, path: String, task: String, arguments: ([String]) -> [String],
    onProgress: @escaping @Sendable (ProcessProgress) -> Void
  ) async throws {
    let parts = outputs.map { $0 + ".part" }
    do {
      // Never written into: a process of a killed build may still hold it.
      for part in parts { try Files.remove(part) }
      try await call(arguments(parts), source: source, path: path, task: task, onProgress: onProgress)
      for (part, output) in zip(parts, outputs) {
        try Self.synchronise(part)
        try Files.rename(part, to: output)
      }
    } catch let error as FileError {
      throw EncodeFailure(.encodingNotStored(path, task: task, reason: error.reason))
    } catch {
      for part in parts { try? Files.remove(part) }
      throw error
    }
  }

  /// One call of `ffmpeg` that has to succeed.
  func call(
    _ arguments: [String], source: String, path: String, task: String,
    onProgress: @escaping @Sendable (ProcessProgress) -> Void = { _ in }
  ) async throws {
    try await slots.take()
    defer { slots.give() }
    let result: ProcessResult
    do {
      result = try await runner.run(Command(ffmpeg, arguments), onProgress: onProgress)
    } catch let failure as ProcessFailure {
      throw EncodeFailure(failure, path: path, task: task)
    }
    switch result.end {
    case .exited(0): return
    case .exited:
      try await checkVersion(path)
      let said = ErrorLine.last(of: result.errors, source: source, shownAs: path)
      throw EncodeFailure(after: result.errors, said: said, path: path, task: task)
    case .signal(let signal): throw EncodeFailure(signal: signal, path: path, task: task)
    }
  }

  /// - Throws: ``EncodeFailure`` where `ffmpeg` is older than what we are made for: its words would puzzle, or its pictures differ.
  func checkVersion(_ path: String) async throws {
    guard let found = await check.tooOld(ffmpeg, runner) else { return }
    throw EncodeFailure(.ffmpegTooOld(path, found: found.text, needed: FFmpegVersion.needed.text))
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

  /// A full disk is no fault of the source.
  init(after errors: String, said: String?, path: String, task: String) {
    let full = ["No space left on device", "Disk quota exceeded", "File too large"].first(where: errors.contains)
    diagnostic =
      full.map { .encodingNotStored(path, task: task, reason: $0) } ?? .ffmpegFailed(path, task: task, said: said)
  }

  init(signal: Int, path: String, task: String) {
    // SIGXFSZ (signal(7)), which `ulimit -f` sends.
    diagnostic =
      signal == 25
      ? .encodingNotStored(path, task: task, reason: "it is larger than `ulimit -f` allows")
      : .ffmpegEnded(path, task: task, signal: signal)
  }
}

/// A call of `ffmpeg` that turns one file into another.
public protocol FileCall: Sendable {
  /// Both absolute; the output is replaced where it exists.
  func arguments(source: String, output: String) -> [String]
  /// How the output is made, in one line.
  var recipe: String { get }
}

extension FileCall {
  /// A file name for the result of this call on one source, so that another source or another recipe never meets it.
  ///
  /// - Parameter identity: the source's digest.
  public func workName(for identity: String) -> String {
    SHA256.hash(Array("\(identity)\n\(recipe)".utf8)).hex.prefix(20) + ".mp4"
  }
}
