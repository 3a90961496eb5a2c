/// A program and what it is given: a value, so that plans can be printed, compared and run by something else in tests.
public struct Command: Sendable, Hashable {
  /// A name that is looked for on `PATH`, or an absolute path.
  public var executable: String
  public var arguments: [String]
  /// Variables that are set on top of this process's own.
  public var environment: [String: String]
  /// Absolute; nil: this process's own. Nothing of ours depends on it.
  public var workingFolder: String?
  /// The program is ended when its progress stands still for so long.
  public var stallLimit: Duration

  public init(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:], workingFolder: String? = nil,
    stallLimit: Duration = .seconds(60)
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.workingFolder = workingFolder
    self.stallLimit = stallLimit
  }
}

/// How a program ended.
public struct ProcessResult: Sendable, Hashable {
  public enum End: Sendable, Hashable {
    case exited(Int)
    case signal(Int)
  }

  public var end: End
  /// The last ``Tail/limit`` bytes of standard error, as UTF-8 with what is not UTF-8 replaced.
  public var errors: String

  public init(end: End, errors: String) {
    self.end = end
    self.errors = errors
  }

  public var isSuccess: Bool { end == .exited(0) }
}

/// Why a program gave no result of its own.
public enum ProcessFailure: Error, Sendable, Hashable {
  /// No such program on `PATH`.
  case notFound(String)
  /// The system refused to start or to watch it.
  case notStarted(String)
  /// It was ended because nothing moved for so many seconds.
  case stalled(seconds: Int)
}

/// Runs programs: the one effect of this part beside files, passed in so that the rest can be tested without it.
public protocol ProcessRunner: Sendable {
  /// - Parameter onProgress: called with what the program says on standard output in ffmpeg's `-progress` form.
  /// - Throws: ``ProcessFailure``; `CancellationError` when the task was cancelled, after the program was ended.
  func run(_ command: Command, onProgress: @escaping @Sendable (ProcessProgress) -> Void) async throws -> ProcessResult
}

extension ProcessRunner {
  public func run(_ command: Command) async throws -> ProcessResult {
    try await run(command) { _ in }
  }
}
