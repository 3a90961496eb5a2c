/// The modules of a file one behind the other, in one scope, with short names (`ShortNames`): what one imports from another of the file
/// is the other's own name.
///
/// So it takes that what each name stands for is certain (`ScriptScopes`), that exports never get another value (`ModuleShape`), and that
/// the order is that in which a browser evaluates modules.
struct ModuleJoining {
  private struct Member {
    let module: ModuleGraph.Module
    let shape: ModuleShape
    let scopes: ScriptScopes
  }

  private let members: [Member]
  private let places: [String: Int]
  /// Other files, in the order in which they are evaluated.
  private let imports: [String]
  private let names: ShortNames

  /// - Parameter members: the file's own module last.
  init?(_ graph: ModuleGraph, _ files: ModuleFiles, _ members: [String]) {
    guard let file = members.last else { return nil }
    self.members = members.compactMap { name in
      guard let module = graph.modules[name], let shape = module.shape, let scopes = module.scopes else { return nil }
      return Member(module: module, shape: shape, scopes: scopes)
    }
    if self.members.count < members.count { return nil }
    imports = files.imports(of: file)
    places = Dictionary(zip(members, members.indices)) { first, _ in first }
    names = ShortNames(self.members.map(\.scopes), same: Self.same(self.members, places))
  }

  /// - Parameters:
  ///   - path: of another file, from this one.
  ///   - texts: what stands instead of tokens of a module: names of what it loads later.
  func bytes(path: (String) -> [UInt8], texts: (ModuleGraph.Module) -> [Int: [UInt8]]) -> [UInt8] {
    var out: [UInt8] = []
    for file in imports { out += importing(file, String(decoding: path(file), as: UTF8.self)).utf8 }
    for (index, member) in members.enumerated() {
      for made in member.shape.imports { out += whole(made, index).utf8 }
      out += text(member, index, texts(member.module))
    }
    let exports = members.last?.shape.exports.map { export in
      Self.pair(names.named(export.local, members.count - 1, members[members.count - 1].scopes), "as", export.exported)
    }
    if let exports, !exports.isEmpty { out += "export{\(exports.joined(separator: ","))};".utf8 }
    return out + [0x0A]
  }

  private func text(_ member: Member, _ index: Int, _ texts: [Int: [UInt8]]) -> [UInt8] {
    var texts = member.scopes.forms.merging(texts) { _, text in text }
    for place in member.scopes.places {
      let (short, name) = (names[index, place.binding], member.scopes.bindings[place.binding].name)
      texts[place.token] = Array((place.isProperty && short != name ? "\(name):\(short)" : short).utf8)
    }
    let writing = ScriptWriting(
      member.module.script, texts: texts, left: member.shape.left, needless: member.scopes.needless)
    let isEnded = writing.pieces.last.map { $0.isMark(";") || $0.end == .statement } ?? true
    return writing.bytes + (isEnded ? [] : [UInt8(ascii: ";")])
  }

  // MARK: imports

  /// What members import of another file, or that it is to be evaluated.
  private func importing(_ file: String, _ path: String) -> String {
    var parts: [String] = []
    var whole: [String] = []
    for (index, member) in members.enumerated() {
      for made in member.shape.imports where member.module.targets[made.token] == file {
        for name in made.names {
          parts.append(Self.pair(name.exported, "as", names.named(name.local, index, member.scopes)))
        }
        if let name = made.whole { whole.append("*as " + names.named(name, index, member.scopes)) }
      }
    }
    if !parts.isEmpty { whole.append("{\(Self.once(parts).joined(separator: ","))}") }
    return whole.isEmpty ? "import\"\(path)\";" : Self.once(whole).map { "import\($0)from\"\(path)\";" }.joined()
  }

  /// `import * as` of a module of the same file: an object with what it exports.
  private func whole(_ made: ModuleShape.Import, _ index: Int) -> String {
    guard let name = made.whole, let target = members[index].module.targets[made.token], let place = places[target]
    else {
      return ""
    }
    let exports = members[place].shape.exports.map { export in
      Self.pair(export.exported, ":", names.named(export.local, place, members[place].scopes))
    }
    return "let \(names.named(name, index, members[index].scopes))={\(exports.joined(separator: ","))};"
  }

  /// `a`, `a:b`, `a as b`.
  private static func pair(_ first: String, _ mark: String, _ second: String) -> String {
    first == second ? first : mark == ":" ? "\(first):\(second)" : "\(first) \(mark) \(second)"
  }

  private static func once(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// What each import means: an export of another member, or what the first import of the same of another file is.
  private static func same(_ members: [Member], _ places: [String: Int]) -> [ShortNames.Declared: ShortNames.Declared] {
    var same: [ShortNames.Declared: ShortNames.Declared] = [:]
    var first: [[String]: ShortNames.Declared] = [:]
    for (index, member) in members.enumerated() {
      for made in member.shape.imports {
        guard let target = member.module.targets[made.token] else { continue }
        for name in made.names + (made.whole.map { [ModuleShape.Name(exported: "*", local: $0)] } ?? []) {
          guard let binding = member.scopes.outermost(name.local) else { continue }
          let one = ShortNames.Declared(module: index, binding: binding)
          if let place = places[target] {
            let local = members[place].shape.exports.first { $0.exported == name.exported }?.local
            // A whole one is an object of its own.
            guard let local, let meant = members[place].scopes.outermost(local) else { continue }
            same[one] = ShortNames.Declared(module: place, binding: meant)
          } else if let meant = first[[target, name.exported]] {
            same[one] = meant
          } else {
            first[[target, name.exported]] = one
          }
        }
      }
    }
    return same
  }
}

extension ShortNames {
  /// Of what a module declares outermost.
  fileprivate func named(_ name: String, _ module: Int, _ scopes: ScriptScopes) -> String {
    scopes.outermost(name).map { self[module, $0] } ?? name
  }
}
