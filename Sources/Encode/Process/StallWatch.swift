import Synchronization

/// Notices that a program's progress stands still. Reports that say the same as the one before do not count: ffmpeg may go
/// on reporting while nothing moves.
final class StallWatch: Sendable {
  private struct State {
    var last: ProcessProgress?
    var moved = ContinuousClock.now
    var hasEnded = false
  }

  private let limit: Duration
  private let state = Mutex(State())

  init(limit: Duration) { self.limit = limit }

  /// Was the program ended for standing still?
  var hasEnded: Bool { state.withLock { $0.hasEnded } }

  /// - Returns: whether this report differs from the one before.
  func moved(to report: ProcessProgress) -> Bool {
    state.withLock { state in
      guard report != state.last else { return false }
      state.last = report
      state.moved = .now
      return true
    }
  }

  /// Returns when the task is cancelled, or after `end` was called for a program that stood still.
  func wait(end: @Sendable () -> Void) async {
    while !Task.isCancelled {
      let deadline = state.withLock { $0.moved } + limit
      if deadline <= .now {
        state.withLock { $0.hasEnded = true }
        return end()
      }
      try? await Task.sleep(until: deadline)
    }
  }
}
