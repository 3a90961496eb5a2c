import Diagnostics

/// The theme's modules and how they import one another.
struct ModuleGraph {
  struct Module {
    let script: Script
    let shape: ModuleShape?
    let scopes: ScriptScopes?
    /// Names of assets, by the token that names them; without what is not there.
    var targets: [Int: String] = [:]
    /// Those that are evaluated before it, in their order.
    var needs: [String] = []
    /// Those that it loads by `import()`.
    var loads: [String] = []
  }

  private(set) var modules: [String: Module] = [:]
  /// Each behind all that it imports.
  private(set) var order: [String] = []
  /// Of modules that import what is not there, or one another in a circle.
  private(set) var diagnostics: [Diagnostic] = []

  init(_ files: [String: [UInt8]]) {
    for name in files.keys.sorted() where Self.isModule(name) { read(name, files, importing: []) }
  }

  static func isModule(_ name: String) -> Bool { name.hasSuffix(".js") || name.hasSuffix(".mjs") }

  /// What cannot be imported is left as it is written.
  ///
  /// - Parameter importing: the modules that led here, the first one first.
  private mutating func read(_ name: String, _ files: [String: [UInt8]], importing: [String]) {
    guard modules[name] == nil, let bytes = files[name] else { return }
    let importing = importing + [name]
    let script = Script(bytes)
    let shape = ModuleShape(script)
    var module = Module(script: script, shape: shape, scopes: shape.flatMap { ScopeReader.scopes(script, $0) })
    modules[name] = module
    for place in ModuleImports(script).all {
      let asset = Self.resolved(place.name, from: name)
      // Behind its quote.
      let location = Self.location(name, bytes, script.tokens[place.token].range.lowerBound + 1)
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
      if Self.isModule(asset) { read(asset, files, importing: importing) }
      module.targets[place.token] = asset
      if place.isStatic { module.needs.append(asset) } else { module.loads.append(asset) }
    }
    modules[name] = module
    order.append(name)
  }

  /// `../x.js` in `player/y.js` is `x.js`.
  private static func resolved(_ reference: String, from name: String) -> String {
    var parts = name.split(separator: "/").dropLast()
    for part in reference.split(separator: "/") where part != "." {
      if part == "..", !parts.isEmpty { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  static func relative(_ name: String, from other: String) -> String {
    let depth = other.count { $0 == "/" }
    return (depth == 0 ? "./" : String(repeating: "../", count: depth)) + name
  }

  private static func location(_ name: String, _ bytes: [UInt8], _ offset: Int) -> Location {
    let before = bytes[..<offset]
    let line = before.count { $0 == 0x0A } + 1
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    return Location("templates/assets/" + name, line: line, column: offset - start + 1)
  }
}
