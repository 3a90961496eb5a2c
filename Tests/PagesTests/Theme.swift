import Files
import Site

/// The theme of this repository, read as a build reads it.
enum Theme {
  static let folder = PathRules.join(PathRules.parent(PathRules.parent(PathRules.parent(#filePath))), "templates")

  static func load() throws -> (templates: [String: [UInt8]], assets: [String: [UInt8]]) {
    var templates: [String: [UInt8]] = [:]
    for (folder, ending) in [("", ".html"), ("partials", ".html"), ("strings", ".txt")] {
      for (name, bytes) in try files(in: folder) where name.hasSuffix(ending) { templates[name] = bytes }
    }
    var assets: [String: [UInt8]] = [:]
    for (name, bytes) in try files(in: "assets") { assets[String(name.dropFirst("assets/".count))] = bytes }
    return (templates, assets)
  }

  private static func files(in relative: String) throws -> [(String, [UInt8])] {
    let path = relative.isEmpty ? folder : PathRules.join(folder, relative)
    return try Files.list(path).filter { !Files.isFolder(PathRules.join(path, $0)) }.map { name in
      (relative.isEmpty ? name : "\(relative)/\(name)", try Files.read(PathRules.join(path, name), limit: 1 << 20))
    }
  }
}
