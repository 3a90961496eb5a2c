/// Language tags of BCP 47 (RFC 5646), by form alone.
public enum LanguageTag {
  /// The tag in the usual case (`zh-Hant-TW`); nil where the form is another. `fre` and `fra` become `fr`.
  public static func canonical(_ text: String) -> String? {
    let parts = text.replacing("_", with: "-").split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count <= 35, let primary = parts.first, (2...3).contains(primary.utf8.count), isLetters(primary)
    else {
      return nil
    }
    let short = primary.lowercased()
    var out = [twoLetters[short] ?? short]
    var isPrivate = false
    for part in parts.dropFirst() {
      guard (1...8).contains(part.utf8.count), part.utf8.allSatisfy(isAlphanumeric) else { return nil }
      if part.utf8.count == 1 { isPrivate = true }
      if !isPrivate, part.utf8.count == 4, isLetters(part) {
        out.append(part.prefix(1).uppercased() + part.dropFirst().lowercased())
      } else if !isPrivate, part.utf8.count == 2, isLetters(part) {
        out.append(part.uppercased())
      } else {
        out.append(part.lowercased())
      }
    }
    guard parts.last?.utf8.count != 1 else { return nil }
    return out.joined(separator: "-")
  }

  /// The language as it is, or should be, in a list of names: some that nobody means by a part of a file name are left out.
  static func isKnown(_ tag: String) -> Bool {
    let primary = tag.split(separator: "-").first.map { $0.lowercased() } ?? ""
    return names[primary] != nil || twoLetters[primary] != nil
  }

  /// What speakers call it: "Français". The tag itself where we do not know.
  public static func label(_ tag: String) -> String {
    if let name = names[tag] { return name }
    let parts = tag.split(separator: "-")
    guard let primary = parts.first, let name = names[String(primary)] else { return tag }
    return "\(name) (\(parts.dropFirst().joined(separator: "-")))"
  }

  /// The tag of a language by its name in English or its own: `French`, `français`.
  static func named(_ name: String) -> String? { byName[CanonicalForm.composed(name).lowercased()] }

  private static func isLetters(_ part: some StringProtocol) -> Bool {
    part.utf8.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
  }

  /// ISO 639-2 codes, as containers write them, of languages that have two letters in ISO 639-1.
  private static let twoLetters: [String: String] = pairs(
    """
    ara=ar ben=bn bre=br bul=bg cat=ca ces=cs cze=cs chi=zh zho=zh cym=cy wel=cy dan=da deu=de ger=de ell=el gre=el
    eng=en epo=eo est=et eus=eu baq=eu fas=fa per=fa fin=fi fra=fr fre=fr gle=ga glg=gl heb=he hin=hi hrv=hr hun=hu
    hye=hy arm=hy ind=id isl=is ice=is ita=it jpn=ja kat=ka geo=ka kor=ko lat=la lav=lv lit=lt mkd=mk mac=mk msa=ms
    nld=nl dut=nl nor=no nob=nb nno=nn oci=oc pol=pl por=pt ron=ro rum=ro rus=ru slk=sk slo=sk slv=sl spa=es sqi=sq
    alb=sq srp=sr swa=sw swe=sv tam=ta tha=th tur=tr ukr=uk urd=ur vie=vi yid=yi
    """)

  private static let byName: [String: String] = pairs(
    """
    arabic=ar basque=eu bengali=bn breton=br bulgarian=bg catalan=ca chinese=zh croatian=hr czech=cs danish=da dutch=nl
    english=en esperanto=eo estonian=et finnish=fi french=fr galician=gl georgian=ka german=de greek=el hebrew=he
    hindi=hi hungarian=hu icelandic=is indonesian=id irish=ga italian=it japanese=ja korean=ko latvian=lv lithuanian=lt
    macedonian=mk malay=ms norwegian=no occitan=oc persian=fa polish=pl portuguese=pt romanian=ro russian=ru serbian=sr
    slovak=sk slovenian=sl spanish=es swahili=sw swedish=sv tamil=ta thai=th turkish=tr ukrainian=uk urdu=ur
    vietnamese=vi welsh=cy yiddish=yi
    """
  ).merging(names.keys.sorted().compactMap { tag in names[tag].map { ($0.lowercased(), tag) } }) { first, _ in first }

  private static let names: [String: String] = pairs(
    """
    ar=العربية bg=Български bn=বাংলা br=Brezhoneg ca=Català cs=Čeština cy=Cymraeg da=Dansk de=Deutsch el=Ελληνικά
    en=English eo=Esperanto es=Español et=Eesti eu=Euskara fa=فارسی fi=Suomi fr=Français ga=Gaeilge gl=Galego
    he=עברית hi=हिन्दी hr=Hrvatski hu=Magyar hy=Հայերեն id=Indonesia is=Íslenska it=Italiano ja=日本語 ka=ქართული
    ko=한국어 la=Latina lt=Lietuvių lv=Latviešu mk=Македонски ms=Melayu nb=Norsk nl=Nederlands nn=Nynorsk no=Norsk
    oc=Occitan pl=Polski pt=Português ro=Română ru=Русский sk=Slovenčina sl=Slovenščina sq=Shqip sr=Српски
    sv=Svenska sw=Kiswahili ta=தமிழ் th=ไทย tr=Türkçe uk=Українська ur=اردو vi=Việt yi=ייִדיש zh=中文
    zh-Hans=简体中文 zh-Hant=繁體中文
    """)

  private static func pairs(_ text: String) -> [String: String] {
    var table: [String: String] = [:]
    for entry in text.split(whereSeparator: \.isWhitespace) {
      let parts = entry.split(separator: "=")
      if parts.count == 2 { table[String(parts[0])] = String(parts[1]) }
    }
    return table
  }
}
