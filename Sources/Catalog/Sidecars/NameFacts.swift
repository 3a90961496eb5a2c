/// What the name of a video tells when nothing else does: a date at its start, and a title.
struct NameFacts: Hashable {
  /// Midnight of the site's zone.
  var date: Instant?
  /// Empty where the name is nothing but a date or an id.
  var title: String

  /// `stem` is the name without its ending: `2024-05-01_assemblée-générale`, `Talk [dQw4w9WgXcQ]`.
  init(stem: String, zone: TimeZoneRules) {
    var rest = CanonicalForm.composed(stem)[...]
    if let (date, after) = Self.date(rest, zone) {
      self.date = date
      rest = after
    }
    rest = Self.withoutIdentifier(rest)
    // Only names without spaces use other signs for them.
    let hasSpaces = rest.contains(" ")
    let words = rest.map { character -> Character in
      switch character {
      case "_": " "
      case "-", ".", "+": hasSpaces ? character : " "
      default: character
      }
    }
    var text = PlainText.oneLine(String(words))
    if let first = text.first, first.isLowercase, first.isLetter { text = first.uppercased() + text.dropFirst() }
    title = text
  }

  /// A folder's name keeps its date.
  static func title(ofFolder name: String) -> String {
    let composed = CanonicalForm.composed(name)
    let words = composed.contains(" ") ? composed : composed.replacing("-", with: " ").replacing("_", with: " ")
    let text = PlainText.oneLine(words)
    return text.first?.isLowercase == true ? text.prefix(1).uppercased() + text.dropFirst() : text
  }

  /// `2024-05-01`, `2024_05_01`, `20240501`, then a separator or the end.
  private static func date(_ text: Substring, _ zone: TimeZoneRules) -> (Instant, Substring)? {
    var scanner = DigitScanner(text.prefix(16))
    guard let year = scanner.digits(4), (1880...2200).contains(year) else { return nil }
    let separator: Unicode.Scalar? = scanner.take("-") ? "-" : scanner.take("_") ? "_" : scanner.take(".") ? "." : nil
    guard let month = scanner.digits(2) else { return nil }
    if let separator, !scanner.take(separator) { return nil }
    guard let day = scanner.digits(2), Instant.isInCalendar(year: year, month: month, day: day) else { return nil }
    let rest = text.dropFirst(separator == nil ? 8 : 10)
    guard rest.first.map({ !$0.isNumber && !$0.isLetter }) ?? true else { return nil }
    let date = zone.instant(local: .init(year: Int64(year), month: month, day: day))
    return (date, rest.drop { " -_.".contains($0) })
  }

  /// yt-dlp's ` [id]` before the ending.
  static func withoutIdentifier(_ name: String) -> String { String(withoutIdentifier(name[...])) }

  private static func withoutIdentifier(_ text: Substring) -> Substring {
    guard text.last == "]", let open = text.lastIndex(of: "["), open != text.startIndex else { return text }
    let id = text[open...].dropFirst().dropLast()
    let isIdentifier =
      (6...32).contains(id.utf8.count)
      && id.utf8.allSatisfy {
        (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || "-_".utf8.contains($0)
      }
    guard isIdentifier else { return text }
    var rest = text[..<open]
    while rest.last?.isWhitespace == true || rest.last == "_" { rest = rest.dropLast() }
    return rest.isEmpty ? text : rest
  }
}
