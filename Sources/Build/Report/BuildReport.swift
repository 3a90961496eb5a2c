public import Catalog
public import Diagnostics

/// What a build did, as a value that the command prints.
public struct BuildReport: Sendable {
  public var diagnostics: [Diagnostic] = []
  /// Videos that have a page now.
  public var published = 0
  public var packaged = 0
  public var written = 0
  public var removed = 0
  public var output = ""
  /// When a video falls due or expires next: build again then.
  public var nextChange: Instant?
  public var isDryRun = false

  public init() {}

  /// `--strict` counts warnings too.
  public func hasErrors(strict: Bool) -> Bool {
    diagnostics.contains { $0.severity == .error || (strict && $0.severity == .warning) }
  }

  /// One line for people.
  public var summary: String {
    var parts = ["\(published) \(published == 1 ? "video" : "videos")"]
    if packaged > 0 { parts.append("\(packaged) packaged") }
    parts.append(written == 0 ? "nothing to write" : "\(written) \(written == 1 ? "file" : "files") written")
    if removed > 0 { parts.append("\(removed) removed") }
    var line = parts.joined(separator: ", ") + " in \(output)"
    if let nextChange { line += "\nnext change: build again at \(nextChange.rfc3339)" }
    return line
  }

  /// For `--json`: one object a line, the diagnostics first, then the totals.
  public var jsonLines: [String] {
    diagnostics.sorted().map(\.json)
      + [
        "{\"next_change\":\(nextChange.map { "\"\($0.rfc3339)\"" } ?? "null"),\"packaged\":\(packaged),"
          + "\"published\":\(published),\"removed\":\(removed),\"written\":\(written)}"
      ]
  }
}
