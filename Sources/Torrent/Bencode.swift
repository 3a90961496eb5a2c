/// A bencoded value (BEP 3). Its bytes are canonical: equal values are equal bytes, and ``BencodeReader`` accepts no other
/// form, so that what was read is written again byte for byte.
public enum Bencode: Sendable, Hashable {
  case integer(Int64)
  case string([UInt8])
  case list([Bencode])
  /// In any order; written sorted by the bytes of the keys, of which BEP 52 allows the empty one.
  case dictionary([Key: Bencode])

  /// The bytes of a key.
  public struct Key: Sendable, Hashable, Comparable, ExpressibleByStringLiteral {
    public var bytes: [UInt8]

    public init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }
    public init(_ text: String) { bytes = Array(text.utf8) }
    public init(stringLiteral value: String) { bytes = Array(value.utf8) }

    public static func < (a: Key, b: Key) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
  }

  /// The UTF-8 of a text.
  public static func text(_ text: String) -> Bencode { .string(Array(text.utf8)) }

  public var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .integer(let value): out += "i\(value)e".utf8
    case .string(let bytes): Self.write(bytes, to: &out)
    case .list(let values):
      out.append(UInt8(ascii: "l"))
      for value in values { value.write(to: &out) }
      out.append(UInt8(ascii: "e"))
    case .dictionary(let fields):
      out.append(UInt8(ascii: "d"))
      for (key, value) in fields.sorted(by: { $0.key < $1.key }) {
        Self.write(key.bytes, to: &out)
        value.write(to: &out)
      }
      out.append(UInt8(ascii: "e"))
    }
  }

  private static func write(_ bytes: [UInt8], to out: inout [UInt8]) {
    out += "\(bytes.count):".utf8
    out += bytes
  }
}

extension Bencode {
  public var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  public var string: [UInt8]? { if case .string(let value) = self { value } else { nil } }
  public var list: [Bencode]? { if case .list(let value) = self { value } else { nil } }
  public var dictionary: [Key: Bencode]? { if case .dictionary(let value) = self { value } else { nil } }
  public subscript(_ key: Key) -> Bencode? { dictionary?[key] }
}
