/// Paths as texts: pure rules, no disk.
public enum PathRules {
  /// `a` and `b` with one slash between; `b` alone where it is absolute or `a` is empty.
  public static func join(_ a: String, _ b: String) -> String {
    if a.isEmpty || b.hasPrefix("/") { return b }
    if b.isEmpty { return a }
    return a.utf8.last == slash ? a + b : a + "/" + b
  }

  /// The folder above: `/a` of `/a/b`, `/` of `/a`, "" of `a`.
  public static func parent(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let cut = trimmed.utf8.lastIndex(of: slash) else { return trimmed.isEmpty && !path.isEmpty ? "/" : "" }
    let above = withoutTrailingSlashes(trimmed[..<cut])
    return above.isEmpty ? "/" : String(above)
  }

  /// The last name: `b.mp4` of `/a/b.mp4`.
  public static func lastComponent(_ path: String) -> String {
    let trimmed = withoutTrailingSlashes(path)
    guard let cut = trimmed.utf8.lastIndex(of: slash) else { return String(trimmed) }
    return String(trimmed[trimmed.utf8.index(after: cut)...])
  }

  /// The last name without its extension: `talk.fr` of `a/talk.fr.vtt`, `.hidden` of `.hidden`.
  public static func stem(_ path: String) -> String {
    let name = lastComponent(path)
    return dot(in: name).map { String(name[..<$0]) } ?? name
  }

  /// The extension without its dot and as it is written: `vtt` of `a/talk.fr.vtt`, "" where there is none.
  public static func `extension`(_ path: String) -> String {
    let name = lastComponent(path)
    return dot(in: name).map { String(name[name.utf8.index(after: $0)...]) } ?? ""
  }

  /// The names of a path, without empty ones and `.`; `..` takes the one before it away and never leads above the start.
  public static func components(_ path: String) -> [String] {
    var names: [String] = []
    for part in path.utf8.split(separator: slash) {
      let name = String(Substring(part))
      switch name {
      case ".": continue
      case "..": _ = names.popLast()
      default: names.append(name)
      }
    }
    return names
  }

  /// Without `.`, `..`, doubled and trailing slashes; absolute stays absolute.
  public static func normalise(_ path: String) -> String {
    let names = components(path).joined(separator: "/")
    return path.hasPrefix("/") ? "/" + names : names
  }

  /// The absolute path that a text of the command line or of a file in `folder` means.
  public static func absolute(_ path: String, from folder: String) -> String {
    normalise(join(folder, path))
  }

  /// Whether `path` is `folder` or lies below it. Both are absolute and normalised; compared by bytes.
  public static func isInside(_ path: String, _ folder: String) -> Bool {
    if folder == "/" { return path.hasPrefix("/") }
    let (inner, outer) = (Array(path.utf8), Array(folder.utf8))
    return inner.starts(with: outer) && (inner.count == outer.count || inner[outer.count] == slash)
  }

  /// `path` as seen from `folder`, without a leading slash; nil where it does not lie inside.
  public static func relative(_ path: String, to folder: String) -> String? {
    guard isInside(path, folder) else { return nil }
    let rest = Substring(path.utf8.dropFirst(folder.utf8.count))
    return String(rest.utf8.first == slash ? rest.dropFirst() : rest)
  }

  /// Whether a relative path may be published: it stays below its root whatever reads it, and every server can name it.
  ///
  /// No empty part, no `.` or `..`, no backslash (a separator on Windows), no control character, at most 255 bytes a name
  /// (Linux) and 1,000 bytes in all.
  public static func isPublishable(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= 1000 else { return false }
    return path.utf8.split(separator: slash, omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.count <= 255 && String(Substring(part)) != "." && String(Substring(part)) != ".."
        && part.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") }
    }
  }

  private static let slash = UInt8(ascii: "/")

  private static func withoutTrailingSlashes(_ path: some StringProtocol) -> Substring {
    var rest = Substring(path)
    while rest.utf8.last == slash { rest = Substring(rest.utf8.dropLast()) }
    return rest
  }

  /// The dot before the extension; a name that only begins with dots has none.
  private static func dot(in name: String) -> String.Index? {
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return name.utf8[..<dot].allSatisfy { $0 == UInt8(ascii: ".") } ? nil : dot
  }
}
