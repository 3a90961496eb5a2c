/// Texts cut to the width of a terminal: a line that wraps could not be erased again.
enum TerminalText {
  /// Columns that a terminal gives a text: two to what East Asian scripts and pictures take.
  static func width(_ text: String) -> Int { text.reduce(0) { $0 + width($1) } }

  /// The end of a text, with `…` before it, where it is wider than this.
  static func tail(_ text: String, width limit: Int) -> String {
    if width(text) <= limit { return text }
    var rest: [Character] = []
    var left = max(limit, 1) - 1
    for character in text.reversed() {
      left -= width(character)
      if left < 0 { break }
      rest.append(character)
    }
    return "…" + String(rest.reversed())
  }

  /// The beginning of a text that fits.
  static func head(_ text: String, width limit: Int) -> String {
    var left = limit
    return String(
      text.prefix { character in
        left -= width(character)
        return left >= 0
      })
  }

  private static func width(_ character: Character) -> Int {
    guard let first = character.unicodeScalars.first?.value else { return 0 }
    let isWide =
      (0x1100...0x115F).contains(first) || (0x2E80...0xA4CF).contains(first) || (0xAC00...0xD7A3).contains(first)
      || (0xF900...0xFAFF).contains(first) || (0xFE30...0xFE6F).contains(first) || (0xFF00...0xFF60).contains(first)
      || (0x1F300...0x1FAFF).contains(first) || (0x20000...0x3FFFD).contains(first)
    return isWide ? 2 : 1
  }
}
