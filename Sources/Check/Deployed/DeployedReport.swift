import Build
public import Diagnostics
import JSON

/// What `bobine check https://…` saw: every rule with where it was asked, and a diagnostic for each that is broken.
public struct DeployedReport: Sendable {
  /// One rule over all addresses.
  struct Outcome: Sendable {
    var rule: ServerRule
    /// How many addresses were asked.
    var asked: Int
    var broken: [Judgement]
    /// At the first address, of those where it is broken if there are such.
    var seen: String
  }

  let outcomes: [Outcome]
  public let diagnostics: [Diagnostic]
  /// How many videos were visited.
  public let videos: Int

  init(judgements: [Judgement], mending: ServerMending, videos: Int) {
    self.videos = videos
    let byRule = Dictionary(grouping: judgements, by: \.rule)
    outcomes = ServerRule.allCases.compactMap { rule in
      guard let asked = byRule[rule] else { return nil }
      let broken = asked.filter { !$0.holds }
      return Outcome(rule: rule, asked: Set(asked.map(\.url)).count, broken: broken, seen: (broken + asked)[0].seen)
    }
    diagnostics = outcomes.flatMap { outcome in
      outcome.rule == .contract ? Self.contract(outcome) : Self.single(outcome, mending)
    }
  }

  /// One diagnostic a rule: on a server that knows no type, it would else be told of every file.
  private static func single(_ outcome: Outcome, _ mending: ServerMending) -> [Diagnostic] {
    guard let first = outcome.broken.first else { return [] }
    let others = Set(outcome.broken.map(\.url)).count - 1
    return [
      .checkFailed(
        outcome.rule.rawValue, outcome.rule.severity, first.seen + more(others), breaks: outcome.rule.breaks,
        next: mending.next(outcome.rule), at: Location(first.url))
    ]
  }

  /// Each rule of the contract by its own id.
  private static func contract(_ outcome: Outcome) -> [Diagnostic] {
    var told: [String: Diagnostic] = [:]
    var count: [String: Int] = [:]
    for judgement in outcome.broken {
      guard let diagnostic = judgement.contract else { continue }
      count[diagnostic.id, default: -1] += 1
      if told[diagnostic.id] == nil { told[diagnostic.id] = diagnostic }
    }
    return told.values.sorted().map { diagnostic in
      var diagnostic = diagnostic
      diagnostic.message += more(count[diagnostic.id] ?? 0)
      return diagnostic
    }
  }

  private static func more(_ others: Int) -> String {
    others > 0 ? " (and at \(others) more \(others == 1 ? "address" : "addresses"))" : ""
  }

  public func hasErrors(strict: Bool) -> Bool {
    diagnostics.contains { $0.severity == .error || (strict && $0.severity == .warning) }
  }

  /// The rules that hold, a line each.
  public var heldLines: String {
    outcomes.filter(\.broken.isEmpty).map { outcome in
      let name = outcome.rule.rawValue.padded(to: 24)
      return "ok  \(name)\(outcome.asked == 1 ? outcome.seen : "\(outcome.asked) addresses")\n"
    }.joined()
  }

  /// One line for people.
  public var summary: String {
    let held = outcomes.count { $0.broken.isEmpty }
    let addresses = outcomes.reduce(0) { $0 + $1.asked }
    return "\(videos) video\(videos == 1 ? "" : "s") visited, \(addresses) questions asked: \(held) rules hold, "
      + "\(outcomes.count - held) broken"
  }

  /// For `--json` (docs/events.md), each with its line feed.
  public var jsonLines: String {
    let rules = outcomes.map { outcome -> JSON in
      [
        "event": "rule", "id": .string(outcome.rule.rawValue), "holds": .bool(outcome.broken.isEmpty),
        "asked": .integer(Int64(outcome.asked)), "broken": .integer(Int64(Set(outcome.broken.map(\.url)).count)),
        "seen": .string(outcome.seen),
      ]
    }
    let totals: JSON = [
      "event": "totals", "videos": .integer(Int64(videos)), "rules": .integer(Int64(outcomes.count)),
      "errors": .integer(Int64(diagnostics.count { $0.severity == .error })),
      "warnings": .integer(Int64(diagnostics.count { $0.severity == .warning })),
    ]
    return (rules + diagnostics.map(\.eventJSON) + [totals]).map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
