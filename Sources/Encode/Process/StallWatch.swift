import Synchronization

/// Notices that a program gives no sign of life.
///
/// Quiet is counted in rests of the watch's own, not read off a clock: a machine that was put to sleep, or one so busy that nobody
/// listened to the program, must not look like a program that stands still.
public final class StallWatch: Sendable {
  private struct State {
    /// Rests since the last sign; nil while nothing is expected.
    var quiet: Int?
    var hasEnded = false
  }

  private static let rests = 240

  private let rest: Duration
  private let state: Mutex<State>

  /// - Parameters:
  ///   - limit: quiet for so long is a stall.
  ///   - isWaiting: whether a sign is expected from the beginning.
  public init(limit: Duration, isWaiting: Bool = true) {
    rest = limit / Self.rests
    state = Mutex(State(quiet: isWaiting ? 0 : nil))
  }

  /// Was the program ended for standing still?
  public var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// From now on a sign is expected.
  public func start() { state.withLock { $0.quiet = 0 } }
  /// The program owes nothing.
  public func stop() { state.withLock { $0.quiet = nil } }
  /// It gave a sign.
  public func touch() { state.withLock { if $0.quiet != nil { $0.quiet = 0 } } }

  /// Returns when the task is cancelled, or after `end` was called for a program that stood still.
  public func wait(end: @Sendable () -> Void) async {
    while !Task.isCancelled {
      let isOver = state.withLock { state in
        guard let quiet = state.quiet else { return false }
        state.quiet = quiet + 1
        state.hasEnded = quiet >= Self.rests
        return state.hasEnded
      }
      if isOver { return end() }
      try? await Task.sleep(for: rest)
    }
  }
}
