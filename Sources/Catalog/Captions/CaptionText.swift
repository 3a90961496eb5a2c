internal import Files

/// A caption file's bytes as text, whatever program wrote them. LF line ends.
struct CaptionText {
  static let fileLimit = 20_000_000

  var text: String
  var certainty: Certainty

  enum Certainty: Hashable {
    /// The bytes say it themselves.
    case known
    /// The most probable of those that are usual for the language. `set` as `iconv` calls it.
    case assumed(set: String)
    /// So many bytes are no text in it; U+FFFD stands for them.
    case damaged(set: String, count: Int, line: Int)
  }

  /// - Parameter language: of the captions, BCP 47: decides where the bytes do not.
  init(_ bytes: [UInt8], language: String) {
    let (text, certainty) = Self.decoded(bytes, language)
    self.text = PlainText.withLineFeeds(text)
    self.certainty = certainty
    if case .damaged(let set, let count, 0) = certainty {
      self.certainty = .damaged(set: set, count: count, line: Self.firstDamage(self.text))
    }
  }

  private static func decoded(_ bytes: [UInt8], _ language: String) -> (String, Certainty) {
    if bytes.starts(with: [0xFF, 0xFE]) { return (utf16(bytes.dropFirst(2), isBigEndian: false), .known) }
    if bytes.starts(with: [0xFE, 0xFF]) { return (utf16(bytes.dropFirst(2), isBigEndian: true), .known) }
    // The arrow of every cue, with a zero byte to each of its signs.
    if bytes.contains(0), let isBigEndian = isUTF16(bytes) {
      return (utf16(bytes[...], isBigEndian: isBigEndian), .assumed(set: isBigEndian ? "UTF-16BE" : "UTF-16LE"))
    }
    // Escapes to the Japanese tables (RFC 1468), in bytes that are ASCII otherwise.
    if bytes.contains(0x1B), let text = try? ForeignText.decode(bytes, from: "ISO-2022-JP") { return (text, .known) }
    if case .success(let text) = PlainText.decoded(bytes) { return (text, .known) }
    let utf8 = UTF8Census(bytes)
    // One bad byte among many good sequences: other sets make sequences of UTF-8 by accident only.
    if utf8.sequences >= 4, utf8.damaged * 4 <= utf8.sequences {
      let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
      return (String(decoding: content, as: UTF8.self), .damaged(set: "UTF-8", count: utf8.damaged, line: 0))
    }
    return best(bytes, Orthography(language))
  }

  /// So much of a file is enough to know how it is written.
  private static let sample = 200_000

  private static func best(_ bytes: [UInt8], _ orthography: Orthography) -> (String, Certainty) {
    var best: (text: String, set: String, score: Int)?
    for set in orthography.sets {
      guard let text = decode(bytes, set) else { continue }
      let score = orthography.score(text.unicodeScalars.prefix(sample))
      if best.map({ score > $0.score }) ?? true { best = (text, set, score) }
    }
    if let best { return (best.text, .assumed(set: best.set)) }
    let set = "Windows-1252"
    let table = EightBitSet.upperHalf(set) ?? []
    var text = String.UnicodeScalarView()
    var count = 0
    for byte in bytes {
      let scalar =
        byte < 0x80 ? Unicode.Scalar(byte) : table.indices.contains(Int(byte) - 0x80) ? table[Int(byte) - 0x80] : nil
      if scalar == nil { count += 1 }
      text.append(scalar ?? "\u{FFFD}")
    }
    return (String(text), .damaged(set: set, count: count, line: 0))
  }

  /// nil where a byte is no character of the set.
  private static func decode(_ bytes: [UInt8], _ set: String) -> String? {
    guard let table = EightBitSet.upperHalf(set) else { return try? ForeignText.decode(bytes, from: set) }
    var text = String.UnicodeScalarView()
    for byte in bytes {
      if byte < 0x80 {
        text.append(Unicode.Scalar(byte))
      } else {
        guard let scalar = table[Int(byte) - 0x80] else { return nil }
        text.append(scalar)
      }
    }
    return String(text)
  }

  /// Is it big-endian? nil where there is no arrow.
  private static func isUTF16(_ bytes: [UInt8]) -> Bool? {
    var previous = [UInt8](repeating: 1, count: 5)
    for (index, byte) in bytes.enumerated() {
      if previous == [0x2D, 0, 0x2D, 0, 0x3E], byte == 0 { return index.isMultiple(of: 2) }
      if previous == [0, 0x2D, 0, 0x2D, 0], byte == 0x3E { return !index.isMultiple(of: 2) }
      previous.removeFirst()
      previous.append(byte)
    }
    return nil
  }

  private static func utf16(_ bytes: ArraySlice<UInt8>, isBigEndian: Bool) -> String {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index + 1 < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(isBigEndian ? first << 8 | second : second << 8 | first)
      index += 2
    }
    return String(decoding: units, as: UTF16.self)
  }

  private static func firstDamage(_ text: String) -> Int {
    var line = 1
    for scalar in text.unicodeScalars {
      if scalar == "\u{FFFD}" { return line }
      if scalar == "\n" { line += 1 }
    }
    return 1
  }
}

/// How much of some bytes is UTF-8.
private struct UTF8Census {
  /// Characters of more than one byte.
  var sequences = 0
  /// Bytes that belong to no character.
  var damaged = 0

  init(_ bytes: [UInt8]) {
    var decoder = UTF8()
    var source = bytes.makeIterator()
    while true {
      switch decoder.decode(&source) {
      case .scalarValue(let scalar): if scalar.value >= 0x80 { sequences += 1 }
      case .error: damaged += 1
      case .emptyInput: return
      }
    }
  }
}
