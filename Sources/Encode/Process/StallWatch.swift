import Synchronization

/// Notices that a program gives no sign of life.
///
/// Quiet is added up from short rests, and a rest that took much longer than it should counts a few times its length only: a
/// machine that was put to sleep, or one so busy that nobody listened to the program, must not look like a program that
/// stands still.
public final class StallWatch: Sendable {
  private struct State {
    /// Since the last sign; nil while nothing is expected.
    var quiet: Duration?
    var hasEnded = false
  }

  private let limit: Duration
  private let rest: Duration
  private let state: Mutex<State>

  /// - Parameters:
  ///   - limit: quiet for so long is a stall.
  ///   - isWaiting: whether a sign is expected from the beginning.
  public init(limit: Duration, isWaiting: Bool = true) {
    self.limit = limit
    rest = limit / 60
    state = Mutex(State(quiet: isWaiting ? .zero : nil))
  }

  /// Was the program ended for standing still?
  public var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// From now on a sign is expected.
  public func start() { state.withLock { $0.quiet = .zero } }
  /// The program owes nothing.
  public func stop() { state.withLock { $0.quiet = nil } }
  /// It gave a sign.
  public func touch() { state.withLock { if $0.quiet != nil { $0.quiet = .zero } } }

  /// Returns when the task is cancelled, or after `end` was called for a program that stood still.
  public func wait(end: @Sendable () -> Void) async {
    var last = ContinuousClock.now
    while !Task.isCancelled {
      try? await Task.sleep(for: rest)
      let now = ContinuousClock.now
      let passed = min(now - last, rest * 4)
      last = now
      let isOver = state.withLock { state in
        guard let quiet = state.quiet else { return false }
        state.quiet = quiet + passed
        state.hasEnded = quiet + passed >= limit
        return state.hasEnded
      }
      if isOver { return end() }
    }
  }
}
