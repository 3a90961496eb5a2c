/// Which modules are published as a file of their own, and which as part of another.
///
/// Whoever imports a module statically waits for it in any case. So one that only modules of one file import becomes part of that file:
/// fewer requests, and one text for a compressor. What pages name and what is loaded later (`import()`) is a file, and so is what two
/// files need, since there is one instance of a module.
struct ModuleFiles {
  /// By module: that of the file that it is in.
  private(set) var file: [String: String] = [:]
  /// By file of modules that can be joined: these, in the order in which they are evaluated, its own last, which may be the only one.
  private(set) var members: [String: [String]] = [:]

  private let graph: ModuleGraph

  /// - Parameters:
  ///   - own: modules that people wrote themselves, which are published as they are.
  ///   - named: whether templates name a module.
  init(_ graph: ModuleGraph, own: Set<String>, named: (String) -> Bool) {
    self.graph = graph
    let joinable = Set(graph.order.filter { !own.contains($0) && Self.isJoinable($0, graph) })
    let loaded = Set(graph.modules.values.flatMap(\.loads))
    var importers: [String: Set<String>] = [:]
    // Importers come before what they import.
    for name in graph.order.reversed() {
      let files = Set((importers[name] ?? []).map { file[$0] ?? $0 })
      let isPart = files.count == 1 && joinable.contains(name) && !loaded.contains(name) && !named(name)
      file[name] = files.first.flatMap { isPart && joinable.contains($0) ? $0 : nil } ?? name
      for need in graph.modules[name]?.needs ?? [] { importers[need, default: []].insert(name) }
    }
    for name in graph.order where file[name] == name {
      let order = evaluated(name)
      let parts = order.filter { file[$0] == name }
      if parts.count > 1, keepsOrder(order, of: name) { members[name] = parts }
    }
    for (name, one) in file where members[one] == nil { file[name] = name }
    for name in joinable where file[name] == name && members[name] == nil { members[name] = [name] }
  }

  /// The files that a file imports statically, in the order in which they are evaluated.
  func imports(of name: String) -> [String] {
    var files: [String] = []
    for need in direct(name, [name]) where !files.contains(need) { files.append(need) }
    return files
  }

  /// What modules of a file import that are others' files, as they are met from `names` on.
  private func direct(_ file: String, _ names: [String]) -> [String] {
    names.flatMap { name in
      (graph.modules[name]?.needs ?? []).flatMap { need in
        self.file[need] == file ? direct(file, [need]) : [need]
      }
    }
  }

  /// All that a module waits for, and itself, as a browser evaluates them (ECMA-262, 16.2.1.5.3).
  private func evaluated(_ name: String) -> [String] {
    var order: [String] = []
    var seen: Set<String> = []
    func visit(_ name: String) {
      guard seen.insert(name).inserted else { return }
      for need in graph.modules[name]?.needs ?? [] { visit(need) }
      order.append(name)
    }
    visit(name)
    return order
  }

  /// A file's imports are evaluated before all that is in it. Where that turns an order round, one of the two has to be a module that
  /// only declares things.
  private func keepsOrder(_ order: [String], of file: String) -> Bool {
    var hasActed = false
    for name in order {
      let acts = graph.modules[name].map { !ModuleEffects.isNone($0.script) } ?? true
      if self.file[name] == file {
        hasActed = hasActed || acts
      } else if hasActed, acts {
        return false
      }
    }
    return true
  }

  /// Whether it can be told what its names stand for and what it imports, and that all of it is there.
  private static func isJoinable(_ name: String, _ graph: ModuleGraph) -> Bool {
    guard let module = graph.modules[name], let shape = module.shape, let scopes = module.scopes else { return false }
    guard shape.exports.allSatisfy({ scopes.outermost($0.local) != nil }) else { return false }
    return shape.imports.allSatisfy { made in
      guard let target = module.targets[made.token], let other = graph.modules[target]?.shape else { return false }
      // Whether others wait for it, for one.
      if graph.modules[target]?.scopes == nil { return false }
      let exports = Set(other.exports.map(\.exported))
      return made.names.allSatisfy { exports.contains($0.exported) }
        // An object that has all of them would take that one for something else.
        && (made.whole == nil || !exports.isEmpty && !exports.contains("__proto__"))
    }
  }
}
