/// Values at which readers err.
enum Interesting {
  static let bytes = Array("\0\t\n\r \"%&'+,-./0129:;<=>?[\\]_dei l{|}~\u{7F}".utf8) + [0x80, 0xC0, 0xED, 0xFF]

  /// At the edges of a field, or near what stood there.
  static func number(near value: UInt64, _ width: Int, _ random: inout SplitMix) -> UInt64 {
    let most = width >= 8 ? UInt64.max : (1 << UInt64(8 * width)) - 1
    switch random.below(10) {
    case 0: return 0
    case 1: return most
    case 2: return most >> 1
    case 3: return (most >> 1) + 1
    case 4: return value &+ 1 & most
    case 5: return value &- 1 & most
    case 6: return value ^ 1 << UInt64(random.below(8 * width))
    case 7: return UInt64(random.below(300)) & most
    case 8: return UInt64(1) << UInt64(random.below(8 * width))
    default: return random.next() & most
    }
  }

  private static let written = [
    "0", "-0", "00", "-1", "1", "01", "+1", "", "-", "9223372036854775807", "9223372036854775808",
    "-9223372036854775808", "-9223372036854775809", "18446744073709551616", "99999999999999999999999999", "4294967296",
    "2147483647", "65535", "65536", "134217728", "16384", "1e9", "1E400", "-0.0", "0.1", "5e-324",
    "1.7976931348623157e308",
  ].map { Array($0.utf8) }

  static func digits(near digits: [UInt8], _ random: inout SplitMix) -> [UInt8] {
    switch random.below(4) {
    case 0: return random.pick(written)
    case 1:
      guard let value = Int64(String(decoding: digits, as: UTF8.self)) else { return random.pick(written) }
      return Array(String(random.once(in: 2) ? value &+ 1 : value &- 1).utf8)
    case 2: return Array(String(random.below(1 << 24)).utf8)
    default:
      var digits = digits
      if digits.isEmpty { return [random.byte()] }
      digits[random.below(digits.count)] = 0x30 + UInt8(random.below(10))
      return digits
    }
  }

  /// A length of a string that is another one.
  static func length(_ length: Int, _ random: inout SplitMix) -> [UInt8] {
    switch random.below(6) {
    case 0: Array("\(length + 1)".utf8)
    case 1: Array("\(max(0, length - 1))".utf8)
    case 2: Array("0\(length)".utf8)
    case 3: Array("-\(length)".utf8)
    default: random.pick(written)
    }
  }

  private static let escapes =
    [
      #"\ud800"#, #"\udc00"#, #"\ud83d\ude00"#, #"\ud800\u0041"#, #"\u0000"#, #"\u00e9"#, #"\uFFFF"#, #"\/"#, #"\x"#,
      #"\"#,
      "\u{0}", "\n", #"\u12"#, #"\u00_1"#,
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]]

  static func escape(_ random: inout SplitMix) -> [UInt8] { random.pick(escapes) }
}
