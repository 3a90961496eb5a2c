/// The text of a published module.
///
/// One that is joined of several has each as a function that returns its exports, called once: names within stay its own, and nothing
/// but `$0`, `$1` ... stands around them that a module could take for a global of the browser.
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
    if let members = files.members[name] { return joined(members, in: name) }
    let texts = texts(of: module, in: name)
    guard isOwn || !module.script.isSure else { return ScriptWriting(module.script, texts: texts).bytes }
    var out: [UInt8] = []
    var end = 0
    for (token, text) in texts.sorted(by: { $0.key < $1.key }) {
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

  // MARK: several in one

  private func joined(_ members: [String], in file: String) -> [UInt8] {
    var free = freeNames(members)[...]
    let imports = files.imports(of: file)
    let objects = Dictionary(zip(imports + members.dropLast(), free)) { first, _ in first }
    free = free.dropFirst(objects.count)
    var out = ""
    for name in imports {
      let isBare = !members.contains { !self.imports(of: $0, from: name).isEmpty }
      let path = path(of: name, from: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
      out += "import\(isBare ? "" : "*as \(objects[name] ?? "") from")\"\(path)\";"
    }
    for name in members {
      let exports = graph.modules[name]?.shape?.exports ?? []
      let names = Array(zip(exports, free))
      if name == file {
        out += names.isEmpty ? "" : "const{\(names.map { "\($0.exported):\($1)" }.joined(separator: ","))}="
      } else if !exports.isEmpty {
        out += "const \(objects[name] ?? "")="
      }
      out += "(()=>{\(function(name, objects, in: file))})();"
      if name == file, !names.isEmpty {
        out += "export{\(names.map { "\($1) as \($0.exported)" }.joined(separator: ","))};"
      }
      out += "\n"
    }
    return Array(out.utf8)
  }

  /// `$0`, `$1` ..., as many as are needed, of those that no module uses.
  private func freeNames(_ members: [String]) -> [String] {
    var used: Set<String> = []
    var count = files.imports(of: members.last ?? "").count + members.count
    for name in members {
      guard let module = graph.modules[name] else { continue }
      count += module.shape?.exports.count ?? 0
      for index in module.script.tokens.indices where module.script.slice(index).first == UInt8(ascii: "$") {
        used.insert(module.script.text(index))
      }
    }
    return (0..<(count + used.count)).map { "$\($0)" }.filter { !used.contains($0) }
  }

  private func imports(of name: String, from target: String) -> [ModuleShape.Import] {
    guard let module = graph.modules[name] else { return [] }
    return (module.shape?.imports ?? []).filter {
      module.targets[$0.token] == target && ($0.whole != nil || !$0.names.isEmpty)
    }
  }

  /// What it imports, its statements, what it exports.
  private func function(_ name: String, _ objects: [String: String], in file: String) -> String {
    guard let module = graph.modules[name], let shape = module.shape else { return "" }
    var out = ""
    for made in shape.imports {
      guard let target = module.targets[made.token], let object = objects[target] else { continue }
      if let whole = made.whole { out += "const \(whole)=\(object);" }
      if !made.names.isEmpty { out += "const{\(Self.list(made.names.map { ($0.exported, $0.local) }))}=\(object);" }
    }
    let writing = ScriptWriting(module.script, texts: texts(of: module, in: file), left: shape.left)
    out += String(decoding: writing.bytes, as: UTF8.self)
    let isEnded = writing.pieces.last.map { $0.isMark(";") || $0.end == .statement } ?? true
    return shape.exports.isEmpty
      ? out : out + (isEnded ? "" : "\n") + "return{\(Self.list(shape.exports.map { ($0.exported, $0.local) }))}"
  }

  /// `a,b:c`.
  private static func list(_ names: [(String, String)]) -> String {
    names.map { $0 == $1 ? $0 : "\($0):\($1)" }.joined(separator: ",")
  }
}
