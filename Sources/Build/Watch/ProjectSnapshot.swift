import Catalog
import Files

/// What lies in a project's folder, and in a theme's, at one moment, as far as a build reads it: by path, without the bytes.
public struct ProjectSnapshot: Sendable, Hashable {
  struct Stamp: Sendable, Hashable {
    var size: Int64
    var modified: Int64
    var changed: Int64
    var inode: UInt64
  }

  /// By path below the project; of a theme that lies elsewhere the absolute one.
  private let files: [String: Stamp]

  /// Of the disk as it is. Output, state and names with a dot at their start are left out.
  public init(_ options: BuildOptions, theme: String?) {
    let paths = ProjectPaths(options)
    var files = Self.files(of: paths.project) { path in
      let place = PathRules.join(paths.project, path)
      return [paths.output, paths.media, paths.state].contains(place)
        || Files.exists(PathRules.join(place, ContentReader.marker))
    }
    if let theme, !PathRules.isInside(theme, paths.project) {
      for (path, stamp) in Self.files(of: theme, skip: { _ in false }) { files[PathRules.join(theme, path)] = stamp }
    }
    self.files = files
  }

  private static func files(of root: String, skip: (String) -> Bool) -> [String: Stamp] {
    var files: [String: Stamp] = [:]
    for entry in FolderWalk.entries(of: root, skip: skip).entries where entry.status.kind != .folder {
      files[entry.path] = Stamp(
        size: entry.status.size, modified: entry.status.modified, changed: entry.status.changed,
        inode: entry.status.inode)
    }
    return files
  }

  /// Paths that came, went or changed, sorted.
  public func changes(since old: ProjectSnapshot) -> [String] {
    let gone = old.files.keys.filter { files[$0] == nil }
    let other = files.keys.filter { files[$0] != old.files[$0] }
    return (gone + other).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }
}
