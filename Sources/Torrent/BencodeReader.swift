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
    /// Whether keys may stand in any order, as old programs write them; each still only once. What is read so is not
    /// always written again byte for byte: hashes are taken over the bytes at ``BencodeReader/places(of:limits:)``.
    public var anyOrder = false

    public init() {}

    public init(bytes: Int, depth: Int, tokens: Int, anyOrder: Bool = false) {
      self.bytes = bytes
      self.depth = depth
      self.tokens = tokens
      self.anyOrder = anyOrder
    }
  }

  private let bytes: [UInt8]
  private var position = 0
  private var tokens: Int
  private let anyOrder: Bool

  public static func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(BencodeError) -> Bencode {
    guard bytes.count <= limits.bytes else { throw BencodeError(.tooLong, at: limits.bytes) }
    var reader = BencodeReader(bytes: bytes, limits)
    let value = try reader.value(depth: limits.depth)
    guard reader.position == bytes.count else { throw reader.error(.unexpectedByte) }
    return value
  }

  /// A value with bytes of another kind behind it, as messages of BEP 9 have them.
  ///
  /// - Returns: the value, and where the rest begins.
  public static func readStart(
    _ bytes: [UInt8], limits: Limits = Limits()
  ) throws(BencodeError) -> (value: Bencode, end: Int) {
    guard bytes.count <= limits.bytes else { throw BencodeError(.tooLong, at: limits.bytes) }
    var reader = BencodeReader(bytes: bytes, limits)
    let value = try reader.value(depth: limits.depth)
    return (value, reader.position)
  }

  /// Where the values of a dictionary stand in its bytes: an infohash is taken over exactly those of `info` (BEP 52).
  public static func places(
    of bytes: [UInt8], limits: Limits = Limits()
  ) throws(BencodeError) -> [Bencode.Key: Range<Int>] {
    guard bytes.count <= limits.bytes else { throw BencodeError(.tooLong, at: limits.bytes) }
    var reader = BencodeReader(bytes: bytes, limits)
    guard try reader.next() == UInt8(ascii: "d") else { throw reader.error(.unexpectedByte) }
    var places: [Bencode.Key: Range<Int>] = [:]
    try reader.eachField(depth: limits.depth) { (key, reader) throws(BencodeError) in
      let start = reader.position
      try reader.skip(depth: limits.depth - 1)
      places[key] = start..<reader.position
    }
    guard reader.position == bytes.count else { throw reader.error(.unexpectedByte) }
    return places
  }

  private init(bytes: [UInt8], _ limits: Limits) {
    self.bytes = bytes
    tokens = limits.tokens
    anyOrder = limits.anyOrder
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
    var fields: [Bencode.Key: Bencode] = [:]
    try eachField(depth: depth) { (key, reader) throws(BencodeError) in
      fields[key] = try reader.value(depth: depth - 1)
    }
    return fields
  }

  /// Calls `body` at each value of a dictionary, which it has to read.
  private mutating func eachField(
    depth: Int, _ body: (Bencode.Key, inout Self) throws(BencodeError) -> Void
  ) throws(BencodeError) {
    try open(depth: depth)
    var last: Bencode.Key?
    var met: Set<Bencode.Key> = []
    while try next() != UInt8(ascii: "e") {
      let start = position
      let key = Bencode.Key(try string())
      if anyOrder {
        guard met.insert(key).inserted else { throw BencodeError(.unsortedKeys, at: start) }
      } else if let last, key <= last {
        throw BencodeError(.unsortedKeys, at: start)
      }
      last = key
      try body(key, &self)
    }
    position += 1
  }

  /// Goes past a value without giving memory for it.
  private mutating func skip(depth: Int) throws(BencodeError) {
    switch try next() {
    case UInt8(ascii: "i"):
      _ = try value(depth: depth)
    case UInt8(ascii: "l"):
      try open(depth: depth)
      while try next() != UInt8(ascii: "e") { try skip(depth: depth - 1) }
      position += 1
    case UInt8(ascii: "d"):
      try eachField(depth: depth) { (_, reader) throws(BencodeError) in try reader.skip(depth: depth - 1) }
    default:
      position += try stringLength()
    }
  }

  private mutating func open(depth: Int) throws(BencodeError) {
    guard depth > 0 else { throw error(.tooDeep) }
    try countToken()
    position += 1
  }

  private mutating func string() throws(BencodeError) -> [UInt8] {
    let length = try stringLength()
    defer { position += length }
    return Array(bytes[position..<position + length])
  }

  /// Reads up to the first byte of a string, all of which are there.
  private mutating func stringLength() throws(BencodeError) -> Int {
    try countToken()
    guard (0x30...0x39).contains(try next()) else { throw error(.unexpectedByte) }
    let length = try integer(endedBy: UInt8(ascii: ":"))
    guard length <= Int64(bytes.count - position) else { throw error(.unexpectedEnd) }
    return Int(length)
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
