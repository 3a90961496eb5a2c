/// Why bytes are no bencode, and at which byte (from 0).
public struct BencodeError: Error, Sendable, Hashable {
  public enum Reason: String, Sendable, Hashable {
    case tooLong = "longer than the limit"
    case tooDeep = "nested too deeply"
    case tooMany = "more values than the limit"
    case unexpectedByte = "an unexpected byte"
    case unexpectedEnd = "the end comes too early"
    case badInteger = "an integer that is not canonical or does not fit"
    case unsortedKeys = "keys that are not sorted or stand twice"
  }

  public var reason: Reason
  public var offset: Int

  public init(_ reason: Reason, at offset: Int) {
    self.reason = reason
    self.offset = offset
  }
}

/// Reads bencode strictly: sorted keys, each once; integers and lengths without leading zeros; nothing behind the value.
///
/// The strictness is what keeps infohashes true: they are taken over the exact bytes, and only canonical bytes survive
/// reading and writing (contracts/bittorrent.md 1.1).
public struct BencodeReader {
  /// What a reader of foreign bytes gives them at most; the defaults are libtorrent's and Transmission's.
  public struct Limits: Sendable, Hashable {
    /// Of the whole, in bytes.
    public var bytes = 10 << 20
    /// Of lists and dictionaries inside each other.
    public var depth = 32
    /// Of values and keys together.
    public var tokens = 3_000_000

    public init() {}

    public init(bytes: Int, depth: Int, tokens: Int) {
      self.bytes = bytes
      self.depth = depth
      self.tokens = tokens
    }
  }

  private let bytes: [UInt8]
  private var position = 0
  private var tokens: Int

  public static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(BencodeError) -> Bencode {
    guard bytes.count <= limits.bytes else { throw BencodeError(.tooLong, at: limits.bytes) }
    var reader = BencodeReader(bytes: bytes, tokens: limits.tokens)
    let value = try reader.value(depth: limits.depth)
    guard reader.position == bytes.count else { throw reader.error(.unexpectedByte) }
    return value
  }

  private init(bytes: [UInt8], tokens: Int) {
    self.bytes = bytes
    self.tokens = tokens
  }

  private func error(_ reason: BencodeError.Reason) -> BencodeError { BencodeError(reason, at: position) }

  private func next() throws(BencodeError) -> UInt8 {
    guard position < bytes.count else { throw error(.unexpectedEnd) }
    return bytes[position]
  }

  private mutating func countToken() throws(BencodeError) {
    guard tokens > 0 else { throw error(.tooMany) }
    tokens -= 1
  }

  private mutating func value(depth: Int) throws(BencodeError) -> Bencode {
    switch try next() {
    case UInt8(ascii: "i"):
      try countToken()
      position += 1
      return .integer(try integer(endedBy: UInt8(ascii: "e")))
    case UInt8(ascii: "l"):
      return .list(try list(depth: depth))
    case UInt8(ascii: "d"):
      return .dictionary(try dictionary(depth: depth))
    default:
      return .string(try string())
    }
  }

  private mutating func list(depth: Int) throws(BencodeError) -> [Bencode] {
    try open(depth: depth)
    var values: [Bencode] = []
    while try next() != UInt8(ascii: "e") { values.append(try value(depth: depth - 1)) }
    position += 1
    return values
  }

  private mutating func dictionary(depth: Int) throws(BencodeError) -> [Bencode.Key: Bencode] {
    try open(depth: depth)
    var fields: [Bencode.Key: Bencode] = [:]
    var last: Bencode.Key?
    while try next() != UInt8(ascii: "e") {
      let start = position
      let key = Bencode.Key(try string())
      if let last, key <= last { throw BencodeError(.unsortedKeys, at: start) }
      last = key
      fields[key] = try value(depth: depth - 1)
    }
    position += 1
    return fields
  }

  private mutating func open(depth: Int) throws(BencodeError) {
    guard depth > 0 else { throw error(.tooDeep) }
    try countToken()
    position += 1
  }

  private mutating func string() throws(BencodeError) -> [UInt8] {
    try countToken()
    guard (0x30...0x39).contains(try next()) else { throw error(.unexpectedByte) }
    let length = try integer(endedBy: UInt8(ascii: ":"))
    guard length <= Int64(bytes.count - position) else { throw error(.unexpectedEnd) }
    defer { position += Int(length) }
    return Array(bytes[position..<position + Int(length)])
  }

  /// `0`, or digits without a leading zero and perhaps a minus before them.
  private mutating func integer(endedBy end: UInt8) throws(BencodeError) -> Int64 {
    let start = position
    while try next() != end {
      let byte = bytes[position]
      guard (0x30...0x39).contains(byte) || (byte == 0x2D && position == start) else { throw error(.unexpectedByte) }
      // The longest is -9223372036854775808.
      guard position - start < 20 else { throw error(.badInteger) }
      position += 1
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    guard let value = Int64(text), String(value) == text else { throw BencodeError(.badInteger, at: start) }
    position += 1
    return value
  }
}
