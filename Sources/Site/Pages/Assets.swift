import Catalog
import Diagnostics
import Hashing
import Templates

/// The theme's assets under their published names, `assets/<stem>-<8 hex of SHA-256>.<extension>`: a new form has a new
/// name, so that browsers may keep each for a year.
struct Assets: Sendable {
  /// Published path by name: `style.css` -> `assets/style-1a2b3c4d.css`.
  private var paths: [String: String] = [:]
  private(set) var documents: [Document] = []
  /// Of all published names.
  private(set) var digest = SHA256.hash([])
  /// Of modules that import what is not there, or one another in a circle.
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - accent: `#rrggbb`, added to `style.css` in shades that can be read.
  ///   - channels: those whose pages may have a colour of their own.
  ///   - own: names of what people wrote themselves, which is published as it is. The theme's scripts go without what people alone
  ///     read, and several in one file, since a viewer waits for each.
  ///   - written: the names that templates write. A module among them, `assets.player.js`, is a file of its own.
  init(
    _ files: [String: [UInt8]], accent: String?, channels: [Channel] = [], own: Set<String> = [],
    written: Set<String> = []
  ) {
    // What names other assets comes after them.
    let names = files.keys.sorted()
    for name in names where !ModuleGraph.isModule(name) && !name.hasSuffix(".css") { publish(name, files[name] ?? []) }
    publishModules(files, own: own, written: written)
    for name in names where name.hasSuffix(".css") {
      let own = name == "style.css" ? Self.accents(accent, channels) : ""
      publish(name, rewritten(files[name] ?? []) + own.utf8)
    }
    var digest = InputDigest("assets 1")
    for document in documents { digest.add(document.path) }
    self.digest = digest.finish()
  }

  /// The class of the `<body>` of a channel's pages; nil where it has no colour of its own.
  static func pageClass(_ channel: Channel?) -> String? { channel?.accent.map { _ in "of-\(channel?.name ?? "")" } }

  private static func accents(_ site: String?, _ channels: [Channel]) -> String {
    let own = channels.map { channel in
      pageClass(channel).flatMap { name in channel.accent.flatMap(Accent.init)?.css(".\(name)") } ?? ""
    }
    return (site.flatMap(Accent.init)?.css() ?? "") + own.joined()
  }

  /// `assets.style.css` in templates: objects nested at the dots of names.
  func value(_ links: PageLinks) -> Value {
    var root: [String: Value] = [:]
    for (name, path) in paths {
      let parts = name.split(separator: ".").map(String.init)
      Self.insert(.text(links.to(path)), at: parts[...], in: &root)
    }
    return .object(root)
  }

  private mutating func publish(_ name: String, _ bytes: [UInt8]) {
    let hash = SHA256.hash(bytes)
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    let path = "assets/\(name[..<dot])-\(hash.hex.prefix(8))\(name[dot...])"
    paths[name] = path
    documents.append(Document(path: path, inputs: hash) { bytes })
  }

  /// What a module imports is published before it, since its name tells its bytes.
  private mutating func publishModules(_ files: [String: [UInt8]], own: Set<String>, written: Set<String>) {
    let graph = ModuleGraph(files)
    diagnostics += graph.diagnostics
    // `{{#assets}}{{player.js}}{{/assets}}` names one as well.
    let isNamed = { (name: String) in
      written.contains { $0 == name || $0 != "assets" && "assets.\(name).".hasPrefix($0 + ".") }
    }
    let modules = ModuleFiles(graph, own: own, named: isNamed)
    for name in graph.order where modules.file[name] == name {
      publish(name, ModuleWriting(graph, modules, paths).bytes(of: name, isOwn: own.contains(name)))
    }
  }

  /// `url(x)` and `url("x")` in a style sheet, where `x` is an asset.
  private func rewritten(_ bytes: [UInt8]) -> [UInt8] {
    var css = String(decoding: bytes, as: UTF8.self)
    for (name, path) in paths.sorted(by: { $0.key < $1.key }) {
      for quote in ["", "\"", "'"] {
        css.replace("url(\(quote)\(name)\(quote))", with: "url(\"\(path.dropFirst("assets/".count))\")")
      }
    }
    return Array(css.utf8)
  }

  private static func insert(_ value: Value, at parts: ArraySlice<String>, in object: inout [String: Value]) {
    guard let first = parts.first else { return }
    guard parts.count > 1 else {
      object[first] = value
      return
    }
    var inner: [String: Value] = [:]
    if case .object(let fields) = object[first] { inner = fields }
    insert(value, at: parts.dropFirst(), in: &inner)
    object[first] = .object(inner)
  }
}
