import Diagnostics
import Files

/// Files of the theme, as a project takes them over to change them.
public struct ThemeCopy: Sendable, Hashable {
  /// The theme's folder.
  public let folder: String
  /// Below it; a name of one of its folders stands for all in it. Empty: everything.
  public let names: [String]

  public init(folder: String, names: [String]) { (self.folder, self.names) = (folder, names) }

  /// Whether an argument of `bobine init --theme` names something of the theme, and not the project's folder: it has the
  /// ending of a file of a theme, or is a part of this one.
  public static func isName(_ argument: String, in folder: String) -> Bool {
    let name = relative(argument)
    if name.isEmpty || argument.hasPrefix("/") || argument.hasPrefix("..") { return false }
    if [".html", ".txt", ".css", ".js", ".svg"].contains(where: { name.hasSuffix($0) }) { return true }
    let first = name.split(separator: "/").first.map(String.init) ?? name
    return Files.isFolder(PathRules.join(folder, first)) || Files.exists(PathRules.join(folder, name + ".html"))
  }

  /// `./templates/partials/card.html` is what a reader of a diagnostic types: the place in the project.
  private static func relative(_ name: String) -> String {
    var name = name[...]
    while name.hasPrefix("./") { name.removeFirst(2) }
    if name.hasPrefix("templates/") { name.removeFirst("templates/".count) }
    while name.hasSuffix("/") { name.removeLast() }
    return String(name)
  }

  /// By path below the project.
  func files() throws -> [(path: String, bytes: [UInt8])] {
    let all = FolderWalk.entries(of: folder, skip: { _ in false }).entries.filter { $0.status.kind == .file }.map(
      \.path)
    return try chosen(from: all).map { path in
      let bytes = try Files.read(PathRules.join(folder, path), limit: 8 << 20)
      return ("templates/" + path, path.hasPrefix("strings/") ? Self.switchedOff(bytes) : bytes)
    }
  }

  private func chosen(from all: [String]) throws -> [String] {
    if names.isEmpty { return all }
    var chosen: Set<String> = []
    for name in names.map(Self.relative) {
      let found = all.filter { $0 == name || $0.hasPrefix(name + "/") }
      if found.isEmpty {
        let near = nearestPath(name + ".html", among: all) ?? nearestPath(name, among: all)
        throw Refusal(diagnostic: .noSuchThemeFile(name, suggestion: near, theme: folder))
      }
      chosen.formUnion(found)
    }
    return all.filter(chosen.contains)
  }

  /// Words are laid over the theme's one by one, so a copy has each of them as a note: a word that is not taken out of it
  /// goes on to be the theme's, also after an update.
  private static func switchedOff(_ bytes: [UInt8]) -> [UInt8] {
    var out = Array("# Take away the sign # before a word that you change; the others are the theme's.\n\n".utf8)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if let first = line.first, first != UInt8(ascii: "#") { out.append(UInt8(ascii: "#")) }
      out += line + [UInt8(ascii: "\n")]
    }
    out.removeLast()
    return out
  }
}
