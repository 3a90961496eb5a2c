/// Unicode's composed form (NFC, UAX #15) of names, so that a name written on one system is the same on another.
///
/// The standard library compares characters by canonical equivalence but does not hand out a normal form. So each
/// precomposed letter is entered in a table by itself, and a decomposed spelling of it finds it there. Covered are the
/// scripts with precomposed letters in use: Latin, Greek, Cyrillic, Arabic, Hebrew points aside, the Indic letters, kana,
/// and Hangul by arithmetic. Anything else keeps its spelling.
public enum CanonicalForm {
  public static func composed(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return String(text) }
    var out = String.UnicodeScalarView()
    for character in text {
      if let letter = precomposed[character] {
        out.append(letter)
      } else {
        compose(character.unicodeScalars, into: &out)
      }
    }
    return String(out)
  }

  /// A base with marks of which only some combine with it.
  private static func compose(_ scalars: Character.UnicodeScalarView, into out: inout String.UnicodeScalarView) {
    var base: Unicode.Scalar?
    var rest: [Unicode.Scalar] = []
    for scalar in scalars {
      guard let current = base else {
        base = scalar
        continue
      }
      if let syllable = hangul(current, scalar) {
        base = syllable
      } else if let letter = joined(current, scalar) {
        base = letter
      } else if scalar.properties.canonicalCombiningClass == .notReordered {
        out.append(current)
        out.append(contentsOf: rest)
        rest = []
        base = scalar
      } else {
        rest.append(scalar)
      }
    }
    if let base { out.append(base) }
    out.append(contentsOf: rest)
  }

  /// nil also where the two are no character by themselves, as the consonants of an Indic cluster are not.
  private static func joined(_ base: Unicode.Scalar, _ mark: Unicode.Scalar) -> Unicode.Scalar? {
    let pair = String(String.UnicodeScalarView([base, mark]))
    guard let character = pair.first, pair.count == 1 else { return nil }
    return precomposed[character]
  }

  /// By canonical equivalence: `e` + U+0301 finds U+00E9. Where two letters are equivalent the first is the composed form.
  private static let precomposed: [Character: Unicode.Scalar] = {
    let blocks: [ClosedRange<UInt32>] = [
      0x00C0...0x024F, 0x0340...0x0341, 0x0370...0x0556, 0x0622...0x06D3, 0x0929...0x0934, 0x09CB...0x09CC,
      0x0B48...0x0B94,
      0x0BCA...0x0BCC, 0x0CC0...0x0D4C, 0x0DDA...0x0DDE, 0x1026...0x1026, 0x1E00...0x1FFE, 0x212A...0x212B,
      0x3041...0x30FF,
    ]
    var table: [Character: Unicode.Scalar] = [:]
    for block in blocks {
      for value in block {
        guard let scalar = Unicode.Scalar(value), scalar.properties.generalCategory != .unassigned else { continue }
        let character = Character(scalar)
        if table[character] == nil { table[character] = scalar }
      }
    }
    // Singletons whose composed form is an ASCII letter.
    table[Character("\u{212A}")] = "K"
    return table
  }()

  /// Unicode, section 3.12.
  private static func hangul(_ first: Unicode.Scalar, _ second: Unicode.Scalar) -> Unicode.Scalar? {
    if (0x1100...0x1112).contains(first.value), (0x1161...0x1175).contains(second.value) {
      return Unicode.Scalar(0xAC00 + ((first.value - 0x1100) * 21 + second.value - 0x1161) * 28)
    }
    if (0xAC00...0xD7A3).contains(first.value), (first.value - 0xAC00) % 28 == 0,
      (0x11A8...0x11C2).contains(second.value)
    {
      return Unicode.Scalar(first.value + second.value - 0x11A7)
    }
    return nil
  }
}
