import Hashing
import JSON
import Torrent

/// A message as a tree of what formats are made of, so that a change keeps most of a message right and reaches what stands
/// behind its reader's first question.
enum Part: Sendable, Hashable {
  case raw([UInt8])
  /// Big-endian.
  case number(UInt64, width: Int)
  /// Written in digits.
  case decimal([UInt8])
  /// A string of bencode, its length before it.
  case counted([UInt8])
  /// A string of JSON.
  case quoted([UInt8])
  /// Percent-encoded, as queries are.
  case escaped([UInt8])
  /// A big-endian length before what it counts.
  case measured(width: Int, [Part])
  case group(open: [UInt8], [Part], between: [UInt8], close: [UInt8])

  var bytes: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  func write(to out: inout [UInt8]) {
    switch self {
    case .raw(let bytes), .decimal(let bytes): out += bytes
    case .number(let value, let width): Self.write(value, width, to: &out)
    case .counted(let bytes):
      out += String(bytes.count).utf8
      out.append(UInt8(ascii: ":"))
      out += bytes
    case .quoted(let text): Self.quote(text, to: &out)
    case .escaped(let bytes): Self.escape(bytes, to: &out)
    case .measured(let width, let parts):
      let start = out.count
      Self.write(0, width, to: &out)
      for part in parts { part.write(to: &out) }
      let length = UInt64(out.count - start - width)
      for index in 0..<width {
        out[start + index] = UInt8(truncatingIfNeeded: length >> UInt64(8 * (width - 1 - index)))
      }
    case .group(let open, let parts, let between, let close):
      out += open
      for (index, part) in parts.enumerated() {
        if index > 0 { out += between }
        part.write(to: &out)
      }
      out += close
    }
  }

  private static func write(_ value: UInt64, _ width: Int, to out: inout [UInt8]) {
    for index in 0..<width { out.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - index)))) }
  }

  private static func quote(_ text: [UInt8], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: out += "\\u00\(Hex.encode(CollectionOfOne(byte)))".utf8
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  private static func escape(_ bytes: [UInt8], to out: inout [UInt8]) {
    func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x57 + value }
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x61...0x7A, 0x2D: out.append(byte)
      default: out += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
      }
    }
  }
}

extension Part {
  static func text(_ text: String) -> Part { .raw(Array(text.utf8)) }

  /// One after the other.
  static func row(_ parts: [Part]) -> Part { .group(open: [], parts, between: [], close: []) }

  static func list(_ open: String, _ parts: [Part], between: String = "", _ close: String) -> Part {
    .group(open: Array(open.utf8), parts, between: Array(between.utf8), close: Array(close.utf8))
  }

  init(bencode value: Bencode) {
    switch value {
    case .integer(let number): self = .list("i", [.decimal(Array(String(number).utf8))], "e")
    case .string(let bytes): self = .counted(bytes)
    case .list(let values): self = .list("l", values.map { Part(bencode: $0) }, "e")
    case .dictionary(let fields):
      let pairs = fields.sorted { $0.key < $1.key }
      self = .list("d", pairs.map { .row([.counted($0.key.bytes), Part(bencode: $0.value)]) }, "e")
    }
  }

  init(json value: JSON) {
    switch value {
    case .string(let text): self = .quoted(Array(text.utf8))
    case .array(let values): self = .list("[", values.map { Part(json: $0) }, between: ",", "]")
    case .object(let fields):
      let pairs = fields.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      self = .list(
        "{", pairs.map { .list("", [.quoted(Array($0.key.utf8)), Part(json: $0.value)], between: ":", "") },
        between: ",", "}"
      )
    case .integer, .double: self = .decimal(value.bytes.dropLast())
    case .null, .bool: self = .raw(value.bytes.dropLast())
    }
  }

  /// `name=value&...`
  init(query fields: [(name: String, value: [UInt8])]) {
    self = .list(
      "", fields.map { .list("", [.text($0.name), .escaped($0.value)], between: "=", "") }, between: "&", "")
  }
}
