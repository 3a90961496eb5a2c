/// The last bytes of a stream that may be of any length.
struct Tail {
  static let limit = 8 << 10

  private var bytes: [UInt8] = []

  mutating func append(_ more: [UInt8]) {
    bytes += more.suffix(Self.limit)
    // Twice the limit before anything moves: each byte is moved at most once.
    if bytes.count > 2 * Self.limit { bytes.removeFirst(bytes.count - Self.limit) }
  }

  var text: String { String(decoding: bytes.suffix(Self.limit), as: UTF8.self) }
}
