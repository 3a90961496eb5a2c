/// Plain text in and out of files.
enum PlainText {
  struct DecodingError: Error {
    /// From 1.
    var line: Int
  }

  /// UTF-8 with or without a byte order mark, with LF at every line's end.
  static func decoded(_ bytes: [UInt8]) -> Result<String, DecodingError> {
    let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if let text = String(validating: content, as: UTF8.self) { return .success(withLineFeeds(text)) }
    var line = 1
    for part in content.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if String(validating: part, as: UTF8.self) == nil { break }
      line += 1
    }
    return .failure(DecodingError(line: line))
  }

  /// CR LF and CR become LF.
  static func withLineFeeds(_ text: String) -> String {
    guard text.utf8.contains(0x0D) else { return text }
    var out: [UInt8] = []
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0D { out.append(0x0A) } else if byte != 0x0A || previous != 0x0D { out.append(byte) }
      previous = byte
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Without control characters other than tab and line feed: XML has no way to write them.
  static func withoutControls(_ text: String) -> String {
    let isOdd = { (byte: UInt8) in byte < 0x20 && byte != 0x09 && byte != 0x0A || byte == 0x7F }
    guard text.utf8.contains(where: isOdd) else { return text }
    return String(decoding: text.utf8.filter { !isOdd($0) }, as: UTF8.self)
  }

  /// Trimmed, every run of white space one space, without control characters; no sign of direction reaches beyond its end.
  static func oneLine(_ text: String) -> String {
    if isPlainLine(text) { return text }
    var out = String.UnicodeScalarView()
    var isSpacePending = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isWhitespace || scalar.value < 0x20 {
        isSpacePending = !out.isEmpty
      } else if scalar.properties.generalCategory != .control, !scalar.properties.isNoncharacterCodePoint {
        if isSpacePending { out.append(" ") }
        isSpacePending = false
        out.append(scalar)
      }
    }
    return String(BidiText.closed(out))
  }

  /// Is there anything to see? Marks without a letter, spaces and signs of direction alone are no title that could be clicked.
  static func isVisible(_ text: String) -> Bool {
    text.unicodeScalars.contains { scalar in
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control, .surrogate, .unassigned, .spaceSeparator,
        .lineSeparator, .paragraphSeparator:
        false
      default: true
      }
    }
  }

  /// Visible ASCII with single spaces inside: most texts.
  private static func isPlainLine(_ text: String) -> Bool {
    var previous: UInt8 = 0x20
    for byte in text.utf8 {
      guard (0x20..<0x7F).contains(byte), byte != 0x20 || previous != 0x20 else { return false }
      previous = byte
    }
    return previous != 0x20 || text.isEmpty
  }

  /// Without white space at both ends.
  static func trimmed(_ text: some StringProtocol) -> String {
    var rest = text.drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest = rest.dropLast() }
    return String(rest)
  }

  /// Bytes as people say them: `1.2 GB`.
  static func size(_ bytes: Int64) -> String {
    let units = ["bytes", "kB", "MB", "GB", "TB"]
    var unit = 0
    var tenths = max(0, bytes)
    var value = tenths
    while value >= 1000, unit < units.count - 1 {
      tenths = value / 100
      value /= 1000
      unit += 1
    }
    if unit == 0 { return "\(value) \(units[0])" }
    return value >= 10 ? "\(value) \(units[unit])" : "\(value).\(tenths % 10) \(units[unit])"
  }
}
