import Files

/// The theme's files with the project's own over them: a file of the same relative name replaces the theme's.
struct Theme: Sendable {
  /// By name below the folder: `watch.html`, `partials/card.html`, `strings/fr.txt`.
  var templates: [String: [UInt8]] = [:]
  /// By name below `assets/`.
  var assets: [String: [UInt8]] = [:]

  private static let fileLimit = 8 << 20

  static func load(theme: String, overrides: String) throws(FileError) -> Theme {
    var result = Theme()
    for folder in [theme, overrides] {
      guard try Files.status(folder)?.kind == .folder else { continue }
      for entry in FolderWalk.entries(of: folder, skip: { _ in false }).entries where entry.status.kind == .file {
        let bytes = try Files.read(PathRules.join(folder, entry.path), limit: fileLimit)
        if entry.path.hasPrefix("assets/") {
          result.assets[String(entry.path.dropFirst("assets/".count))] = bytes
        } else {
          result.templates[entry.path] = bytes
        }
      }
    }
    return result
  }
}
