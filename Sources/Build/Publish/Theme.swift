import Files

/// The theme's files with the project's own over them: a file of the same relative name replaces the theme's, except words,
/// which are laid over them one by one.
struct Theme: Sendable {
  /// By name below the folder: `watch.html`, `partials/card.html`, `strings/fr.txt`.
  var templates: [String: [UInt8]] = [:]
  /// By name below `assets/`.
  var assets: [String: [UInt8]] = [:]

  /// All paths below the two folders.
  var themeFiles: Set<String> = []
  var ownFiles: Set<String> = []

  private static let fileLimit = 8 << 20

  static func load(theme: String, overrides: String) throws(FileError) -> Theme {
    var result = Theme()
    for (folder, isOwn) in [(theme, false), (overrides, true)] {
      guard try Files.status(folder)?.kind == .folder else { continue }
      for entry in FolderWalk.entries(of: folder, skip: { _ in false }).entries where entry.status.kind == .file {
        let bytes = try Files.read(PathRules.join(folder, entry.path), limit: fileLimit)
        if isOwn { result.ownFiles.insert(entry.path) } else { result.themeFiles.insert(entry.path) }
        if entry.path.hasPrefix("assets/") {
          result.assets[String(entry.path.dropFirst("assets/".count))] = bytes
        } else if isOwn, entry.path.hasPrefix("strings/") {
          result.templates["/" + entry.path] = bytes
        } else {
          result.templates[entry.path] = bytes
        }
      }
    }
    return result
  }
}
