/// Tags and attributes of a page, as far as links need them: tolerant, as browsers are.
struct HTMLScanner {
  struct Attribute: Sendable {
    var name: String
    var value: String
    /// Of the value, in bytes.
    var offset: Int
  }

  struct Tag: Sendable {
    var name: String
    var attributes: [Attribute]
    /// What stands in an element whose content is text; empty for others.
    var content = 0..<0
    subscript(_ name: String) -> Attribute? { attributes.first { $0.name == name } }
  }

  private let bytes: [UInt8]
  private var position = 0
  private var tags: [Tag] = []

  static func tags(_ bytes: [UInt8]) -> [Tag] {
    var scanner = HTMLScanner(bytes: bytes)
    scanner.scan()
    return scanner.tags
  }

  private init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func scan() {
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      if starts("!--") {
        skip(past: "-->")
      } else if let byte = next, Self.isLetter(byte) {
        tag()
      }
    }
  }

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & 0xDF) }
  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  private func starts(_ text: String) -> Bool { bytes[position...].starts(with: text.utf8) }

  private mutating func skip(past text: String) {
    while position < bytes.count, !starts(text) { position += 1 }
    position = min(bytes.count, position + text.utf8.count)
  }

  private mutating func take(while holds: (UInt8) -> Bool) -> String {
    let start = position
    while let byte = next, holds(byte) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func tag() {
    let name = take { !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") }.lowercased()
    var attributes: [Attribute] = []
    while true {
      _ = take { Self.isSpace($0) || $0 == UInt8(ascii: "/") }
      guard let byte = next, byte != UInt8(ascii: ">") else { break }
      attributes.append(attribute())
    }
    tags.append(Tag(name: name, attributes: attributes))
    // What stands in these is text, not tags.
    if ["script", "style", "textarea", "title"].contains(name) {
      // The tag's own `>` is still to come.
      let start = min(position + 1, bytes.count)
      while position < bytes.count, !starts("</" + name) { position += 1 }
      tags[tags.count - 1].content = min(start, position)..<position
    }
  }

  private mutating func attribute() -> Attribute {
    let start = position
    let name = take {
      !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: "/")
    }
    if position == start { position += 1 }
    _ = take(while: Self.isSpace)
    guard next == UInt8(ascii: "=") else { return Attribute(name: name.lowercased(), value: "", offset: start) }
    position += 1
    _ = take(while: Self.isSpace)
    if let quote = next, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      position += 1
      let offset = position
      let value = take { $0 != quote }
      if next != nil { position += 1 }
      return Attribute(name: name.lowercased(), value: Self.decoded(value), offset: offset)
    }
    let offset = position
    let value = take { !Self.isSpace($0) && $0 != UInt8(ascii: ">") }
    return Attribute(name: name.lowercased(), value: Self.decoded(value), offset: offset)
  }

  /// The references that we write; another stays as it is.
  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    return text.replacing(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));/) { match in
      let code =
        match.output.1.flatMap { UInt32($0, radix: 16) } ?? match.output.2.flatMap { UInt32($0) }
        ?? match.output.3.flatMap { ["amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39][String($0)] }
      return code.flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? String(match.output.0)
    }
  }
}
