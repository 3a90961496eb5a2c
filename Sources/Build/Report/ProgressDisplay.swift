import Diagnostics
import Files
import Synchronization

/// Shows a build on standard error: on a terminal a bar a running video and a line for all of them, elsewhere a line a step.
/// Diagnostics come at the end, sorted.
public final class ProgressDisplay: Sendable {
  private struct Row {
    var step: String
    var unit = BuildEvent.Unit.bytes
    var meter = ProgressMeter()
    var began: Duration
  }

  private struct State {
    /// In order of their start.
    var order: [String] = []
    var rows: [String: Row] = [:]
    var total = ProgressTotal()
    var drawn = 0
    var lastDraw: Duration?
  }

  private let isTerminal: Bool
  private let isQuiet: Bool
  private let state = Mutex(State())
  private let zero = ContinuousClock.now
  /// Ten times a second is as often as an eye needs.
  private static let frame: Duration = .milliseconds(100)
  /// More running videos are counted, not shown.
  private static let mostRows = 8

  public init(isTerminal: Bool, isQuiet: Bool) {
    self.isTerminal = isTerminal
    self.isQuiet = isQuiet
  }

  public func show(_ event: BuildEvent) {
    if isQuiet { return }
    let now = ContinuousClock.now - zero
    state.withLock { state in
      switch event {
      case .diagnostic: break
      case .planned(let estimate):
        state.total.plan(estimate, at: now)
        line(estimate.text, &state, now)
      case .started(let path, let step):
        if state.rows[path] == nil { state.order.append(path) }
        state.rows[path] = Row(step: step, began: now)
        draw(&state, now)
      case .progress(let path, let step, let done, let total, let unit):
        guard var row = state.rows[path] else { return }
        let isNew = row.step != step
        if isNew { (row.step, row.meter) = (step, ProgressMeter()) }
        row.unit = unit
        row.meter.report(done, of: total, at: now)
        state.rows[path] = row
        if let share = row.meter.share { state.total.progress(path, step, share: share) }
        if isNew, !isTerminal { line("\(shownText(path)): \(step)", &state, now) }
        if let last = state.lastDraw, now - last < Self.frame { return }
        draw(&state, now)
      case .finished(let path, let step):
        let began = state.rows.removeValue(forKey: path)?.began
        state.order.removeAll { $0 == path }
        state.total.finish(path)
        let time = began.map { " (\(timeText((now - $0).inSeconds)))" } ?? ""
        let result = step == "failed" || step == "unchanged" ? step : "done: \(step)"
        line("\(shownText(path)): \(result)\(time)", &state, now)
      }
    }
  }

  /// A line that stays, above the running rows.
  private func line(_ text: String, _ state: inout State, _ now: Duration) {
    Files.print(erasing(&state) + text + "\n", to: 2)
    draw(&state, now)
  }

  /// In one write, so that nothing flickers.
  private func draw(_ state: inout State, _ now: Duration) {
    guard isTerminal else { return }
    let width = max(Files.terminalWidth(2) ?? 80, 20) - 1
    var lines = state.order.prefix(Self.mostRows).compactMap { path in
      state.rows[path].map { ProgressLine.text(path, $0.step, $0.meter, $0.unit, width: width) }
    }
    let more = state.order.count - Self.mostRows
    if more > 0 { lines.append("and \(more) more") }
    if !lines.isEmpty, state.total.count > 1 {
      lines.append(TerminalText.head(state.total.text(at: now), width: width))
    }
    let text = erasing(&state) + lines.map { $0 + "\n" }.joined()
    if !text.isEmpty { Files.print(text, to: 2) }
    state.lastDraw = now
    state.drawn = lines.count
  }

  private func erasing(_ state: inout State) -> String {
    defer { state.drawn = 0 }
    return state.drawn > 0 ? "\u{1B}[\(state.drawn)A\u{1B}[J" : ""
  }
}

/// One running video on a terminal.
enum ProgressLine {
  private static let barWidth = 16

  /// `talk.mp4  encode 720p, 480p ████░░░░ 42 %, 3.1x, 12 s left`, the name cut first where it is too long.
  static func text(_ path: String, _ step: String, _ meter: ProgressMeter, _ unit: BuildEvent.Unit, width: Int)
    -> String
  {
    var rest = "  \(step)"
    if let share = meter.share, meter.done > 0 {
      let filled = Int(share * Double(barWidth))
      rest += " " + String(repeating: "█", count: filled) + String(repeating: "░", count: barWidth - filled)
      rest += " \(Int(share * 100)) %"
      if let pace = meter.pace {
        rest += unit == .milliseconds ? ", \(speedText(pace / 1000))" : ", \(byteText(Int64(pace)))/s"
      }
      if let left = meter.left { rest += ", \(timeText(left)) left" }
    }
    let room = max(width - TerminalText.width(rest), 12)
    return TerminalText.head(TerminalText.tail(shownText(path), width: room) + rest, width: width)
  }

  /// As a multiple of real time: `3.1x`.
  private static func speedText(_ speed: Double) -> String {
    if speed >= 9.95 { return "\(Int(min(speed, 1e6).rounded()))x" }
    let tenths = Int((speed * 10).rounded())
    return "\(tenths / 10).\(tenths % 10)x"
  }
}
