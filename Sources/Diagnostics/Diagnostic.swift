/// One thing that a person should know about an input: what is wrong, where, why, and what to do next.
///
/// Diagnostics are collected, never thrown across phases: a bad input costs its own page only (design, principle 5).
/// Every text is made by a static function in `Texts/`, so that wording can be read and reviewed in one place.
public struct Diagnostic: Sendable, Hashable {
  public enum Severity: String, Sendable, Hashable, CaseIterable {
    /// The input is left out, or its previous version stays. The exit status becomes 1.
    case error
    /// The input is used, but probably not as its author meant. `--strict` makes it an error.
    case warning
    /// Worth one line, nothing to mend.
    case note
  }

  /// Stable, kebab-case, for tests and pipelines: `unknown-key`, `git-lfs-pointer`.
  public var id: String
  public var severity: Severity
  public var location: Location?
  /// What is wrong, in one sentence without the location.
  public var message: String
  /// Why it matters or what was seen, if the message alone does not tell.
  public var note: String?
  /// What to do: a command to run or the change to make.
  public var nextStep: String?

  public init(
    _ id: String, _ severity: Severity, at location: Location?, _ message: String,
    note: String? = nil, next nextStep: String? = nil
  ) {
    self.id = id
    self.severity = severity
    self.location = location
    self.message = message
    self.note = note
    self.nextStep = nextStep
  }
}

/// A place in an input: a path as the user knows it, and a position that starts at 1.
public struct Location: Sendable, Hashable {
  public var path: String
  public var line: Int?
  /// In UTF-8 bytes plus one, as compilers count.
  public var column: Int?

  public init(_ path: String, line: Int? = nil, column: Int? = nil) {
    self.path = path
    self.line = line
    self.column = column
  }
}

extension Diagnostic: Comparable {
  /// By path, line, column, then id and message: a total order, so that every run prints the same list.
  public static func < (a: Diagnostic, b: Diagnostic) -> Bool {
    a.sortKey < b.sortKey
  }

  private var sortKey: (String, Int, Int, String, String) {
    (location?.path ?? "", location?.line ?? 0, location?.column ?? 0, id, message)
  }
}
