import Catalog
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

  /// - Parameters:
  ///   - accent: `#rrggbb`, added to `style.css` in shades that can be read.
  ///   - channels: those whose pages may have a colour of their own.
  init(_ files: [String: [UInt8]], accent: String?, channels: [Channel] = []) {
    // Style sheets last: they name other assets.
    let sorted = files.sorted { a, b in
      (a.key.hasSuffix(".css") ? 1 : 0, a.key) < (b.key.hasSuffix(".css") ? 1 : 0, b.key)
    }
    for (name, bytes) in sorted {
      var bytes = bytes
      if name.hasSuffix(".css") {
        bytes = rewritten(bytes)
        if name == "style.css" { bytes += Self.accents(accent, channels).utf8 }
      }
      publish(name, bytes)
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
