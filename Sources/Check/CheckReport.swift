import Build
public import Diagnostics
import JSON

/// What `bobine check` found.
public struct CheckReport: Sendable {
  public var diagnostics: [Diagnostic] = []
  public var pages = 0
  public var documents = 0
  public var playlists = 0
  public var media = 0

  public func hasErrors(strict: Bool) -> Bool {
    diagnostics.contains { $0.severity == .error || (strict && $0.severity == .warning) }
  }

  func count(_ severity: Diagnostic.Severity) -> Int { diagnostics.count { $0.severity == severity } }

  /// One line for people.
  public var summary: String {
    func counted(_ count: Int, _ one: String) -> String { "\(count) \(one)\(count == 1 ? "" : "s")" }
    return "\(counted(pages, "page")), \(counted(documents, "document")), \(counted(playlists, "playlist")), "
      + "\(counted(media, "media file")) checked: \(counted(count(.error), "error")), \(counted(count(.warning), "warning"))"
  }

  /// For `--json` (docs/events.md), each with its line feed.
  public var jsonLines: String {
    let totals: JSON = [
      "event": "totals", "pages": .integer(Int64(pages)), "documents": .integer(Int64(documents)),
      "playlists": .integer(Int64(playlists)), "media": .integer(Int64(media)),
      "errors": .integer(Int64(count(.error))), "warnings": .integer(Int64(count(.warning))),
    ]
    return (diagnostics.sorted().map(\.eventJSON) + [totals]).map { String(decoding: $0.bytes, as: UTF8.self) }.joined()
  }
}
