/// SplitMix64: numbers that look drawn and are the same everywhere.
struct SplitMix: RandomNumberGenerator, Sendable {
  var state: UInt64

  init(state: UInt64) { self.state = state }

  /// - Parameters:
  ///   - name: of what draws, so that no two draw the same.
  ///   - number: of the run.
  init(_ name: String, _ number: Int) {
    // FNV-1a.
    state = name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 } &+ UInt64(number) << 32
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  /// From 0 up to `bound`, which is at least 1; quick rather than fair in the last bit.
  mutating func below(_ bound: Int) -> Int { Int(truncatingIfNeeded: next() >> 33) % bound }

  /// True once in so many times.
  mutating func once(in times: Int) -> Bool { below(times) == 0 }

  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next() >> 24) }

  mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
}
