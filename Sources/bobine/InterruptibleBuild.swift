import Build
import Files
import Synchronization

/// A build that Control-C and `kill` end together with the programs that it started.
enum InterruptibleBuild {
  private enum State {
    /// No build runs: a signal ends the program as usual.
    case idle
    case building(Task<BuildReport, Never>)
    case interrupted(Int32)
  }

  private static let state = Mutex(State.idle)

  /// Once, however many builds there are.
  private static let listening: Void = Interruption.onFirst { number in
    let isIdle = state.withLock { state in
      guard case .building(let task) = state else { return true }
      state = .interrupted(number)
      task.cancel()
      return false
    }
    if isIdle { Interruption.end(by: number) }
  }

  /// - Returns: what was built, and the signal that cut it short.
  static func run(_ builder: Builder) async -> (report: BuildReport, signal: Int32?) {
    let task = Task { await builder.run() }
    state.withLock { $0 = .building(task) }
    _ = listening
    let report = await task.value
    let signal: Int32? = state.withLock { state in
      defer { state = .idle }
      if case .interrupted(let number) = state { return number }
      return nil
    }
    return (report, signal)
  }
}
