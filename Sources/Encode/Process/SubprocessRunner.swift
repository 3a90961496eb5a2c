import Files
import Subprocess
import SystemPackage

/// Runs real programs. Standard input is empty, both outputs are read while the program runs and kept within bounds, and
/// the program never outlives the call: a cancelled task or a stall ends it with SIGKILL, which also ends a stopped one.
public struct SubprocessRunner: ProcessRunner {
  public init() {}

  public func run(
    _ command: Command, onProgress: @escaping @Sendable (ProcessProgress) -> Void
  ) async throws -> ProcessResult {
    // Looked for here: the library tries a start in every folder of `PATH`, and each costs a process.
    guard let program = command.executable.hasPrefix("/") ? command.executable : Files.program(command.executable)
    else { throw ProcessFailure.notFound(command.executable) }
    let watch = StallWatch(limit: command.stallLimit)
    let status: TerminationStatus
    let errors: String
    do {
      let result = try await Subprocess.run(
        .path(FilePath(program)),
        arguments: Arguments(command.arguments),
        environment: .inherit.updating(Self.variables(command.environment)),
        workingDirectory: command.workingFolder.map { FilePath($0) },
        input: .none, output: .sequence, error: .sequence
      ) { process in
        Files.lowerPriority(of: process.processIdentifier.value)
        return try await withThrowingTaskGroup(of: Void.self) { watchers in
          watchers.addTask { await watch.wait { try? process.send(signal: .kill) } }
          async let said: Void = Self.read(process.standardOutput, watch, onProgress)
          async let complained = Self.tail(process.standardError)
          let errors = try await (said, complained).1
          watchers.cancelAll()
          return errors
        }
      }
      status = result.terminationStatus
      errors = result.closureResult
    } catch let error as SubprocessError where error.code == .executableNotFound {
      throw ProcessFailure.notFound(command.executable)
    } catch {
      try Task.checkCancellation()
      throw ProcessFailure.notStarted("\(error)")
    }
    try Task.checkCancellation()
    if watch.hasEnded { throw ProcessFailure.stalled(seconds: Int(command.stallLimit.components.seconds)) }
    return ProcessResult(end: Self.end(status), errors: errors)
  }

  private static func read(
    _ output: SubprocessOutputSequence, _ watch: StallWatch, _ onProgress: @Sendable (ProcessProgress) -> Void
  ) async throws {
    var reader = ProgressReader()
    var last: ProcessProgress?
    for try await chunk in output {
      // ffmpeg may go on reporting while nothing moves: what it said before is no sign of life.
      for report in reader.read(bytes(chunk)) where report != last {
        watch.touch()
        onProgress(report)
        last = report
      }
    }
  }

  private static func tail(_ output: SubprocessOutputSequence) async throws -> String {
    var tail = Tail()
    for try await chunk in output { tail.append(bytes(chunk)) }
    return tail.text
  }

  /// Messages that do not depend on the user's language, terminal or time zone.
  private static func variables(_ own: [String: String]) -> [Environment.Key: String?] {
    var variables: [Environment.Key: String?] = ["LC_ALL": "C", "TZ": "UTC", "AV_LOG_FORCE_NOCOLOR": "1"]
    for (name, value) in own { variables[Environment.Key(stringLiteral: name)] = value }
    return variables
  }

  private static func bytes(_ chunk: SubprocessOutputSequence.Buffer) -> [UInt8] {
    unsafe chunk.withUnsafeBytes { unsafe Array($0) }
  }

  private static func end(_ status: TerminationStatus) -> ProcessResult.End {
    switch status {
    case .exited(let code): .exited(Int(code))
    case .signaled(let signal): .signal(Int(signal))
    }
  }
}
