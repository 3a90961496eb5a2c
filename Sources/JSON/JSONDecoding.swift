/// Why bytes are no JSON, and at which byte (from 0).
public struct JSONError: Error, Sendable, Hashable {
  public enum Reason: String, Sendable, Hashable {
    case tooLong = "longer than the limit"
    case tooDeep = "nested too deeply"
    case unexpectedByte = "an unexpected byte"
    case unexpectedEnd = "the end comes too early"
    case notUTF8 = "a text that is not UTF-8"
    case duplicateKey = "a key that stands twice in one object"
  }

  public var reason: Reason
  public var offset: Int

  public init(reason: Reason, offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

extension JSON {
  /// Reads one value and nothing behind it but white space, strictly by RFC 8259.
  ///
  /// Integers that do not fit 64 bits, fractions and exponents become `double`.
  /// - Parameters:
  ///   - limit: of the whole, in bytes; memory used is a bounded multiple of it.
  ///   - depth: of arrays and objects inside each other.
  public init(_ bytes: [UInt8], limit: Int = 64 << 20, depth: Int = 64) throws(JSONError) {
    guard bytes.count <= limit else { throw JSONError(reason: .tooLong, offset: limit) }
    var reader = JSONReader(bytes: bytes)
    self = try reader.value(depth: depth)
    reader.skipSpace()
    guard reader.position == bytes.count else { throw reader.error(.unexpectedByte) }
  }
}

private struct JSONReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  func error(_ reason: JSONError.Reason) -> JSONError { JSONError(reason: reason, offset: position) }
  var next: UInt8? { position < bytes.count ? bytes[position] : nil }
  /// What to say of a byte that does not belong here, or of the end.
  var unexpected: JSONError { error(next == nil ? .unexpectedEnd : .unexpectedByte) }

  mutating func skipSpace() {
    while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    position += 1
    return true
  }

  mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard take(byte) else { throw unexpected }
  }

  mutating func value(depth: Int) throws(JSONError) -> JSON {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    for byte in text.description.utf8 { try expect(byte) }
    return value
  }

  private mutating func object(depth: Int) throws(JSONError) -> [String: JSON] {
    guard depth > 0 else { throw error(.tooDeep) }
    try expect(UInt8(ascii: "{"))
    var fields: [String: JSON] = [:]
    skipSpace()
    if take(UInt8(ascii: "}")) { return fields }
    repeat {
      skipSpace()
      let key = try string()
      guard fields[key] == nil else { throw error(.duplicateKey) }
      skipSpace()
      try expect(UInt8(ascii: ":"))
      fields[key] = try value(depth: depth - 1)
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    return fields
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSON] {
    guard depth > 0 else { throw error(.tooDeep) }
    try expect(UInt8(ascii: "["))
    var values: [JSON] = []
    skipSpace()
    if take(UInt8(ascii: "]")) { return values }
    repeat {
      values.append(try value(depth: depth - 1))
      skipSpace()
    } while take(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return values
  }

  private mutating func string() throws(JSONError) -> String {
    try expect(UInt8(ascii: "\""))
    var text: [UInt8] = []
    while let byte = next, byte != UInt8(ascii: "\"") {
      guard byte >= 0x20 else { throw unexpected }
      position += 1
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    try expect(UInt8(ascii: "\""))
    guard let string = String(validating: text, as: UTF8.self) else { throw error(.notUTF8) }
    return string
  }

  /// The UTF-8 of what follows a backslash; half a surrogate pair is refused.
  private mutating func escape() throws(JSONError) -> [UInt8] {
    guard let byte = next else { throw unexpected }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code & 0xFC00 == 0xD800 {
        try expect(UInt8(ascii: "\\"))
        try expect(UInt8(ascii: "u"))
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw error(.notUTF8) }
        code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
      }
      guard let scalar = Unicode.Scalar(code) else { throw error(.notUTF8) }
      return Array(String(Character(scalar)).utf8)
    default:
      position -= 1
      throw unexpected
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { throw unexpected }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    _ = take(UInt8(ascii: "-"))
    if !take(UInt8(ascii: "0")) { try digits() }
    var isInteger = true
    if take(UInt8(ascii: ".")) {
      isInteger = false
      try digits()
    }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      isInteger = false
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let integer = Int64(text) { return .integer(integer) }
    guard let double = Double(text), double.isFinite else { throw unexpected }
    return .double(double)
  }

  /// One or more.
  private mutating func digits() throws(JSONError) {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    guard position > start else { throw unexpected }
  }
}
