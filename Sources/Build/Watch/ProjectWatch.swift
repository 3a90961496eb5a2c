/// Looks at a project again and again until something in it changed and then lay still: a copy that is under way, or a checkout
/// of many files, is one change.
///
/// By looking, not by the system's notices: these do not come from network folders, and an editor that writes beside and renames
/// is the same to it.
public struct ProjectWatch: Sendable {
  private let look: @Sendable () -> ProjectSnapshot
  private let sleep: @Sendable (Duration) async throws -> Void
  private let clock: @Sendable () -> Duration
  /// The state that was built last.
  private var built: ProjectSnapshot

  /// - Parameters:
  ///   - look: what lies there now.
  ///   - clock: time that passes, from any beginning.
  public init(
    built: ProjectSnapshot, look: @escaping @Sendable () -> ProjectSnapshot,
    sleep: @escaping @Sendable (Duration) async throws -> Void, clock: @escaping @Sendable () -> Duration
  ) {
    (self.built, self.look, self.sleep, self.clock) = (built, look, sleep, clock)
  }

  /// - Returns: the paths that changed, at least one. What changes while these are built is the next answer's.
  /// - Throws: where `sleep` does: when the task is cancelled.
  public mutating func nextChange() async throws -> [String] {
    var last = built
    while true {
      let (now, pause) = measuredLook()
      if now == last, now != built {
        let changes = now.changes(since: built)
        built = now
        return changes
      }
      last = now
      try await sleep(pause)
    }
  }

  /// Looking takes a twentieth of the time at most, however large the project is.
  private func measuredLook() -> (ProjectSnapshot, pause: Duration) {
    let start = clock()
    let now = look()
    return (now, max(.milliseconds(300), (clock() - start) * 20))
  }
}
