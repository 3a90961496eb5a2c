import Diagnostics

/// Walks the nodes of a page once and appends its bytes.
struct Renderer {
  private let set: TemplateSet
  private(set) var out: [UInt8] = []
  /// From the page's own value to that of the innermost section.
  private var stack: [Value]
  /// The blocks that the templates nearest to the page have filled.
  private var blocks: [String: [Node]] = [:]
  private var indent: [UInt8] = []
  /// Does the next byte of a template begin one of its lines? Kept only while there is an indent.
  private var isLineStart = false
  private var depth = 0
  private var calls = 0

  init(_ set: TemplateSet, _ value: Value) {
    self.set = set
    stack = [value]
    out.reserveCapacity(32 << 10)
  }

  // MARK: Templates

  mutating func render(_ reference: Reference, isEntry: Bool = false) throws(TemplateFailure) {
    let location = isEntry ? nil : reference.location
    let template = try set.template(reference.name, at: location)
    try enter(at: location)
    do throws(TemplateFailure) {
      try render(template.nodes)
    } catch {
      throw isEntry ? error : error.passing(reference.location)
    }
    depth -= 1
  }

  private mutating func enter(at location: Location?) throws(TemplateFailure) {
    depth += 1
    calls += 1
    guard depth <= Limits.depth else {
      throw TemplateFailure(.templateRecursionTooDeep(at: location, limit: Limits.depth))
    }
    guard calls <= Limits.calls else {
      throw TemplateFailure(.templateCallsTooMany(at: location, limit: Limits.calls))
    }
    guard out.count <= Limits.output else {
      throw TemplateFailure(.templateOutputTooLarge(at: location, limit: Limits.output))
    }
  }

  private mutating func render(_ nodes: [Node]) throws(TemplateFailure) {
    for node in nodes {
      switch node {
      case .literal(let bytes): append(literal: bytes)
      case .variable(let name, let isRaw): try append(variable: name, isRaw: isRaw)
      case .section(let name, let body): try render(section: name, body)
      case .inverted(let name, let body):
        if try !lookUp(name).isTrue { try renderBody(body, at: name.location) }
      case .partial(let reference, let indent): try renderIndented(reference, by: indent)
      case .parent(let reference, let own, _, let indent):
        let outer = blocks
        blocks = own.merging(outer) { _, nearer in nearer }
        try renderIndented(reference, by: indent)
        blocks = outer
      case .block(let reference, let body): try render(block: reference, body)
      }
    }
  }

  private mutating func render(block reference: Reference, _ body: [Node]) throws(TemplateFailure) {
    guard let filled = blocks[reference.name] else { return try renderBody(body, at: reference.location) }
    do throws(TemplateFailure) {
      try renderBody(filled, at: reference.location)
    } catch {
      throw error.leavingFilledBlock()
    }
  }

  private mutating func renderBody(_ nodes: [Node], at location: Location) throws(TemplateFailure) {
    try enter(at: location)
    try render(nodes)
    depth -= 1
  }

  private mutating func renderIndented(_ reference: Reference, by more: [UInt8]) throws(TemplateFailure) {
    guard !more.isEmpty else { return try render(reference) }
    let outer = indent
    if outer.isEmpty { isLineStart = true }
    indent += more
    try render(reference)
    indent = outer
  }

  private mutating func render(section name: Name, _ body: [Node]) throws(TemplateFailure) {
    let value = try lookUp(name)
    guard value.isTrue else { return }
    switch value {
    case .list(let items):
      for item in items { try renderBody(body, within: item, at: name.location) }
    case .object, .text, .html, .number: try renderBody(body, within: value, at: name.location)
    case .bool, .absent: try renderBody(body, at: name.location)
    }
  }

  private mutating func renderBody(
    _ body: [Node], within value: Value, at location: Location
  ) throws(TemplateFailure) {
    stack.append(value)
    try renderBody(body, at: location)
    stack.removeLast()
  }

  // MARK: Values

  /// The first part is sought from the inside out, the others only within it.
  private func lookUp(_ name: Name) throws(TemplateFailure) -> Value {
    guard let first = name.parts.first else { return stack[stack.count - 1] }
    for index in stack.indices.reversed() {
      guard case .object(let fields) = stack[index], let value = fields[first] else { continue }
      return name.parts.count == 1 ? value : try descend(from: value, name)
    }
    throw unknown(name)
  }

  private func descend(from value: Value, _ name: Name) throws(TemplateFailure) -> Value {
    var value = value
    for (index, part) in name.parts.enumerated().dropFirst() {
      switch value {
      case .absent: return .absent
      case .object(let fields):
        guard let next = fields[part] else { throw unknown(name, part: index, of: value) }
        value = next
      default:
        let path = name.parts[..<index].joined(separator: ".")
        throw TemplateFailure(.templateValueWithoutFields(at: name.location, name: path, kind: value.kind))
      }
    }
    return value
  }

  // MARK: Bytes

  private mutating func append(variable name: Name, isRaw: Bool) throws(TemplateFailure) {
    beginLine()
    let value = try lookUp(name)
    switch value {
    case .text(let text):
      if isRaw { out.append(contentsOf: text.utf8) } else { appendEscaped(text, to: &out) }
    case .html(let markup): out.append(contentsOf: markup.utf8)
    case .number(let number): out.append(contentsOf: String(number).utf8)
    case .absent: break
    case .bool, .list, .object:
      throw TemplateFailure(.templateValueUnprintable(at: name.location, name: name.text, kind: value.kind))
    }
  }

  /// Only lines of templates are indented, never those inside a value; empty lines stay empty.
  private mutating func append(literal bytes: [UInt8]) {
    guard !indent.isEmpty else { return out.append(contentsOf: bytes) }
    for byte in bytes {
      if byte == UInt8(ascii: "\n") { isLineStart = true } else { beginLine() }
      out.append(byte)
    }
  }

  private mutating func beginLine() {
    guard isLineStart, !indent.isEmpty else { return }
    out.append(contentsOf: indent)
    isLineStart = false
  }
}

// MARK: Names that nobody declares

extension Renderer {
  /// The first part of a name, sought in all that is open.
  private func unknown(_ name: Name) -> TemplateFailure {
    let first = name.parts[0]
    // From the innermost section outwards, each name once.
    var known: [String] = []
    for value in stack.reversed() { known += value.names.filter { !known.contains($0) } }
    var holders: [String] = []
    for value in stack.reversed() { holders += value.holders(of: first).filter { !holders.contains($0) } }
    let near = nearest(first, among: known.sorted()).map { ([$0] + name.parts.dropFirst()).joined(separator: ".") }
    return TemplateFailure(
      .templateNameUnknown(
        at: name.location, name: name.text, within: nil, suggestion: near,
        elsewhere: holders.map { "\($0).\(name.text)" }, known: known))
  }

  /// A later part, sought in one object.
  private func unknown(_ name: Name, part: Int, of object: Value) -> TemplateFailure {
    let near = nearest(name.parts[part], among: object.names).map { near in
      (name.parts[..<part] + [near] + name.parts[(part + 1)...]).joined(separator: ".")
    }
    return TemplateFailure(
      .templateNameUnknown(
        at: name.location, name: name.text, within: name.parts[..<part].joined(separator: "."), suggestion: near,
        elsewhere: [], known: object.names))
  }
}

extension Value {
  /// Sorted.
  fileprivate var names: [String] {
    if case .object(let fields) = self { fields.keys.sorted() } else { [] }
  }

  /// The objects within this one that declare a name.
  fileprivate func holders(of name: String) -> [String] {
    guard case .object(let fields) = self else { return [] }
    return fields.filter { field in
      if case .object(let inner) = field.value { inner[name] != nil } else { false }
    }.keys.sorted()
  }
}
