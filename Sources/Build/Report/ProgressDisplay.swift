import Diagnostics
import Files
import Synchronization

/// Shows a build on standard error: on a terminal a line a running video with its speed and the time left, elsewhere one
/// line a finished step.
public final class ProgressDisplay: Sendable {
  private struct Row {
    var step: String
    var done: Int64 = 0
    var total: Int64 = 0
    var began: ContinuousClock.Instant
  }

  private struct State {
    /// In order of their start.
    var order: [String] = []
    var rows: [String: Row] = [:]
    var drawn = 0
    var lastDraw: ContinuousClock.Instant?
  }

  private let isTerminal: Bool
  private let isQuiet: Bool
  private let state = Mutex(State())
  /// Ten times a second is as often as an eye needs.
  private static let frame: Duration = .milliseconds(100)

  public init(isTerminal: Bool, isQuiet: Bool) {
    self.isTerminal = isTerminal
    self.isQuiet = isQuiet
  }

  public func show(_ event: BuildEvent) {
    if isQuiet { return }
    state.withLock { state in
      switch event {
      case .planned(let estimate):
        line(estimate.text, &state)
      case .diagnostic(let diagnostic):
        line(diagnostic.text, &state)
      case .started(let path, let step):
        if state.rows[path] == nil { state.order.append(path) }
        state.rows[path] = Row(step: step, began: .now)
        draw(&state)
      case .progress(let path, let step, let done, let total):
        guard var row = state.rows[path] else { return }
        row.step = step
        row.done = done
        row.total = total
        state.rows[path] = row
        if let last = state.lastDraw, .now - last < Self.frame { return }
        draw(&state)
      case .finished(let path, let step):
        let began = state.rows.removeValue(forKey: path)?.began
        state.order.removeAll { $0 == path }
        let seconds = began.map { " (\(secondsText(.now - $0)))" } ?? ""
        line("\(path): \(step)\(seconds)", &state)
      }
    }
  }

  /// A line that stays, above the running rows.
  private func line(_ text: String, _ state: inout State) {
    erase(&state)
    write(text + "\n")
    draw(&state)
  }

  private func draw(_ state: inout State) {
    guard isTerminal else { return }
    erase(&state)
    state.lastDraw = .now
    for path in state.order.prefix(8) {
      guard let row = state.rows[path] else { continue }
      write(text(path, row) + "\n")
      state.drawn += 1
    }
  }

  private func erase(_ state: inout State) {
    if state.drawn > 0 { write("\u{1B}[\(state.drawn)A\u{1B}[J") }
    state.drawn = 0
  }

  private func text(_ path: String, _ row: Row) -> String {
    let name = path.count > 40 ? "…" + path.suffix(39) : path
    guard row.total > 0, row.done > 0 else { return "\(name)  \(row.step)" }
    let share = min(1, Double(row.done) / Double(row.total))
    let filled = Int(share * 20)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
    let elapsed = ContinuousClock.now - row.began
    let left = elapsed * ((1 - share) / max(share, 0.001))
    return "\(name)  \(row.step) \(bar) \(Int(share * 100)) %, \(secondsText(left)) left"
  }

  private func write(_ text: String) {
    Files.print(text, to: 2)
  }
}

private func secondsText(_ duration: Duration) -> String {
  let tenths = duration.components.seconds * 10 + duration.components.attoseconds / 100_000_000_000_000_000
  if tenths < 100 { return "\(tenths / 10).\(tenths % 10) s" }
  let seconds = tenths / 10
  return seconds < 120 ? "\(seconds) s" : "\(seconds / 60) min"
}
