import Diagnostics
import Testing

@testable import Catalog

/// Every encoding that captions were written in. The bytes of each are made here, by the tables that read them or, where
/// bytes are given, by another program (iconv, Python).
struct CaptionEncodingTests {
  private func encoded(_ text: String, _ set: String) throws -> [UInt8] {
    let table = try #require(EightBitSet.upperHalf(set))
    return try text.unicodeScalars.map { scalar in
      scalar.value < 0x80
        ? UInt8(scalar.value) : UInt8(0x80 + (try #require(table.firstIndex(of: scalar), "\(scalar) in \(set)")))
    }
  }

  private func cue(_ text: String) -> String { "1\n00:00:01,000 --> 00:00:02,000\n\(text)\n" }

  // MARK: What the bytes say

  @Test func `UTF-8 and UTF-16 with a mark are certain`() {
    let text = cue("Déjà vu, œuvre 𝄞")
    let little: [UInt8] = text.utf16.reduce(into: [0xFF, 0xFE]) { $0 += [UInt8($1 & 0xFF), UInt8($1 >> 8)] }
    let big: [UInt8] = text.utf16.reduce(into: [0xFE, 0xFF]) { $0 += [UInt8($1 >> 8), UInt8($1 & 0xFF)] }
    let windows = Array(text.replacing("\n", with: "\r\n").utf8)
    for bytes in [Array(text.utf8), [0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big, windows] {
      let read = CaptionText(bytes, language: "ru")
      #expect((read.text, read.certainty) == (text, .known))
    }
  }

  @Test func `UTF-16 without a mark is known by the arrow of its cues`() {
    let text = cue("Привет, Ελλάδα")
    let little: [UInt8] = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    let big: [UInt8] = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    let (first, second) = (CaptionText(little, language: "ru"), CaptionText(big, language: "ru"))
    #expect((first.text, first.certainty) == (text, .assumed(set: "UTF-16LE")))
    #expect((second.text, second.certainty) == (text, .assumed(set: "UTF-16BE")))
  }

  @Test func `one bad byte in much UTF-8 is a damaged text, not another encoding`() {
    let text = cue("Où êtes-vous allés ? Là-bas, à côté.")
    var bytes = Array(text.utf8)
    bytes.insert(0xE9, at: bytes.count - 1)
    let read = CaptionText(bytes, language: "fr")
    #expect(read.text == text.dropLast() + "\u{FFFD}\n")
    #expect(read.certainty == .damaged(set: "UTF-8", count: 1, line: 3))
  }

  // MARK: What the language says

  @Test(arguments: [
    ("fr", "L’été, le cœur de l’œuvre coûte 5 € à Noël", ["Windows-1252", "MACINTOSH"]),
    ("fr", "Le cœur et la sœur coûtent 5 € à Noël", ["Windows-1252", "ISO-8859-15", "MACINTOSH"]),
    ("fr", "Déjà vu, ça va, où êtes-vous", ["Windows-1252", "MACINTOSH", "IBM850"]),
    ("fr-CA", "ÇA VA, À L'ÉTÉ", ["Windows-1252"]), ("en", "It’s the café’s “naïve” façade – 5 £", ["Windows-1252"]),
    ("de", "Schöne Grüße, Übermaß", ["Windows-1252", "MACINTOSH", "IBM850"]),
    ("pl", "Zażółć gęślą jaźń, śpij", ["Windows-1250", "ISO-8859-2", "IBM852"]),
    ("cs", "Příliš žluťoučký kůň úpěl ďábelské ódy", ["Windows-1250", "ISO-8859-2", "IBM852"]),
    ("hu", "Árvíztűrő tükörfúrógép", ["Windows-1250", "ISO-8859-2", "IBM852"]),
    ("tr", "Pijamalı hasta yağız şoföre çabucak güvendi", ["Windows-1254"]),
    ("lt", "Įlinkdama fechtuotojo špaga ąžuolą pervėrė", ["Windows-1257", "ISO-8859-13"]),
    ("ru", "Привет, как дела? Хорошо, спасибо.", ["Windows-1251", "KOI8-U", "IBM866", "ISO-8859-5"]),
    ("ru", "ПРИВЕТ, КАК ДЕЛА? ВСЁ ХОРОШО, А У ВАС?", ["Windows-1251", "KOI8-U", "IBM866", "ISO-8859-5"]),
    ("uk", "Привіт, як справи? Її їжа", ["Windows-1251", "KOI8-U"]),
    ("sr", "Шта радиш вечерас, друже мој", ["Windows-1251", "ISO-8859-5"]),
    ("sr", "Šta radiš večeras, što ćeš žuriti", ["Windows-1250", "ISO-8859-2"]),
    ("el", "Καλημέρα, τι κάνεις; Άσε με", ["Windows-1253", "ISO-8859-7"]), ("he", "שלום, מה שלומך", ["Windows-1255"]),
    ("ar", "مرحبا، كيف حالك اليوم يا صديقي؟", ["Windows-1256", "ISO-8859-6"]), ("th", "สวัสดีครับ", ["Windows-874"]),
  ])
  func `a text in its language is read in the encoding that it was written in`(
    _ language: String, _ text: String, _ sets: [String]
  ) throws {
    for set in sets {
      let read = CaptionText(try encoded(cue(text), set), language: language)
      #expect(read.text == cue(text), "\(language) \(set)")
      #expect(read.certainty != .known)
    }
  }

  @Test(
    arguments: [
      (
        "ja", "こんにちは。字幕です",
        [
          0x82, 0xB1, 0x82, 0xF1, 0x82, 0xC9, 0x82, 0xBF, 0x82, 0xCD, 0x81, 0x42, 0x8E, 0x9A, 0x96, 0x8B, 0x82, 0xC5,
          0x82, 0xB7,
        ], "CP932"
      ),
      (
        "ja", "こんにちは。字幕です",
        [
          0xA4, 0xB3, 0xA4, 0xF3, 0xA4, 0xCB, 0xA4, 0xC1, 0xA4, 0xCF, 0xA1, 0xA3, 0xBB, 0xFA, 0xCB, 0xEB, 0xA4, 0xC7,
          0xA4, 0xB9,
        ], "EUC-JP"
      ),
      (
        "zh-Hans", "你好，我们是字幕",
        [0xC4, 0xE3, 0xBA, 0xC3, 0xA3, 0xAC, 0xCE, 0xD2, 0xC3, 0xC7, 0xCA, 0xC7, 0xD7, 0xD6, 0xC4, 0xBB], "GB18030"
      ),
      (
        "zh-TW", "你好，我們是字幕",
        [0xA7, 0x41, 0xA6, 0x6E, 0xA1, 0x41, 0xA7, 0xDA, 0xAD, 0xCC, 0xAC, 0x4F, 0xA6, 0x72, 0xB9, 0xF5], "BIG5-HKSCS"
      ),
      (
        "ko", "안녕하세요 자막", [0xBE, 0xC8, 0xB3, 0xE7, 0xC7, 0xCF, 0xBC, 0xBC, 0xBF, 0xE4, 0x20, 0xC0, 0xDA, 0xB8, 0xB7],
        "CP949"
      ),
    ] as [(String, String, [UInt8], String)])
  func `texts of East Asia are read by the tables of the C library`(
    _ language: String, _ text: String, _ bytes: [UInt8], _ set: String
  ) {
    let read = CaptionText(Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8) + bytes + [0x0A], language: language)
    #expect((read.text, read.certainty) == (cue(text), .assumed(set: set)))
  }

  @Test func `ISO-2022-JP is known by its escapes, although all its bytes are ASCII`() {
    let bytes: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x7A, 0x4B, 0x6B, 0x1B, 0x28, 0x42]
    let read = CaptionText(Array("1\n00:00:01,000 --> 00:00:02,000\n".utf8) + bytes + [0x0A], language: "fr")
    #expect((read.text, read.certainty) == (cue("字幕"), .known))
  }

  @Test func `bytes that are no text of the language are told, not guessed silently`() {
    // No character of Windows-1255, and Hebrew was written in no other.
    let read = CaptionText(Array(cue("x").utf8) + [0xD9, 0xFF, 0x81, 0x0A], language: "he")
    #expect(read.certainty == .damaged(set: "Windows-1252", count: 1, line: 4))
  }

  // MARK: What is said

  @Test func `what was assumed is a note that says how to be certain`() throws {
    var source = MemorySource(["x.mp4": "v"])
    source.files["x.pl.srt"] = try encoded(cue("Zażółć gęślą jaźń"), "Windows-1250")
    source.files["x.fr.srt"] = Array(cue("Où êtes-vous allés ? Là").utf8) + [0xE9, 0x0A]
    let (tree, diagnostics) = ContentReader.read(project: "/v", source: source)
    #expect(tree.videos.first?.captions.count == 2)
    #expect(
      diagnostics.map(\.text) == [
        """
        x.fr.srt:4: warning: 1 byte is no character of UTF-8
            The sign \u{FFFD} stands for each.
            next: save the file again as UTF-8
        """,
        """
        x.pl.srt: note: this file is not UTF-8: it is read as Windows-1250
            Of what is usual for the language "pl", its bytes fit that best.
            next: look at the captions in the page, and to be certain: iconv -f Windows-1250 -t UTF-8 x.pl.srt
        """,
      ])
  }

  @Test func `every table is whole`() {
    for name in EightBitSet.names { #expect(EightBitSet.upperHalf(name)?.count == 128, "\(name)") }
    #expect(EightBitSet.names.count == 21)
  }

  @Test func `no bytes stop the reader, in any language`() throws {
    for language in ["fr", "ru", "ja", "zh", "ko", "he", "vi", "xx", ""] {
      for bytes in mutations(of: try encoded(cue("Привет"), "Windows-1251"), count: 300) {
        let read = CaptionText(bytes, language: language)
        #expect(!read.text.contains("\r"))
      }
    }
  }
}
