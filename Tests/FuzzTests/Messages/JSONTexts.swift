import JSON

/// JSON itself (RFC 8259).
struct JSONTexts: Reader {
  static let full = 1_250_000

  static func samples() -> [Part] {
    let values: [JSON] = [
      [
        "empty": [:], "list": [1, -2, .double(2.5), true, false, .null, "t\u{7F}\u{2028}é😀"], "nested": [["x": []]],
        "big": .integer(.max), "small": .integer(.min), "tiny": .double(.leastNonzeroMagnitude),
        "huge": .double(1.5e300),
      ],
      [], "text", 0, .double(-0.5), .null,
      .object(["a\"\\\n": "</script>", "e\u{301}": 1, "z": 2]),
    ]
    return values.map { Part(json: $0) } + [.text(#" { "a" : [ 1e2 , "\u00e9\ud83d\ude00\/\b\f\t" ] } "#)]
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    guard let value = try? JSON(bytes) else { return false }
    try require(JSON(value.bytes) == value, "what was written reads otherwise")
    try require(JSON(Array(value.embedded.utf8)) == value, "what was embedded reads otherwise")
    try require(!value.embedded.utf8.contains(UInt8(ascii: "<")), "a tag could begin")
    return true
  }
}
