import Diagnostics

/// Turns the bytes of one template into nodes, in one pass. Stops at the first mistake.
struct Parser {
  private let source: [UInt8]
  private let path: String
  private var lines: LineCounter
  private var position = 0
  private var opener = Array("{{".utf8)
  private var closer = Array("}}".utf8)
  /// What is open, from outside in; the first is the file itself.
  private var frames = [Frame(kind: .file, name: "", location: Location(""))]

  private struct Frame {
    enum Kind { case file, section, inverted, parent, block }

    var kind: Kind
    var name: String
    var location: Location
    var nodes: [Node] = []
    /// The blocks that a parent tag fills.
    var blocks: [String: [Node]] = [:]
    var places: [String: Location] = [:]
    var indent: [UInt8] = []
  }

  init(_ source: [UInt8], path: String) {
    self.source = source
    self.path = path
    lines = LineCounter(source)
  }

  mutating func parse() throws(TemplateFailure) -> [Node] {
    while let start = source.firstRange(of: opener, from: position) {
      try parseTag(at: start)
    }
    append(literal: position..<source.count)
    guard frames.count == 1 else {
      let open = frames[frames.count - 1]
      throw TemplateFailure(.templateSectionNotClosed(at: open.location, name: open.name))
    }
    return frames[0].nodes
  }

  // MARK: Tags

  private mutating func parseTag(at start: Int) throws(TemplateFailure) {
    let location = lines.location(of: start, in: path)
    var inside = start + opener.count
    let sigil = inside < source.count ? source[inside] : 0
    let isTriple = sigil == UInt8(ascii: "{") && opener == Array("{{".utf8)
    if isTriple || Self.sigils.contains(sigil) { inside += 1 }
    let ending = isTriple ? Array("}".utf8) + closer : sigil == UInt8(ascii: "=") ? Array("=".utf8) + closer : closer
    guard let stop = source.firstRange(of: ending, from: inside) else {
      throw TemplateFailure(.templateTagNotClosed(at: location, closer: String(decoding: ending, as: UTF8.self)))
    }
    let content = source[inside..<stop].trimmed
    let end = stop + ending.count

    if isTriple || !Self.mayStandAlone.contains(sigil) {
      append(literal: position..<start)
      position = end
      let name = try name(content, at: location)
      append(.variable(Name(name, at: location), isRaw: isTriple || sigil == UInt8(ascii: "&")))
      return
    }
    let line = loneLine(start..<end)
    append(literal: position..<(line?.lowerBound ?? start))
    position = line?.upperBound ?? end
    let indent = line.map { Array(source[$0.lowerBound..<start]) } ?? []
    try parseStructure(sigil, content, at: location, indent: indent)
  }

  private mutating func parseStructure(
    _ sigil: UInt8, _ content: ArraySlice<UInt8>, at location: Location, indent: [UInt8]
  ) throws(TemplateFailure) {
    switch sigil {
    case UInt8(ascii: "!"): break
    case UInt8(ascii: "="): try setDelimiters(content, at: location)
    case UInt8(ascii: "#"): try open(.section, name(content, at: location), at: location)
    case UInt8(ascii: "^"): try open(.inverted, name(content, at: location), at: location)
    case UInt8(ascii: "$"): try open(.block, label(content, at: location), at: location)
    case UInt8(ascii: "<"): try open(.parent, template(content, at: location), at: location, indent: indent)
    case UInt8(ascii: ">"):
      append(.partial(Reference(name: try template(content, at: location), location: location), indent: indent))
    default: try close(label(content, at: location), at: location)
    }
  }

  private mutating func open(
    _ kind: Frame.Kind, _ name: String, at location: Location, indent: [UInt8] = []
  ) throws(TemplateFailure) {
    guard frames.count <= Limits.nesting else {
      throw TemplateFailure(.templateNestedTooDeep(at: location, limit: Limits.nesting))
    }
    frames.append(Frame(kind: kind, name: name, location: location, indent: indent))
  }

  private mutating func close(_ name: String, at location: Location) throws(TemplateFailure) {
    let frame = frames[frames.count - 1]
    guard frame.kind != .file else {
      throw TemplateFailure(.templateCloseUnexpected(at: location, name: name, open: nil))
    }
    guard frame.name == name else {
      let line = frame.location.line ?? 1
      throw TemplateFailure(.templateCloseUnexpected(at: location, name: name, open: (frame.name, line)))
    }
    frames.removeLast()
    let reference = Reference(name: name, location: frame.location)
    switch frame.kind {
    case .file: break
    case .section: append(.section(Name(name, at: frame.location), body: frame.nodes))
    case .inverted: append(.inverted(Name(name, at: frame.location), body: frame.nodes))
    case .parent: append(.parent(reference, blocks: frame.blocks, places: frame.places, indent: frame.indent))
    case .block: append(.block(reference, body: frame.nodes))
    }
  }

  private mutating func setDelimiters(_ content: ArraySlice<UInt8>, at location: Location) throws(TemplateFailure) {
    let words = content.split(whereSeparator: \.isWhiteSpace)
    let equals = UInt8(ascii: "=")
    guard words.count == 2, words.allSatisfy({ $0.count <= 16 && !$0.contains(equals) }) else {
      throw TemplateFailure(.templateDelimitersInvalid(at: location))
    }
    opener = Array(words[0])
    closer = Array(words[1])
  }

  // MARK: Names

  /// The name of a value: `.`, or parts joined by dots.
  private func name(_ content: ArraySlice<UInt8>, at location: Location) throws(TemplateFailure) -> String {
    let name = try label(content, at: location)
    if name == "." { return name }
    guard name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty })
    else { throw TemplateFailure(.templateNameInvalid(at: location, name: name)) }
    return name
  }

  /// The name of a template, written out: what a page needs is known before it is rendered.
  private func template(_ content: ArraySlice<UInt8>, at location: Location) throws(TemplateFailure) -> String {
    guard content.first != UInt8(ascii: "*") else { throw TemplateFailure(.templateNameDynamic(at: location)) }
    return try label(content, at: location)
  }

  /// The name of a template or block: one word.
  private func label(_ content: ArraySlice<UInt8>, at location: Location) throws(TemplateFailure) -> String {
    guard !content.isEmpty else { throw TemplateFailure(.templateNameMissing(at: location)) }
    let name = String(decoding: content.prefix(200), as: UTF8.self)
    guard content.count <= 200, !content.contains(where: \.isWhiteSpace) else {
      throw TemplateFailure(.templateNameInvalid(at: location, name: name))
    }
    return name
  }

  // MARK: Text

  private mutating func append(literal range: Range<Int>) {
    if !range.isEmpty { append(.literal(Array(source[range]))) }
  }

  /// Between the tags of a parent only its blocks count (Mustache, inheritance).
  private mutating func append(_ node: Node) {
    let top = frames.count - 1
    guard frames[top].kind == .parent else { return frames[top].nodes.append(node) }
    if case .block(let reference, let body) = node {
      frames[top].blocks[reference.name] = body
      frames[top].places[reference.name] = reference.location
    }
  }

  /// The whole line of a tag that has only white space beside it, its line end included; nil for other tags.
  private func loneLine(_ tag: Range<Int>) -> Range<Int>? {
    var start = tag.lowerBound
    while start > 0, source[start - 1].isBlank { start -= 1 }
    guard start == 0 || source[start - 1] == UInt8(ascii: "\n") else { return nil }
    var end = tag.upperBound
    while end < source.count, source[end].isBlank { end += 1 }
    if end == source.count { return start..<end }
    if source[end] == UInt8(ascii: "\r"), end + 1 < source.count { end += 1 }
    return source[end] == UInt8(ascii: "\n") ? start..<(end + 1) : nil
  }

  private static let mayStandAlone = Array("#^/><$!=".utf8)
  private static let sigils = mayStandAlone + Array("&".utf8)
}
