import Diagnostics
import Facts
import Testing

@testable import Catalog

struct CaptionTests {
  private let plain = "1\n00:00:01,000 --> 00:00:02,000\nDéjà vu\n"
  private let expected = "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nDéjà vu\n"

  // MARK: Names

  @Test(arguments: [
    ("fr", "fr", false), ("en-GB", "en-GB", false), ("pt_BR", "pt-BR", false), ("fra", "fr", false),
    ("en-orig", "en", true), ("fr.auto", "fr", true), ("zh-hans", "zh-Hans", false), ("en.forced", "en", false),
    ("zh-Hans", "zh-Hans", false), ("fr-en", "fr", true), ("fr-ca", "fr-CA", false), ("es-419", "es-419", false),
    ("forced.fr", "fr", false), ("fr.sdh", "fr", false), ("French", "fr", false), ("Français.cc", "fr", false),
    ("hi", "hi", false), ("en.hi", "en", false), ("hi.en", "en", false), ("hi.forced", "hi", false),
  ])
  func `the name tells the language`(_ middle: String, _ language: String, _ isAutomatic: Bool) throws {
    let name = try #require(CaptionName(middle: middle))
    #expect((name.language, name.isAutomatic) == (language, isAutomatic))
  }

  @Test(arguments: [
    ("fr.sdh", CaptionName.Extent.full), ("fr", .speech), ("en.hi", .full), ("hi", .speech),
    ("forced.fr", .foreignParts),
  ])
  func `the name tells how much is said`(_ middle: String, _ extent: CaptionName.Extent) throws {
    #expect(try #require(CaptionName(middle: middle)).extent == extent)
  }

  @Test(arguments: ["final", "v2", "fr.de", "part1"])
  func `other words tell none`(_ middle: String) { #expect(CaptionName(middle: middle)?.language == nil) }

  @Test func `a file without a language is taken in the video's, and a second one in a language is not`() throws {
    let cue = "WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n"
    let (tree, diagnostics) = read([
      "bobine.yml": "language: de\n", "x.mp4": "v", "x.vtt": cue, "y.mp4": "v", "y.fr.vtt": cue,
      "y.fr.srt": "1\n00:00:01,000 --> 00:00:02,000\nHi\n",
    ])
    #expect(tree.videos.map { $0.captions.map(\.caption.language) } == [["de"], ["fr"]])
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
    let caption = try #require(tree.videos.first?.captions.first).caption
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

  @Test func `of several files in one language the fullest that people wrote is taken, and the others are no mistake`()
    throws
  {
    let cue = { (text: String) in "WEBVTT\n\n00:01.000 --> 00:02.000\n\(text)\n" }
    let (tree, diagnostics) = read([
      "x.mp4": "v", "x.fr.forced.vtt": cue("part"), "x.fr.vtt": cue("speech"), "x.fr.sdh.vtt": cue("sounds"),
      "x.fr-orig.vtt": cue("machine"), "x.live_chat.json": "{}", "y.mp4": "v", "y.forced.de.vtt": cue("part"),
    ])
    #expect(tree.videos.map { $0.captions.map(\.caption.language) } == [["fr"], ["de"]])
    let bytes = try #require(tree.videos.first?.captions.first).caption.webVTT
    #expect(String(decoding: bytes, as: UTF8.self).hasSuffix("sounds\n"))
    #expect(diagnostics.map(\.id) == Array(repeating: "other-captions-taken", count: 3))
    #expect(diagnostics.allSatisfy { $0.severity == .note })
  }

  // MARK: Within the video

  private func resolved(
    _ files: [String: String], duration: Int64 = 60_000, embedded: [String: String] = [:]
  ) throws -> (video: Video, diagnostics: [Diagnostic]) {
    var facts = someFacts("v", duration: duration)
    facts.source.captions = embedded.keys.sorted() + (embedded.isEmpty ? [] : ["xx"])
    let resolution = Resolver.resolve(
      tree: read(files.merging(["x.mp4": "v"]) { $1 }).tree, facts: { _ in facts },
      captions: { embedded[$1].map { Array($0.utf8) } }, ledger: Ledger(), now: instant("2026-03-01T10:00:00Z"))
    return (try #require(resolution.catalog.videos.first), resolution.diagnostics)
  }

  @Test func `what lies behind the end of the video is cut or dropped, and one line tells where it begins`() throws {
    let text =
      "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n\n00:03.000 --> 00:05.000\nTwo\n\n 00:04.000 --> 00:05.000\nThree\n"
    let (video, diagnostics) = try resolved(["x.fr.vtt": text], duration: 4000)
    #expect(
      String(decoding: try #require(video.captions.first).webVTT, as: UTF8.self)
        == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne\n\n00:00:03.000 --> 00:00:04.000\nTwo\n")
    #expect(
      diagnostics.map(\.text) == [
        """
        x.fr.vtt:6:1: warning: a cue begins and a cue ends after the end of the video
            It ends at 00:00:04.000; what lies behind is left out.
            next: check that these captions belong to this video
        """
      ])
    let (none, more) = try resolved(["x.fr.vtt": text], duration: 500)
    #expect(none.captions == [])
    #expect(more.map(\.message) == ["3 cues begin after the end of the video"])
    #expect(try resolved(["x.fr.vtt": text], duration: 5000).diagnostics == [])
  }

  @Test func `a file beside the video comes before a stream in it, and streams fill the other languages`() throws {
    let stream = { (name: String) in "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n\(name) of the container\n" }
    let (video, diagnostics) = try resolved(
      ["x.fr.srt": plain, "x.md": "---\nlanguage: de\n---\n"],
      embedded: ["fr": stream("fr"), "en": stream("en"), "und": stream("und")])
    #expect(video.captions.map(\.language) == ["de", "en", "fr"])
    #expect(
      video.captions.map { String(decoding: $0.webVTT, as: UTF8.self) } == [stream("und"), stream("en"), expected])
    // The facts name a language whose file is gone.
    #expect(diagnostics.map(\.id) == ["embedded-captions-missing"])
    let written = try resolved(["x.md": "---\ncaptions: []\n---\n"], embedded: ["fr": stream("fr")])
    #expect(written.video.captions == [])
  }

  @Test func `captions of a container count from the start of the video, and an empty stream is a note`() {
    let read = EmbeddedCaptions.webVTT(
      Array(plain.utf8), zero: 1500, language: "fr", path: "x.mkv", stream: "2 (fr, subrip)")
    #expect(
      read.bytes.map { String(decoding: $0, as: UTF8.self) } == "WEBVTT\n\n00:00:00.000 --> 00:00:00.500\nDéjà vu\n")
    #expect(read.diagnostics == [])
    let late = EmbeddedCaptions.webVTT(
      Array(plain.utf8), zero: 9000, language: "fr", path: "x.mkv", stream: "2 (fr, subrip)")
    #expect(late.bytes == nil)
    #expect(
      late.diagnostics.map(\.text) == [
        """
        x.mkv: note: its subtitle stream 2 (fr, subrip) has no text in it
            The video is published without it.
        """
      ])
    let latin = EmbeddedCaptions.webVTT(
      plain.unicodeScalars.map { UInt8($0.value & 0xFF) }, language: "fr", path: "x.mkv", stream: "2 (fr, subrip)")
    #expect(latin.bytes.map { String(decoding: $0, as: UTF8.self) } == expected)
    #expect(latin.diagnostics.map(\.id) == ["encoding-assumed"])
  }
}
