/// How texts become words that are looked for: the one set of rules for the index and for the script in the page, which
/// reads it from `search/index.json`.
///
/// Every scalar is made lower case by Unicode's full mapping, then: dropped; or replaced by its letters without marks; or, in
/// a script without spaces, kept for pairs; or part of a word, if it is a letter, a mark or a number; or between words.
enum SearchAlphabet {
  /// Letters by what they are read as. Latin, Greek, Cyrillic, Arabic and Hebrew lose their marks and variants, Indic letters
  /// the dot of foreign sounds; wide, raised and joined forms are ordinary ones.
  static let folds: [Unicode.Scalar: String] = {
    var folds: [Unicode.Scalar: String] = [:]
    for entry in table.unicodeScalars.split(whereSeparator: { $0 == " " || $0 == "\n" }) {
      guard let colon = entry.firstIndex(of: ":") else { continue }
      for letter in entry[colon...].dropFirst() { folds[letter] = String(entry[..<colon]) }
    }
    return folds
  }()

  /// Marks over letters, points of Hebrew and Arabic, the Indic dot, and signs that only steer how text is set.
  static let dropped: [ClosedRange<UInt32>] = [
    0x00AD...0x00AD, 0x02B9...0x02BC, 0x0300...0x036F, 0x0374...0x0374, 0x0483...0x0489, 0x0591...0x05BD,
    0x05BF...0x05BF, 0x05C1...0x05C2,
    0x05C4...0x05C5, 0x05C7...0x05C7, 0x0610...0x061A, 0x061C...0x061C, 0x0640...0x0640, 0x064B...0x065F,
    0x0670...0x0670, 0x06D6...0x06DC, 0x06DF...0x06E4, 0x06E7...0x06E8, 0x06EA...0x06ED, 0x093C...0x093C,
    0x09BC...0x09BC, 0x0A3C...0x0A3C, 0x0B3C...0x0B3C, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x200B...0x200F,
    0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F,
    0xFEFF...0xFEFF, 0x1D165...0x1D169, 0x1D16D...0x1D172,
  ]

  /// Thai, Lao, Myanmar, Khmer, kana, Han: no spaces between words, so every pair of neighbours is a word.
  static let unspaced: [ClosedRange<UInt32>] = [
    0x0E01...0x0E3A, 0x0E40...0x0E4E, 0x0E81...0x0ECD, 0x1000...0x103F, 0x1780...0x17D3, 0x3005...0x3007,
    0x3041...0x3096, 0x3099...0x309A, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF,
    0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F, 0x20000...0x323AF,
  ]

  /// Does a mark perhaps join with the letter before it, other than those that are dropped? Indic and other marks, the parts of
  /// Hangul, and the marks of kana.
  static func mayCompose(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0900...0x1CFF, 0x3099...0x309A, 0x11000...0x11FFF: true
    default: false
    }
  }

  /// In scalars; what is longer is cut.
  static let longestWord = 32

  static func isIn(_ ranges: [ClosedRange<UInt32>], _ scalar: Unicode.Scalar) -> Bool {
    guard let first = ranges.first, scalar.value >= first.lowerBound else { return false }
    return ranges.contains { $0.contains(scalar.value) }
  }

  /// `<letters>:<what is read as them> ...`
  static let table = """
    a:ªàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặₐⱥａ 2:²₂２ 3:³₃３ μ:µ 1:¹₁１ o:ºòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱɔṍṏṑṓọỏốồổỗộớờởỡợₒｏ
    ss:ß ae:æǣǽ c:çćĉċčƈȼḉｃ e:èéêëēĕėęěǝȅȇȩɇəɛḕḗḙḛḝẹẻẽếềểễệₑₔｅ i:ìíîïĩīĭįıǐȉȋɨɩḭḯỉịⁱｉ d:ðďđɖɗḋḍḏḑḓｄ
    n:ŉñńņňŋƞǹɲṅṇṉṋⁿₙｎ u:ùúûüũūŭůűųưǔǖǘǚǜȕȗʉʊṳṵṷṹṻụủứừửữựｕ y:ýÿŷƴȳɏẏẙỳỵỷỹｙ th:þ g:ĝğġģǧǵɠɣḡｇ
    h:ĥħȟḣḥḧḩḫẖₕｈ ij:ĳ j:ĵǰɉⱼｊ k:ķĸƙǩḱḳḵₖｋ l:ĺļľłƚƛḷḹḻḽₗｌ oe:œ r:ŕŗřȑȓɍṙṛṝṟｒ s:śŝşšſșṡṣṥṧṩẛₛｓ
    t:ţťŧƭțʈṫṭṯṱẗₜⱦｔ w:ŵẁẃẅẇẉẘｗ z:źżžƶȥẑẓẕｚ b:ƀɓḃḅḇｂ f:ƒḟｆ p:ƥṕṗₚｐ dz:ǆǳ lj:ǉ nj:ǌ ʒ:ǯ v:ʋṽṿⱽｖ
    ι:ΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ α:άἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ ε:έϵἐἑἒἓἔἕὲέ η:ήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ
    υ:ΰϋύϒϓϔὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ σ:ςϲ ο:όὀὁὂὃὄὅὸό ω:ώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ β:ϐ θ:ϑ φ:ϕ π:ϖ κ:ϰ ρ:ϱῤῥ
    и:йѝӣӥ е:ѐёӗ г:ѓ і:ї к:ќ у:ўӯӱӳ ѵ:ѷ ж:ӂӝ а:ӑӓ ә:ӛ з:ӟ о:ӧ ө:ӫ э:ӭ ч:ӵ ы:ӹ m:ḿṁṃₘｍ x:ẋẍₓｘ 0:⁰₀０ 4:⁴₄４
    5:⁵₅５ 6:⁶₆６ 7:⁷₇７ 8:⁸₈８ 9:⁹₉９ ff:ﬀ fi:ﬁ fl:ﬂ ffi:ﬃ ffl:ﬄ st:ﬅﬆ q:ｑ ا:أإآٱ و:ؤ ي:ئىی ه:ةۀە ہ:ۂ ے:ۓ ك:ک י:יִיּ
    ײ:ײַ ע:ﬠ א:ﬡאַאָאּ ד:ﬢדּ ה:ﬣהּ כ:ﬤכּכֿ ל:ﬥלּ ם:ﬦ ר:ﬧרּ ת:ﬨתּ ש:שׁשׂשּׁשּׂשּ ב:בּבֿ ג:גּ ו:וּוֹ ז:זּ ט:טּ ך:ךּ מ:מּ נ:נּ ס:סּ ף:ףּ
    פ:פּפֿ צ:צּ ק:קּ न:ऩ र:ऱ ळ:ऴ क:क़ ख:ख़ ग:ग़ ज:ज़ ड:ड़ ढ:ढ़ फ:फ़ य:य़ ড:ড় ঢ:ঢ় য:য় ਲ:ਲ਼ ਸ:ਸ਼ ਖ:ਖ਼ ਗ:ਗ਼ ਜ:ਜ਼ ਫ:ਫ਼ ଡ:ଡ଼ ଢ:ଢ଼
    """
}
