/// How a language was written to files before UTF-8, and by what letters a text in it is known.
struct Orthography {
  /// Character sets in the order in which they were usual, by `iconv`'s names.
  var sets: [String]
  /// The script; nil for Latin.
  private var script: ClosedRange<UInt32>?
  /// Letters that only some languages have, or that a script's texts are full of.
  private var usual: Set<Unicode.Scalar>

  /// - Parameter language: BCP 47; a language that is not in the table is read as those of western Europe.
  init(_ language: String) {
    let parts = language.lowercased().split(separator: "-")
    let isTraditional = parts.dropFirst().contains { ["hant", "tw", "hk", "mo"].contains($0) }
    let key = parts.first == "zh" && isTraditional ? "zh-hant" : String(parts.first ?? "")
    let entry = Self.languages[key] ?? ("west", "àâçèéêëîïôùûñáíóúäöüßåæøœãõ")
    let family = Self.families[entry.family] ?? ([], nil)
    (sets, script) = (family.sets, family.script)
    usual = Set(entry.letters.unicodeScalars)
    for scalar in entry.letters.unicodeScalars { usual.formUnion(scalar.properties.uppercaseMapping.unicodeScalars) }
  }

  /// How much a text looks as one in this language does: of two readings of the same bytes, the right one has more.
  func score(_ text: some Sequence<Unicode.Scalar>) -> Int {
    var score = 0
    var previous: Unicode.Scalar = "\n"
    for scalar in text {
      if scalar.value >= 0x80 {
        score += value(scalar, after: previous)
      } else if previous.value >= 0x80, scalar.properties.isAlphabetic, isOfScript(previous) {
        // Latin letters in the middle of a word of another script.
        score -= 2
      }
      previous = scalar
    }
    return score
  }

  private func value(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar) -> Int {
    if Self.punctuation.contains(scalar.value) { return 1 }
    // Halves of Katakana, private use: what bytes of another set look like.
    if (0xFF61...0xFF9F).contains(scalar.value) || (0xE000...0xF8FF).contains(scalar.value) { return -2 }
    let properties = scalar.properties
    guard properties.isAlphabetic || properties.generalCategory == .nonspacingMark else { return -1 }
    if properties.isUppercase, previous.properties.isLowercase { return -2 }
    if script != nil, previous.properties.isAlphabetic, isOfScript(scalar) != isOfScript(previous) { return -2 }
    if usual.contains(scalar) { return 2 }
    return script == nil ? 0 : isOfScript(scalar) ? 1 : -1
  }

  private func isOfScript(_ scalar: Unicode.Scalar) -> Bool { script?.contains(scalar.value) ?? false }

  /// No-break space, soft hyphen, quotes, dashes, points, signs of money and music.
  private static let punctuation: Set<UInt32> = Set(
    [0xA0, 0xA1, 0xAB, 0xAD, 0xB0, 0xB7, 0xBB, 0xBF, 0x20AC, 0x2116, 0x2122, 0x266A, 0x266B]
      + Array(0x2010...0x2030) + [0x2039, 0x203A] + Array(0x3000...0x3020) + Array(0xFF01...0xFF5E))

  private static let families: [String: (sets: [String], script: ClosedRange<UInt32>?)] = [
    "west": (["Windows-1252", "ISO-8859-15", "MACINTOSH", "IBM850"], nil),
    "centre": (["Windows-1250", "ISO-8859-2", "IBM852"], nil),
    "turkish": (["Windows-1254"], nil),
    "baltic": (["Windows-1257", "ISO-8859-13"], nil),
    "vietnamese": (["Windows-1258"], nil),
    "cyrillic": (["Windows-1251", "KOI8-U", "IBM866", "ISO-8859-5"], 0x400...0x52F),
    "serbian": (["Windows-1250", "Windows-1251", "ISO-8859-2", "ISO-8859-5", "IBM852"], 0x400...0x52F),
    "greek": (["Windows-1253", "ISO-8859-7"], 0x370...0x3FF),
    "hebrew": (["Windows-1255"], 0x590...0x5FF),
    "arabic": (["Windows-1256", "ISO-8859-6"], 0x600...0x6FF),
    "thai": (["Windows-874"], 0xE00...0xE7F),
    "japanese": (["CP932", "EUC-JP"], 0x3040...0x9FFF),
    "chinese": (["GB18030", "BIG5-HKSCS"], 0x4E00...0x9FFF),
    "taiwan": (["BIG5-HKSCS", "GB18030"], 0x4E00...0x9FFF),
    "korean": (["CP949"], 0xAC00...0xD7AF),
  ]

  /// For scripts of their own the letters (or signs) that are most frequent.
  private static let languages: [String: (family: String, letters: String)] = [
    "fr": ("west", "àâæçéèêëîïôùûüœÿ"), "de": ("west", "äöüß"), "es": ("west", "áéíóúüñ"),
    "pt": ("west", "áâãàçéêíóôõú"),
    "it": ("west", "àèéìòù"), "nl": ("west", "éëïèöü"), "sv": ("west", "åäöé"), "fi": ("west", "äöå"),
    "da": ("west", "æøåé"),
    "no": ("west", "æøåé"), "nb": ("west", "æøåé"), "nn": ("west", "æøåé"), "is": ("west", "áéíóúýþæðö"),
    "ca": ("west", "àçèéíïòóúü"), "gl": ("west", "áéíóúñü"), "ga": ("west", "áéíóú"), "br": ("west", "ñùêéâ"),
    "oc": ("west", "àáçèéíòóúï"), "et": ("west", "äöüõšž"), "sq": ("west", "çë"),
    "pl": ("centre", "ąćęłńóśźż"), "cs": ("centre", "áčďéěíňóřšťúůýž"), "sk": ("centre", "áäčďéíĺľňóôŕšťúýž"),
    "hu": ("centre", "áéíóöőúüű"), "sl": ("centre", "čšž"), "hr": ("centre", "čćđšž"), "bs": ("centre", "čćđšž"),
    "ro": ("centre", "ăâîşţ"), "sr": ("serbian", "čćđšžаоиентрсвк"), "tr": ("turkish", "çğıöşüâ"),
    "lt": ("baltic", "ąčęėįšųūž"), "lv": ("baltic", "āčēģīķļņšūž"),
    "vi": ("vietnamese", "ăâđêôơưàáèéìíòóùúý\u{300}\u{301}\u{303}\u{309}\u{323}"),
    "ru": ("cyrillic", "оеаинтсрвл"), "uk": ("cyrillic", "оаинтвреісї"), "be": ("cyrillic", "аніеорсяўкы"),
    "bg": ("cyrillic", "аеоинтрсв"), "mk": ("cyrillic", "аоеинтрсвј"), "el": ("greek", "αοιετσνηυρπκμάόίέήύώ"),
    "he": ("hebrew", "יוהלאמרתבש"), "yi": ("hebrew", "יוהלאמרתבש"), "ar": ("arabic", "اليمونرتبه"),
    "fa": ("arabic", "ایرندهومتب"), "ur": ("arabic", "ایرکوہتنمس"), "th": ("thai", "านรอกเงยลมวด่้"),
    "ja": ("japanese", "のにたいをはしなとがてで。っれるすんー"), "ko": ("korean", "이다는을가에고의지하요나그"),
    "zh": ("chinese", "的一是不了我你在有他这们来个说"), "zh-hant": ("taiwan", "的一是不了我你在有他這們來個說"),
  ]
}
