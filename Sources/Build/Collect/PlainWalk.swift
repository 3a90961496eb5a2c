import Files

/// What lies below a folder of ours, hidden names too, without ever following a symlink: what is removed must lie here.
enum PlainWalk {
  struct Entry: Sendable, Hashable {
    /// From the root.
    var path: String
    /// Of a symlink itself.
    var status: FileStatus
  }

  private static let depthLimit = 64

  /// Everything but folders, sorted; none where the root is absent or is no folder. A folder that cannot be read is left out.
  static func files(below root: String) -> [Entry] {
    var found: [Entry] = []
    walk(root, "", 0, &found)
    return found.sorted { $0.path.precedesByBytes($1.path) }
  }

  private static func walk(_ root: String, _ folder: String, _ depth: Int, _ found: inout [Entry]) {
    guard depth < depthLimit, let names = try? Files.list(PathRules.join(root, folder)) else { return }
    for name in names {
      let path = PathRules.join(folder, name)
      guard let status = try? Files.status(PathRules.join(root, path), followLinks: false) else { continue }
      if status.kind == .folder {
        walk(root, path, depth + 1, &found)
      } else {
        found.append(Entry(path: path, status: status))
      }
    }
  }
}
