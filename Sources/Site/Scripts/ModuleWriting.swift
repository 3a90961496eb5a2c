/// The text of a published module.
struct ModuleWriting {
  private let graph: ModuleGraph
  private let files: ModuleFiles
  /// By module: where its file is published, `assets/kept-1a2b3c4d.js`.
  private let paths: [String: String]

  init(_ graph: ModuleGraph, _ files: ModuleFiles, _ paths: [String: String]) {
    self.graph = graph
    self.files = files
    self.paths = paths
  }

  /// - Parameter isOwn: written by people, and published as it is but for the names of what it imports.
  func bytes(of name: String, isOwn: Bool) -> [UInt8] {
    guard let module = graph.modules[name] else { return [] }
    if let joining = files.members[name].flatMap({ ModuleJoining(graph, files, $0) }) {
      return joining.bytes(path: { path(of: $0, from: name) ?? [] }, texts: { texts(of: $0, in: name) })
    }
    let names = texts(of: module, in: name)
    guard isOwn || !module.script.isSure else { return ScriptWriting(module.script, texts: names).bytes }
    var out: [UInt8] = []
    var end = 0
    for (token, text) in names.sorted(by: { $0.key < $1.key }) {
      let range = module.script.tokens[token].range
      out += module.script.bytes[end..<range.lowerBound] + text
      end = range.upperBound
    }
    return out + module.script.bytes[end...]
  }

  /// The published names of what a module imports, by token.
  private func texts(of module: ModuleGraph.Module, in file: String) -> [Int: [UInt8]] {
    var texts: [Int: [UInt8]] = [:]
    for (token, target) in module.targets {
      guard let quote = module.script.slice(token).first, let path = path(of: target, from: file) else { continue }
      texts[token] = [quote] + path + [quote]
    }
    return texts
  }

  private func path(of target: String, from file: String) -> [UInt8]? {
    paths[target].map { Array(ModuleGraph.relative(String($0.dropFirst("assets/".count)), from: file).utf8) }
  }
}
