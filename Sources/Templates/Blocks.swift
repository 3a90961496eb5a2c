import Diagnostics

/// Compares the blocks that templates fill with those that their parents have.
///
/// A block counts as had if the parent has it, or a template that the parent calls: what is filled is seen on the whole way
/// in (Mustache, inheritance).
struct Blocks {
  private let templates: [String: Template]
  private var reached: [String: Set<String>] = [:]

  init(_ templates: [String: Template]) { self.templates = templates }

  /// A fill that nothing takes.
  struct Lost {
    var block: Reference
    /// The name of the parent's template.
    var parent: String
    /// What it has, sorted.
    var known: [String]
    /// Nothing but text goes: a size, a level, the name of a class.
    var isText: Bool
  }

  /// The fills of one template that its parents do not take, in the order written. A parent that is not there takes all:
  /// that is another mistake.
  mutating func lost(in template: Template) -> [Lost] {
    var lost: [Lost] = []
    for (parent, fills, places) in template.nodes.parents {
      let name = TemplateSet.key(parent.name)
      guard templates[name] != nil else { continue }
      var known = blocks(below: name)
      // What fills one block may hold another.
      for body in fills.values { known.formUnion(blocks(of: body)) }
      let inOrder = places.sorted { $0.value.isBefore($1.value) }
      for (block, place) in inOrder where !known.contains(block) {
        let isText = fills[block]?.allSatisfy { if case .literal = $0 { true } else { false } } ?? true
        lost.append(
          Lost(block: Reference(name: block, location: place), parent: name, known: known.sorted(), isText: isText))
      }
    }
    return lost
  }

  /// The templates that a template calls, on the whole way in, and it itself.
  func called(from name: String) -> Set<String> {
    var found: Set<String> = []
    var open = [name]
    while let next = open.popLast() {
      guard let template = templates[next], found.insert(next).inserted else { continue }
      open += template.nodes.references.map { TemplateSet.key($0.name) }
    }
    return found
  }

  private mutating func blocks(below name: String) -> Set<String> {
    if let known = reached[name] { return known }
    let found = Set(called(from: name).flatMap { templates[$0]?.nodes.blocks.map(\.name) ?? [] })
    reached[name] = found
    return found
  }

  private mutating func blocks(of body: [Node]) -> Set<String> {
    body.references.reduce(into: Set(body.blocks.map(\.name))) { $0.formUnion(blocks(below: TemplateSet.key($1.name))) }
  }
}

extension Location {
  fileprivate func isBefore(_ other: Location) -> Bool {
    (line ?? 0, column ?? 0) < (other.line ?? 0, other.column ?? 0)
  }
}
