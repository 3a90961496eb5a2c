public import Diagnostics
import Files
import JSON

/// What `bobine gc` found, and removed where it was told to.
public struct GarbageReport: Sendable {
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Published media that no video refers to.
    case media
    /// Facts, tables and captions of videos that are gone.
    case facts
    /// Chunks and other intermediates of encodes.
    case work
    /// Half-written files of a build that was killed.
    case temporary
    /// Media of the preview.
    case preview
  }

  public struct Item: Sendable, Hashable {
    public var kind: Kind
    /// Below the project's folder, or absolute.
    public var path: String
    /// In bytes.
    public var size: Int64
  }

  public var items: [Item] = []
  /// Files that Bobine did not write, and leaves.
  public var foreign: [String] = []
  public var isRemoved = false
  /// In bytes on the disk: two names of one file count once.
  public var bytes: Int64 = 0
  /// Everything was looked at, so that the total means something.
  public var isComplete = false
  public var diagnostics: [Diagnostic] = []

  public init() {}

  public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

  /// For people: a line a file, the total last.
  public var text: String {
    var lines = items.map { "\($0.kind.rawValue)  \(shownText($0.path))  \(byteText($0.size))" }
    lines += foreign.map { "not ours, left  \(shownText($0))" }
    guard isComplete else { return lines.joined(separator: "\n") }
    let count = "\(items.count) \(items.count == 1 ? "file" : "files"), \(byteText(bytes))"
    if items.isEmpty {
      lines.append("nothing to remove")
    } else {
      lines.append(
        isRemoved ? "removed \(count)" : "\(count) that nothing refers to; `bobine gc --remove` removes them")
    }
    return lines.joined(separator: "\n")
  }

  /// For `--json`: one object a line, diagnostics first, the totals last.
  public var jsonLines: [String] {
    var values: [JSON] = diagnostics.sorted().map(\.eventJSON)
    values += items.map {
      ["event": "garbage", "kind": .string($0.kind.rawValue), "path": .string($0.path), "size": .integer($0.size)]
    }
    values += foreign.map { ["event": "foreign", "path": .string($0)] }
    if isComplete {
      values.append([
        "event": "totals", "bytes": .integer(bytes), "files": .integer(Int64(items.count)),
        "foreign": .integer(Int64(foreign.count)), "removed": .bool(isRemoved),
      ])
    }
    return values.map { String($0.line.dropLast()) }
  }
}

extension GarbageReport {
  init(_ garbage: Garbage, project: String) {
    self.init()
    func shown(_ path: String) -> String { PathRules.relative(path, to: project) ?? path }
    items = garbage.items.map { Item(kind: $0.kind, path: shown($0.path), size: $0.status.size) }
      .sorted { $0.path.precedesByBytes($1.path) }
    foreign = garbage.foreign.map(shown).sortedByBytes()
    var seen: Set<[UInt64]> = []
    for item in garbage.items where seen.insert([item.status.device, item.status.inode]).inserted {
      bytes += item.status.size
    }
  }
}
