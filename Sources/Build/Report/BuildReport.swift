public import Catalog
public import Diagnostics
import JSON

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
  /// The build came to its end, so that the totals mean something.
  public var isComplete = false
  /// What the media passes cost; nil where the build did not come so far.
  public var estimate: BuildEstimate?
  /// What `--purge` took down.
  public var purged: Purged?

  public struct Purged: Sendable, Hashable {
    public var slug: String
    /// Of media and facts, without pages.
    public var files: Int
    public var bytes: Int64
    /// Media files that stay, since another video has the same bytes.
    public var shared: Int
    /// Its id is answered with a Tombstone.
    public var hasTombstone: Bool

    var text: String {
      var text = "purged \(slug): \(files) \(files == 1 ? "file" : "files") of media and facts, \(byteText(bytes))"
      if shared > 0 {
        text += "; \(shared) media \(shared == 1 ? "file stays" : "files stay"): another video has the same bytes"
      }
      return text + (hasTombstone ? "\nits address answers as gone from now on" : "")
    }
  }

  public init() {}

  /// `--strict` counts warnings too.
  public func hasErrors(strict: Bool) -> Bool {
    diagnostics.contains { $0.severity == .error || (strict && $0.severity == .warning) }
  }

  /// One line for people; of a dry run, one line a video that would be packaged.
  public var summary: String {
    if isDryRun {
      let lines = (estimate?.passes ?? []).map { video in
        let name = "\(shownText(video.path)) (\(byteText(video.size)))"
        guard let steps = video.steps else { return "would look at \(name)" }
        return "would package \(name): \(steps), at most \(byteText(video.write)) to write"
      }
      return (lines + ["dry run: nothing was written"]).joined(separator: "\n")
    }
    var parts = ["\(published) \(published == 1 ? "video" : "videos")"]
    if packaged > 0 { parts.append("\(packaged) packaged") }
    parts.append(written == 0 ? "nothing to write" : "\(written) \(written == 1 ? "file" : "files") written")
    if removed > 0 { parts.append("\(removed) removed") }
    var line = parts.joined(separator: ", ") + " in \(output)"
    if let purged { line = purged.text + "\n" + line }
    if let nextChange { line += "\nnext change: build again at \(nextChange.rfc3339)" }
    return line
  }

  /// `1 error, 2 warnings`; nil where there is neither.
  public var tally: String? {
    let parts = [(Diagnostic.Severity.error, "error"), (.warning, "warning")].compactMap { severity, name in
      let count = diagnostics.count { $0.severity == severity }
      return count == 0 ? nil : "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    return parts.isEmpty ? nil : parts.joined(separator: ", ")
  }

  /// For `--json`: one object a line, the diagnostics first, then the totals.
  ///
  /// - Parameter told: diagnostics that stand in earlier lines.
  func jsonLines(without told: Set<Diagnostic>) -> [String] {
    let left = diagnostics.sorted().filter { !told.contains($0) }.map(\.eventJSON)
    return (left + [isDryRun ? dryTotals : totals]).map { String($0.line.dropLast()) }
  }

  private var dryTotals: JSON {
    [
      "event": "totals", "dry_run": true, "encode": .integer(estimate?.encode ?? 0),
      "read": .integer(estimate?.read ?? 0), "to_package": .integer(Int64(estimate?.passes.count ?? 0)),
      "videos": .integer(Int64(estimate?.videos ?? 0)), "write": .integer(estimate?.write ?? 0),
    ]
  }

  private var totals: JSON {
    .object(present: [
      "event": "totals", "next_change": nextChange.map { .string($0.rfc3339) } ?? .null,
      "packaged": .integer(Int64(packaged)), "published": .integer(Int64(published)),
      "purged": purged.map { .integer(Int64($0.files)) }, "removed": .integer(Int64(removed)),
      "written": .integer(Int64(written)),
    ])
  }
}
