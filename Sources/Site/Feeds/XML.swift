/// An XML element with attributes and either children or text. Written with indentation, attributes in the order given.
struct XML: Sendable {
  var name: String
  var attributes: [(name: String, value: String)]
  var children: [XML]
  var text: String?

  /// Attributes whose value is nil are left out.
  init(
    _ name: String, _ attributes: KeyValuePairs<String, String?> = [:], text: String? = nil,
    @Builder children: () -> [XML] = { [] }
  ) {
    self.name = name
    self.attributes = attributes.compactMap { entry in entry.value.map { (name: entry.key, value: $0) } }
    self.text = text
    self.children = children()
  }

  init(_ name: String, _ text: String) {
    self.init(name, text: text)
  }

  @resultBuilder
  enum Builder {
    static func buildExpression(_ element: XML) -> [XML] { [element] }
    static func buildExpression(_ elements: [XML]) -> [XML] { elements }
    static func buildExpression(_ element: XML?) -> [XML] { element.map { [$0] } ?? [] }
    static func buildBlock(_ parts: [XML]...) -> [XML] { parts.flatMap { $0 } }
    static func buildOptional(_ part: [XML]?) -> [XML] { part ?? [] }
    static func buildEither(first: [XML]) -> [XML] { first }
    static func buildEither(second: [XML]) -> [XML] { second }
    static func buildArray(_ parts: [[XML]]) -> [XML] { parts.flatMap { $0 } }
  }

  /// A whole document in UTF-8, with the declaration.
  var document: [UInt8] {
    var out = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
    write(to: &out, depth: 0)
    return out
  }

  private func write(to out: inout [UInt8], depth: Int) {
    let indent = [UInt8](repeating: 0x20, count: 2 * depth)
    out += indent
    out.append(UInt8(ascii: "<"))
    out += name.utf8
    for attribute in attributes {
      out += " \(attribute.name)=\"".utf8
      Self.escape(attribute.value, to: &out, inAttribute: true)
      out.append(UInt8(ascii: "\""))
    }
    if let text {
      out.append(UInt8(ascii: ">"))
      Self.escape(text, to: &out, inAttribute: false)
      out += "</\(name)>\n".utf8
    } else if children.isEmpty {
      out += "/>\n".utf8
    } else {
      out += ">\n".utf8
      for child in children { child.write(to: &out, depth: depth + 1) }
      out += indent
      out += "</\(name)>\n".utf8
    }
  }

  /// What XML 1.0 cannot hold at all (section 2.2) becomes U+FFFD: a control character in a title must not break a feed.
  private static func escape(_ text: String, to out: inout [UInt8], inAttribute: Bool) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x26: out += "&amp;".utf8
      case 0x3C: out += "&lt;".utf8
      case 0x3E: out += "&gt;".utf8
      case 0x22 where inAttribute: out += "&quot;".utf8
      case 0x09 where inAttribute, 0x0A where inAttribute: out += "&#\(scalar.value);".utf8
      case 0x0D: out += "&#13;".utf8
      case 0x09, 0x0A, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...:
        out += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
      default: out += UTF8.encodedReplacementCharacter
      }
    }
  }
}
