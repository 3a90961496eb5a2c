import Torrent

/// Bencode itself, strict and as old programs write it (BEP 3).
struct Bencoding: Reader {
  static let full = 1_500_000

  static func samples() -> [Part] {
    let deep = (0..<28).reduce(Bencode.list([])) { value, _ in .list([value]) }
    let values: [Bencode] = [
      [
        "": 0, "a": .integer(.min), "b": .integer(.max), "list": .list([1, .text("x"), .list([]), [:]]),
        "text": .string([0, 0x80, 0xFF, 0x3A, 0x65]),
      ],
      [
        "info": ["length": 42, "name": .text("a"), "pieces": .string([UInt8](repeating: 7, count: 40))],
        "z": .list([-3]),
      ],
      .list([.text(""), 0, ["k": ["k": ["k": .list([1, 2, 3])]]]]),
      .integer(-1), .text("alone"), deep,
    ]
    // Keys that are not sorted.
    return values.map { Part(bencode: $0) } + [Part.text("d1:bi1e1:ai2ee")]
  }

  private let loose = BencodeReader.Limits(bytes: 10 << 20, depth: 32, tokens: 3_000_000, anyOrder: true)
  private let tight = BencodeReader.Limits(bytes: 512, depth: 4, tokens: 12)

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let strict = try? BencodeReader.read(bytes)
    let any = try? BencodeReader.read(bytes, limits: loose)
    if let strict {
      try require(strict.bytes == bytes, "strictly read and written otherwise")
      try require(any == strict, "two readers differ")
    }
    if let any {
      try require(BencodeReader.read(any.bytes) == any, "what was read loosely and written reads otherwise")
    }
    if let small = try? BencodeReader.read(bytes, limits: tight) {
      try require(small == strict && bytes.count <= 512, "a limit changes what is read")
    }
    if let (value, end) = try? BencodeReader.readStart(bytes) {
      try require(BencodeReader.read(Array(bytes[..<end])) == value, "the value at the start is another one alone")
    } else {
      try require(strict == nil, "a whole is no start")
    }
    let places = try? BencodeReader.places(of: bytes)
    try require(
      (places == nil) == (strict?.dictionary == nil), "places are told of what is no dictionary, or not of one")
    for (key, range) in places ?? [:] {
      try require(BencodeReader.read(Array(bytes[range])) == strict?[key], "a place holds another value")
    }
    return any != nil
  }
}
