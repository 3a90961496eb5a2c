/// ASCII spellings of letters, for addresses that everybody can type (design, "Slugs").
///
/// A letter with marks that is not in the table is read without its marks, so only what differs from that stands here.
/// Cyrillic follows what passports and street signs use (BGN/PCGN, without apostrophes), Greek follows ELOT 743.
enum Transliteration {
  /// nil where the letter belongs to no script of the table; the empty text where it is silent.
  static func ascii(_ character: Character) -> String? {
    if let known = table[character] { return known }
    guard let letter = character.unicodeScalars.first else { return nil }
    // With marks behind it: the letter alone.
    if character.unicodeScalars.count > 1 {
      return letter.isASCII ? String(letter) : ascii(Character(letter))
    }
    // With marks in it: Unicode names it after its base, "LATIN SMALL LETTER E WITH ACUTE".
    guard let name = letter.properties.name, let with = name.firstRange(of: " WITH ") else { return nil }
    return byName[String(name[..<with.lowerBound])]
  }

  private static let table: [Character: String] = {
    var table: [Character: String] = [:]
    for line in [latin, greek, cyrillic] {
      for pair in line.split(whereSeparator: \.isWhitespace) {
        guard let key = pair.first else { continue }
        table[key] = String(pair.dropFirst())
      }
    }
    return table
  }()

  /// Base letters by their Unicode name.
  private static let byName: [String: String] = {
    var names: [String: String] = [:]
    for letter in "abcdefghijklmnopqrstuvwxyz".unicodeScalars {
      if let name = letter.properties.name { names[name] = String(letter) }
    }
    for (letter, ascii) in table where letter.unicodeScalars.count == 1 {
      if let name = letter.unicodeScalars.first?.properties.name { names[name] = ascii }
    }
    return names
  }()

  private static let latin = """
    ßss æae œoe øo đd ðd þth łl ħh ıi ĸk ŋn ŧt ſs ƒf əe ɓb ɗd ƙk ɔo ɛe ŀl ŉn ǆdz ǉlj ǌnj ĳij ﬁfi ﬂfl ªa ºo ʻ ʼ
    """
  private static let greek = """
    αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs ςs τt υy φf χch ψps ωo
    """
  private static let cyrillic = """
    аa бb вv гg дd еe ёe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хkh цts чch шsh щshch ъ ыy ь эe юyu яya
    іi їyi єye ґg ўu ђdj јj љlj њnj ћc џdz ѓgj ќkj ѕdz әa ғg қk ңn өo ұu үu һh ҙz ҡk ҫs ҷj ӣi ӯu ѣe ѳf ѵi
    """
}
