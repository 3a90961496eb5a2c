import Diagnostics
import Testing

@testable import Catalog

struct CaptionTests {
  private func subRip(_ bytes: [UInt8]) throws -> String { String(decoding: try WebVTT.subRip(bytes), as: UTF8.self) }

  private let plain = "1\n00:00:01,000 --> 00:00:02,000\nDéjà vu\n"
  private let expected = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nDéjà vu\n"

  @Test func `SubRip is read in every encoding that programs write`() throws {
    let utf16 = Array(plain.utf16)
    let little: [UInt8] = utf16.reduce(into: [0xFF, 0xFE]) { $0 += [UInt8($1 & 0xFF), UInt8($1 >> 8)] }
    let big: [UInt8] = utf16.reduce(into: [0xFE, 0xFF]) { $0 += [UInt8($1 >> 8), UInt8($1 & 0xFF)] }
    let latin1 = plain.unicodeScalars.map { UInt8($0.value & 0xFF) }
    let windows = Array(plain.replacing("\n", with: "\r\n").utf8)
    for bytes in [Array(plain.utf8), [0xEF, 0xBB, 0xBF] + Array(plain.utf8), little, big, latin1, windows] {
      #expect(try subRip(bytes) == expected)
    }
  }

  @Test func `Windows-1252 knows more than Latin-1`() throws {
    #expect(CaptionText.decoded([0x80, 0x93, 0x9C, 0xE9]) == "€“œé")
  }

  @Test func `what programs write around SubRip is taken or left`() throws {
    let text = """
      1
      0:00:01,5 --> 0:00:02,50 X1:10 X2:20
      {\\an8}<b>Bold</b> <font color="#fff">plain</font> 3 < 4 & 5 > 2

      2
      00:00:03,000 --> 00:00:02,000
      Ends before it starts
      3
      00:00:05,000 --> 00:00:06,000
      No empty line before this one
      """
    #expect(
      try subRip(Array(text.utf8)) == """
        WEBVTT

        00:00:01.500 --> 00:00:02.500
        <b>Bold</b> plain 3 &lt; 4 &amp; 5 &gt; 2

        00:00:05.000 --> 00:00:06.000
        No empty line before this one

        """)
  }

  @Test func `WebVTT keeps its bytes, without a mark and with line feeds`() throws {
    let text = "WEBVTT - title\r\n\r\nNOTE a\r\n\r\n00:01.000 --> 00:02.000 line:0\r\n<v Ann>Hi</v>\r\n"
    let bytes = try WebVTT.webVTT([0xEF, 0xBB, 0xBF] + Array(text.utf8))
    #expect(String(decoding: bytes, as: UTF8.self) == text.replacing("\r\n", with: "\n"))
  }

  @Test(arguments: [
    ("", "a WebVTT file starts with the word WEBVTT"), ("WEBVTTX\n", "a WebVTT file starts with the word WEBVTT"),
    ("WEBVTT\n", "there is no cue in it"),
  ])
  func `what is no WebVTT is told`(_ text: String, _ reason: String) {
    #expect { try WebVTT.webVTT(Array(text.utf8)) } throws: { ($0 as? WebVTT.Malformed)?.reason == reason }
  }

  @Test(arguments: [
    ("fr", "fr", false), ("en-GB", "en-GB", false), ("pt_BR", "pt-BR", false), ("fra", "fr", false),
    ("en-orig", "en", true), ("fr.auto", "fr", true), ("zh-hans", "zh-Hans", false), ("en.forced", "en", false),
  ])
  func `the name tells the language`(_ middle: String, _ language: String, _ isAutomatic: Bool) throws {
    let name = try #require(CaptionName(middle: middle))
    #expect((name.language, name.isAutomatic) == (language, isAutomatic))
  }

  @Test(arguments: ["final", "v2", "fr.de", "part1"])
  func `other words tell none`(_ middle: String) { #expect(CaptionName(middle: middle)?.language == nil) }

  @Test func `a file without a language is taken in the video's, and a second one in a language is not`() throws {
    let cue = "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n"
    let (tree, diagnostics) = read([
      "bobine.yml": "language: de\n", "x.mp4": "v", "x.vtt": cue, "y.mp4": "v", "y.fr.vtt": cue,
      "y.fr.srt": "1\n00:00:01,000 --> 00:00:02,000\nHi\n",
    ])
    #expect(tree.videos.map { $0.captions.map(\.language) } == [["de"], ["fr"]])
    #expect(
      diagnostics.map(\.text) == [
        """
        x.vtt: warning: the name of this file tells no language
            The video's language is taken.
            next: rename it, for example x.de.vtt
        """,
        """
        y.fr.srt: warning: there are captions in "fr" already
            y.fr.vtt is used, this file is not.
            next: remove one of the two, or write another language
        """,
      ])
  }

  @Test func `written captions replace those by name`() throws {
    let (tree, diagnostics) = read([
      "a/x.mp4": "v", "a/x.en.vtt": "not read", "subs/one.srt": plain,
      "a/x.md":
        "---\ncaptions:\n- {file: ../subs/one.srt, language: FR, label: Oui, kind: descriptions, automatic: true}\n- {file: ../../etc/passwd, language: en}\n---\n",
    ])
    let caption = try #require(tree.videos.first?.captions.first)
    #expect(tree.videos.first?.captions.count == 1)
    #expect((caption.language, caption.label, caption.kind, caption.isAutomatic) == ("fr", "Oui", .descriptions, true))
    #expect(String(decoding: caption.webVTT, as: UTF8.self) == expected)
    #expect(
      diagnostics.map(\.text) == [
        """
        a/x.md:4:10: error: "captions": there is no file "../../etc/passwd"
            next: write a path that starts at the folder of this text
        """
      ])
  }

  @Test func `no bytes of captions make the reader stop`() {
    for bytes in mutations(
      of: Array((plain + "\n2\n00:00:03,000 --> 00:00:04,000\n<i>{\\an8}x</i>\n").utf8), count: 2000)
    {
      _ = try? WebVTT.subRip(bytes)
      _ = try? WebVTT.webVTT(Array("WEBVTT\n\n".utf8) + bytes)
    }
  }
}
