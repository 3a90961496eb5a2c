import Testing

@testable import Catalog

struct SlugTests {
  @Test(arguments: [
    ("General Assembly 2024", "general-assembly-2024"),
    ("Assemblée générale", "assemblee-generale"),
    ("L’été à Œuvres & Cie", "lete-a-oeuvres-cie"),
    ("Straße nach Łódź", "strasse-nach-lodz"),
    ("Tiếng Việt", "tieng-viet"),
    ("Привет, мир!", "privet-mir"),
    ("Ещё щука й", "eshche-shchuka-y"),
    ("Київ: її ґанок", "kiyiv-yiyi-ganok"),
    ("Ελληνικά Ύψος", "ellinika-ypsos"),
    ("a__b--c..d", "a-b-c-d"),
    ("CON", "v-con"),
    ("com1", "v-com1"),
    ("console", "console"),
    ("50 % de rabais (2)", "50-de-rabais-2"),
  ])
  func `a name becomes an address that everybody can type`(_ name: String, _ expected: String) {
    #expect(Slug.make(name) == expected)
  }

  @Test(arguments: ["日本語のビデオ", "東京 2024 への旅行記", "中文", "🎬🎬", "", "  --__..  ", "العربية"])
  func `a name in another script becomes a short digest, always the same`(_ name: String) {
    let slug = Slug.make(name)
    #expect(slug.hasPrefix("v-") && slug.utf8.count == 10)
    #expect(slug == Slug.make(name))
    #expect(Slug.isValid(slug))
  }

  @Test(arguments: ["Assemblée d’été", "Ёлка й ї", "Ύψος", "ガイド", "한국어", "Ấn Độ", "Å ångström"])
  func `both spellings of an accent give one slug and one form`(_ name: String) {
    let decomposed = decomposed(name)
    #expect(Array(decomposed.utf8) != Array(name.utf8))
    #expect(Array(CanonicalForm.composed(decomposed).utf8) == Array(name.utf8))
    #expect(Array(CanonicalForm.composed(name).utf8) == Array(name.utf8))
    #expect(Slug.make(decomposed) == Slug.make(name))
  }

  @Test func `a slug has at most 80 bytes and ends with a letter or digit`() {
    let slug = Slug.make(String(repeating: "abcdefghi ", count: 20))
    #expect(slug.utf8.count <= 80 && !slug.hasSuffix("-"))
    let numbered = Slug.appending("12", to: String(repeating: "a", count: 80))
    #expect(numbered.utf8.count == 80 && numbered.hasSuffix("a-12"))
  }

  @Test(arguments: ["a", "2024-general", String(repeating: "a", count: 80)])
  func `a written slug of the right form is taken`(_ slug: String) { #expect(Slug.isValid(slug)) }

  @Test(arguments: ["", "A", "a b", "é", "nul", "a/b", "a.b", String(repeating: "a", count: 81)])
  func `a written slug of another form is refused`(_ slug: String) { #expect(!Slug.isValid(slug)) }

  /// Marks of their own, for the letters of these tests.
  private func decomposed(_ text: String) -> String {
    let table: [Unicode.Scalar: String] = [
      "é": "e\u{301}", "Ё": "Е\u{308}", "й": "и\u{306}", "ї": "і\u{308}", "Ύ": "Υ\u{301}", "ガ": "カ\u{3099}",
      "ド": "ト\u{3099}", "한": "\u{1112}\u{1161}\u{11AB}", "국": "\u{1100}\u{116E}\u{11A8}", "어": "\u{110B}\u{1165}",
      "Ấ": "A\u{302}\u{301}", "ộ": "o\u{323}\u{302}", "Å": "A\u{30A}", "å": "a\u{30A}", "ö": "o\u{308}",
    ]
    return text.unicodeScalars.map { table[$0] ?? String($0) }.joined()
  }

  @Test func `an Indic cluster, whose consonants are no character together, keeps its form`() {
    #expect(Array(CanonicalForm.composed("अक्षर").utf8) == Array("अक्षर".utf8))
    #expect(Slug.make("अक्षर").hasPrefix("v-"))
  }
}
