/// An element of an XML document.
struct XMLElement: Sendable {
  var name: String
  var attributes: [String: String] = [:]
  var children: [XMLElement] = []
  var text = ""
  /// Of its `<`, in bytes.
  var offset: Int

  func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
  func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }
  /// This one and all below, in the order of the document.
  var tree: [XMLElement] { [self] + children.flatMap(\.tree) }
}

struct XMLProblem: Error, Sendable, Hashable {
  var reason: String
  var offset: Int
}

/// Well-formedness of XML 1.0 without document types, which no feed of ours has, with its namespaces' prefixes.
///
/// Our own: Foundation's XML would bring its libraries into the program.
struct XMLScanner {
  private let bytes: [UInt8]
  private var position = 0
  private static let depthLimit = 64

  static func read(_ bytes: [UInt8]) throws(XMLProblem) -> XMLElement {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      throw XMLProblem(reason: "it is not UTF-8", offset: 0)
    }
    if let bad = bytes.firstIndex(where: { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }) {
      throw XMLProblem(reason: "a control character", offset: bad)
    }
    var scanner = XMLScanner(bytes: bytes)
    if scanner.starts("<?xml") { try scanner.skip(past: "?>") }
    try scanner.skipMisc()
    let root = try scanner.element(prefixes: ["xml"], depth: 0)
    try scanner.skipMisc()
    guard scanner.position == bytes.count else { throw scanner.problem("something stands behind the last element") }
    return root
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }
  private func problem(_ reason: String) -> XMLProblem { XMLProblem(reason: reason, offset: position) }
  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
  private func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func take(_ text: String) -> Bool {
    guard starts(text) else { return false }
    position += text.utf8.count
    return true
  }

  private mutating func skip(past text: String) throws(XMLProblem) {
    let start = position
    while !starts(text) {
      guard position < bytes.count else { throw XMLProblem(reason: "\"\(text)\" is missing", offset: start) }
      position += 1
    }
    position += text.utf8.count
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = position
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    return position > start
  }

  private mutating func skipMisc() throws(XMLProblem) {
    while true {
      skipSpace()
      if starts("<!--") { try comment() } else if starts("<?") { try skip(past: "?>") } else { return }
    }
  }

  private mutating func comment() throws(XMLProblem) {
    position += 4
    try skip(past: "--")
    guard take(">") else { throw problem("\"--\" stands inside a comment") }
  }

  private mutating func name() throws(XMLProblem) -> String {
    let start = position
    while let byte = next {
      let isName =
        (0x61...0x7A).contains(byte | 0x20) || byte >= 0x80 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
      let isLater = (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
      guard isName || (isLater && position > start) else { break }
      position += 1
    }
    guard position > start else { throw problem("a name is missing") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func element(prefixes: Set<String>, depth: Int) throws(XMLProblem) -> XMLElement {
    let start = position
    guard depth < Self.depthLimit else { throw problem("elements lie too deep in each other") }
    guard take("<") else { throw problem("an element is missing") }
    var element = XMLElement(name: try name(), offset: start)
    while skipSpace(), next != UInt8(ascii: "/"), next != UInt8(ascii: ">") {
      let key = try name()
      skipSpace()
      guard take("=") else { throw problem("the attribute \(key) has no value") }
      skipSpace()
      guard let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
        throw problem("\(key): a quote is missing")
      }
      position += 1
      let value = try characters(until: quote)
      position += 1
      guard element.attributes.updateValue(value, forKey: key) == nil else { throw problem("\(key) stands twice") }
    }
    let known = prefixes.union(
      element.attributes.keys.filter { $0.hasPrefix("xmlns:") }.map { String($0.dropFirst(6)) })
    for name in [element.name] + element.attributes.keys where name.contains(":") && !name.hasPrefix("xmlns:") {
      let prefix = String(name.prefix { $0 != ":" })
      guard known.contains(prefix) else {
        throw XMLProblem(reason: "the prefix \(prefix) is not declared", offset: start)
      }
    }
    if take("/>") { return element }
    guard take(">") else { throw problem("the tag \(element.name) is not closed") }
    while !starts("</") {
      guard next != nil else { throw XMLProblem(reason: "the element \(element.name) is not closed", offset: start) }
      if starts("<!--") {
        try comment()
      } else if take("<![CDATA[") {
        let from = position
        try skip(past: "]]>")
        element.text += String(decoding: bytes[from..<position - 3], as: UTF8.self)
      } else if starts("<?") {
        try skip(past: "?>")
      } else if next == UInt8(ascii: "<") {
        element.children.append(try self.element(prefixes: known, depth: depth + 1))
      } else {
        element.text += try characters(until: UInt8(ascii: "<"))
      }
    }
    position += 2
    let end = try name()
    guard end == element.name else { throw problem("</\(end)> stands where </\(element.name)> belongs") }
    skipSpace()
    guard take(">") else { throw problem("the tag </\(end)> is not closed") }
    return element
  }

  /// Text with its references resolved.
  private mutating func characters(until end: UInt8) throws(XMLProblem) -> String {
    var out: [UInt8] = []
    while let byte = next, byte != end {
      if byte == UInt8(ascii: "&") {
        out += try reference().utf8
        continue
      }
      if byte == UInt8(ascii: "<") { throw problem("\"<\" stands inside a value") }
      if end == UInt8(ascii: "<"), starts("]]>") { throw problem("\"]]>\" stands in a text") }
      out.append(byte)
      position += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func reference() throws(XMLProblem) -> String {
    let start = position
    position += 1
    let known = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]
    let body = bytes[position...].prefix(12).prefix { $0 != UInt8(ascii: ";") }
    let text = String(decoding: body, as: UTF8.self)
    position += body.count
    guard take(";") else { throw XMLProblem(reason: "\"&\" stands alone", offset: start) }
    if let character = known[text] { return character }
    let code =
      text.hasPrefix("#x") ? UInt32(text.dropFirst(2), radix: 16) : text.hasPrefix("#") ? UInt32(text.dropFirst()) : nil
    guard let scalar = code.flatMap(Unicode.Scalar.init) else {
      throw XMLProblem(reason: "&\(text); is not declared", offset: start)
    }
    return String(Character(scalar))
  }
}
