import Files

/// What of an output is ours: the manifest of the last build, and the journal of one that did not come to its end.
///
/// The journal is written before the first change of a build and removed after its manifest, so that a killed build leaves
/// no file in the output that nobody knows to be ours.
struct PublishedBefore: Sendable {
  var manifest = Manifest()
  /// Paths that a build set out to write when it was ended.
  var begun: Set<String> = []
  /// A manifest stands there but cannot be read: of another version, or damaged. Then every file may be ours.
  var isManifestLost = false

  init() {}

  init(paths: ProjectPaths) {
    if let bytes = try? Files.read(paths.manifest, limit: Manifest.limit) {
      if let read = Manifest(text: String(decoding: bytes, as: UTF8.self)) { manifest = read } else { isManifestLost = true }
    }
    if let bytes = try? Files.read(paths.journal, limit: Manifest.limit) {
      begun = Journal.paths(String(decoding: bytes, as: UTF8.self), output: paths.output)
    }
  }

  /// May the file at this path be replaced or removed?
  func isOurs(_ path: String) -> Bool {
    manifest.entries[path] != nil || begun.contains(path) || isManifestLost
  }
}

/// `work/publishing`: the output's folder in the first line, then the paths of one build, a line each.
enum Journal {
  static func text(_ paths: some Sequence<String>, output: String) -> String {
    ([output] + paths.sortedByBytes()).map { Columns.escape($0) + "\n" }.joined()
  }

  /// None where it is of another output.
  static func paths(_ text: String, output: String) -> Set<String> {
    let lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { Columns.unescape(Substring($0)) }
    guard lines.first == output else { return [] }
    return Set(lines.dropFirst().filter(Manifest.isInside))
  }
}
