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
  ///   - own: names of what people wrote themselves, which is published as it is. The theme's scripts go without comments and
  ///     indentation, which are a third of what a viewer would wait for.
  init(_ files: [String: [UInt8]], accent: String?, channels: [Channel] = [], own: Set<String> = []) {
    // What names other assets comes after them.
    let names = files.keys.sorted()
    for name in names where !Self.isModule(name) && !name.hasSuffix(".css") { publish(name, files[name] ?? []) }
    for name in names where Self.isModule(name) { publishModule(name, files, own, importing: []) }
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

  private static func isModule(_ name: String) -> Bool { name.hasSuffix(".js") || name.hasSuffix(".mjs") }

  /// With the published names of what it imports in place of those in its folder. What it imports is published before, since
  /// its name tells its bytes; what cannot be is left as it is written.
  ///
  /// - Parameter importing: the modules that led here, the first one first.
  private mutating func publishModule(
    _ name: String, _ files: [String: [UInt8]], _ own: Set<String>, importing: [String]
  ) {
    guard paths[name] == nil, let bytes = files[name] else { return }
    let importing = importing + [name]
    let module = ModuleImports(bytes)
    var changes = own.contains(name) ? [] : module.blanks
    for (place, asset) in module.all.map({ ($0, Self.resolved($0.name, from: name)) }) {
      let location = Self.location(name, bytes, place.range.lowerBound)
      guard files[asset] != nil, !asset.hasSuffix(".css") else {
        let near = nearestPath(asset, among: files.keys.filter { Self.isModule($0) && $0 != name }.sorted())
        let suggestion = near.map { Self.relative($0, from: name) }
        diagnostics.append(.moduleUnknown(at: location, name: place.name, suggestion: suggestion))
        continue
      }
      if let first = importing.firstIndex(of: asset) {
        diagnostics.append(.moduleCycle(at: location, circle: importing[first...] + [asset]))
        continue
      }
      publishModule(asset, files, own, importing: importing)
      guard let path = paths[asset] else { continue }
      changes.append((place.range, Array(Self.relative(String(path.dropFirst("assets/".count)), from: name).utf8)))
    }
    publish(name, Self.changed(bytes, changes))
  }

  /// None of the ranges meets another.
  private static func changed(_ bytes: [UInt8], _ changes: [(range: Range<Int>, short: [UInt8])]) -> [UInt8] {
    var out: [UInt8] = []
    var end = 0
    for (range, text) in changes.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      out += bytes[end..<range.lowerBound] + text
      end = range.upperBound
    }
    return out + bytes[end...]
  }

  /// `../x.js` in `player/y.js` is `x.js`.
  private static func resolved(_ reference: String, from name: String) -> String {
    var parts = name.split(separator: "/").dropLast()
    for part in reference.split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  private static func relative(_ name: String, from other: String) -> String {
    let depth = other.count { $0 == "/" }
    return (depth == 0 ? "./" : String(repeating: "../", count: depth)) + name
  }

  private static func location(_ name: String, _ bytes: [UInt8], _ offset: Int) -> Location {
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Location("templates/assets/" + name, line: line, column: offset - start + 1)
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
