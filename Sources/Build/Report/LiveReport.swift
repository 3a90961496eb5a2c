import Diagnostics
import JSON

extension BuildReport {
  /// For the open pages of a preview, in one line: what the build could not use, until one can.
  ///
  /// - Parameters:
  ///   - revision: another one for every build that may have changed a page.
  ///   - strict: warnings count as errors.
  public func liveState(revision: String, strict: Bool) -> String {
    let problems = diagnostics.sorted().filter { $0.severity == .error || (strict && $0.severity == .warning) }
    let state: JSON = [
      "more": .integer(Int64(max(0, problems.count - Self.shownProblems))),
      "problems": .array(problems.prefix(Self.shownProblems).map(\.eventJSON)), "revision": .string(revision),
    ]
    return String(state.line.dropLast())
  }

  /// A page is no terminal.
  private static let shownProblems = 30
}
