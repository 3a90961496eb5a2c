extension JSON {
  /// UTF-8 on one line with one `\n` at its end; keys sorted, so that equal values are equal bytes.
  public var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    out.append(0x0A)
    return out
  }

  /// Without the line's end, for JSON inside another document.
  ///
  /// `<` is written as an escape, so that the text may stand in an HTML `script` element.
  public var embedded: String {
    var out: [UInt8] = []
    write(to: &out, escapingMarkup: true)
    return String(decoding: out, as: UTF8.self)
  }

  private func write(to out: inout [UInt8], escapingMarkup: Bool = false) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += (value ? "true" : "false").utf8
    case .integer(let value): out += String(value).utf8
    case .double(let value): out += (value.isFinite ? value.description : "null").utf8
    case .string(let value): Self.write(value, to: &out, escapingMarkup)
    case .array(let values):
      out.append(UInt8(ascii: "["))
      for (index, value) in values.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        value.write(to: &out, escapingMarkup: escapingMarkup)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let fields):
      out.append(UInt8(ascii: "{"))
      let sorted = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, field) in sorted.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        Self.write(field.key, to: &out, escapingMarkup)
        out.append(UInt8(ascii: ":"))
        field.value.write(to: &out, escapingMarkup: escapingMarkup)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  /// RFC 8259, section 7: only what must be escaped is.
  private static func write(_ text: String, to out: inout [UInt8], _ escapingMarkup: Bool) {
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""): out += "\\\"".utf8
      case UInt8(ascii: "\\"): out += "\\\\".utf8
      case 0x0A: out += "\\n".utf8
      case 0x0D: out += "\\r".utf8
      case 0x09: out += "\\t".utf8
      case UInt8(ascii: "<") where escapingMarkup: out += "\\u003c".utf8
      case 0..<0x20: out += "\\u00\(byte < 16 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
