import Files

/// Files that may go, and files that lie among them and are not ours.
struct Garbage: Sendable {
  struct Item: Sendable {
    /// Absolute.
    var path: String
    /// Of ours that holds it: empty folders below it go with their last file.
    var root: String
    var kind: GarbageReport.Kind
    var status: FileStatus
  }

  var items: [Item] = []
  /// Absolute paths.
  var foreign: [String] = []

  mutating func add(_ path: String, _ status: FileStatus, _ kind: GarbageReport.Kind, in root: String) {
    items.append(Item(path: path, root: root, kind: kind, status: status))
  }

  static func + (a: Garbage, b: Garbage) -> Garbage {
    Garbage(items: a.items + b.items, foreign: a.foreign + b.foreign)
  }

  /// Removes every item that is still the file that was looked at.
  ///
  /// - Returns: what went.
  func remove() throws(FileError) -> [Item] {
    var removed: [Item] = []
    for item in items {
      guard let status = try Files.status(item.path, followLinks: false), status.kind == .file,
        status.inode == item.status.inode, status.size == item.status.size
      else { continue }
      try Files.remove(item.path)
      removed.append(item)
      var folder = PathRules.parent(item.path)
      while folder != item.root, PathRules.isInside(folder, item.root), try Files.removeEmptyFolder(folder) {
        folder = PathRules.parent(folder)
      }
    }
    return removed
  }
}
