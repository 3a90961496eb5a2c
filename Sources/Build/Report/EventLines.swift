public import Diagnostics
public import JSON
import Synchronization

/// `--json`: what happens, one object a line on standard output, as it happens (docs/events.md).
public final class EventLines: Sendable {
  private struct State {
    /// When a video's progress was last told, and of which step.
    var told: [String: (step: String, done: Int64, moment: ContinuousClock.Instant)] = [:]
    var diagnostics: Set<Diagnostic> = []
  }

  private let state = Mutex(State())
  private let print: @Sendable (String) -> Void
  /// A reader needs no more, and a pipe that is read slowly must not hold the build up.
  private static let pause: Duration = .milliseconds(500)

  /// - Parameter print: of whole lines, each with its end.
  public init(print: @escaping @Sendable (String) -> Void) { self.print = print }

  public func show(_ event: BuildEvent) {
    state.withLock { state in
      switch event {
      case .progress(let path, let step, let done, let total, _):
        let now = ContinuousClock.now
        // The end of a step is told in any case, once.
        if let last = state.told[path], last.step == step,
          last.done == done || (now - last.moment < Self.pause && done < total)
        {
          return
        }
        state.told[path] = (step, done, now)
      case .finished(let path, _): state.told[path] = nil
      case .diagnostic(let diagnostic): if !state.diagnostics.insert(diagnostic).inserted { return }
      case .planned, .started: break
      }
      print(event.json.line)
    }
  }

  /// The diagnostics that were not told yet, and the totals.
  public func finish(_ report: BuildReport) {
    let told = state.withLock(\.diagnostics)
    print(report.jsonLines(without: told).map { $0 + "\n" }.joined())
  }
}

extension BuildEvent {
  fileprivate var json: JSON {
    switch self {
    case .planned(let estimate): estimate.json
    case .started(let path, let step): ["event": "started", "path": .string(path), "step": .string(step)]
    case .progress(let path, let step, let done, let total, let unit):
      [
        "event": "progress", "path": .string(path), "step": .string(step), "done": .integer(done),
        "total": .integer(total), "unit": .string(unit.rawValue),
      ]
    case .finished(let path, let step):
      ["event": "finished", "path": .string(path), "step": .string(step), "failed": .bool(step == "failed")]
    case .diagnostic(let diagnostic): diagnostic.eventJSON
    }
  }
}

extension BuildEstimate {
  fileprivate var json: JSON {
    [
      "event": "planned", "videos": .integer(Int64(videos)), "read": .integer(read), "write": .integer(write),
      "work": .integer(work), "encode": .integer(encode), "passes": .array(passes.map(\.json)),
    ]
  }
}

extension BuildEstimate.Video {
  fileprivate var json: JSON {
    [
      "path": .string(path), "size": .integer(size), "copied": .strings(copied), "encoded": .strings(encoded),
      "write": .integer(write), "work": .integer(work), "encode": .integer(encode),
    ]
  }
}

extension Diagnostic {
  /// As `--json` tells it (docs/events.md). Absent parts are left out.
  public var eventJSON: JSON {
    .object(present: [
      "event": "diagnostic", "id": .string(id), "severity": .string(severity.rawValue), "message": .string(message),
      "note": note.map(JSON.string), "next": nextStep.map(JSON.string), "path": location.map { .string($0.path) },
      "line": location?.line.map { .integer(Int64($0)) }, "column": location?.column.map { .integer(Int64($0)) },
    ])
  }
}

extension JSON {
  /// With its line feed.
  var line: String { String(decoding: bytes, as: UTF8.self) }
}
