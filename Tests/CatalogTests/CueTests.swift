import Testing

@testable import Catalog

/// Captions as programs and people write them, and what browsers get.
struct CueTests {
  private func track(_ text: String, isCalledWebVTT: Bool = false) throws -> CueTrack {
    try CueReader.read(text, isCalledWebVTT: isCalledWebVTT)
  }

  private func shown(_ text: String) throws -> String { String(decoding: try track(text).webVTT, as: UTF8.self) }

  // MARK: SubRip

  @Test func `what programs write around SubRip is taken or left`() throws {
    let text = """
      Downloaded from somewhere
      1
      0:00:01,5 --> 0:00:02,50 X1:10 X2:20
      {\\an8}<b>Bold</b> <font color="#fff">plain</font> 3 < 4 & 5 > 2

      2
      00:00:03,000 --> 00:00:02,000
      Ends before it starts
      3
      00:00:05,000-->00:00:06,000
      No empty line before this one
      """
    #expect(
      try shown(text) == """
        WEBVTT

        00:00:01.500 --> 00:00:02.500 line:0
        <b>Bold</b> plain 3 &lt; 4 &amp; 5 &gt; 2

        00:00:05.000 --> 00:00:06.000
        No empty line before this one

        """)
    #expect(try track(text).mendings == [.init(kind: .neverShown, line: 7, column: 1)])
  }

  @Test func `cues without numbers, with empty lines inside, or with one after every line are cues`() throws {
    let bare = "00:00:01.000 --> 00:00:02.000\n1984\n\nSecond part\n\n00:00:03 --> 00:00:04\nLast"
    #expect(
      try shown(bare)
        == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n1984\nSecond part\n\n00:00:03.000 --> 00:00:04.000\nLast\n")
    let spaced = "1\n\n00:00:01,000 --> 00:00:02,000\n\nOne\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nTwo\n\n"
    #expect(
      try shown(spaced) == "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nOne\n\n00:00:03.000 --> 00:00:04.000\nTwo\n")
  }

  @Test func `cues come in the order of their times, none before the video, and each mistake has its place`() throws {
    let text = """
      1
      00:00:05,000 --> 00:00:06,000
      Third

        -00:00:02,000 --> 00:00:01,000
      First

      00:00:03,000 --> 00:00:05,500
      Second, and overlapping is allowed

      00:00:0x,000 --> 00:00:09,000
      Lost

      -00:00:02,000 --> -00:00:01,000
      Never
      """
    let track = try track(text)
    #expect(track.cues.map(\.text) == ["First", "Second, and overlapping is allowed", "Third"])
    #expect(track.cues.map(\.start) == [0, 3000, 5000])
    #expect(track.cues.map(\.line) == [5, 8, 2])
    #expect(
      Set(track.mendings) == [
        .init(kind: .startsBeforeVideo, line: 5, column: 3), .init(kind: .outOfOrder, line: 5, column: 3),
        .init(kind: .unreadableTime, line: 11, column: 1, text: "00:00:0x,000 --> 00:00:09,000"),
        .init(kind: .neverShown, line: 14, column: 1),
      ])
  }

  // MARK: WebVTT

  @Test func `WebVTT keeps styles, regions, names, settings and its own tags, and nothing that nobody sees`() throws {
    let text = """
      WEBVTT - a title
      Kind: captions
      X-TIMESTAMP-MAP=MPEGTS:900000,LOCAL:00:00:00.000

      STYLE
      ::cue(#who) { color: lime }

      REGION
      id:fred
      width:40%

      NOTE a comment
      00:00.000 --> 99:00.000 is none

      1
      00:01.000 --> 00:02.000 line:0 align:start nonsense x:y
      <v.loud Ann>Hi <i>there</v> <font>you</font> <00:01.500>&amp; <c.a.b>me & you</c> R&D;

      who
      00:00:03.000 --> 00:00:04.000 region:fred
      -- then > and <3
      """
    #expect(
      try shown(text) == """
        WEBVTT

        STYLE
        ::cue(#who) { color: lime }

        REGION
        id:fred
        width:40%

        00:00:01.000 --> 00:00:02.000 line:0 align:start
        <v.loud Ann>Hi <i>there</i></v> you <00:00:01.500>&amp; <c.a.b>me &amp; you</c> R&amp;D;

        who
        00:00:03.000 --> 00:00:04.000 region:fred
        -- then &gt; and &lt;3

        """)
  }

  @Test func `a header without an empty line behind it hides no cue`() throws {
    #expect(try track("WEBVTT\n00:01.000 --> 00:02.000\nHi\n").cues.map(\.text) == ["Hi"])
  }

  @Test(arguments: ["WEBVTT\n\n", ""])
  func `the beginning tells the format, not the name`(_ head: String) throws {
    #expect(try track(head + "00:01.000 --> 00:02.000\nHi\n", isCalledWebVTT: head.isEmpty).cues.map(\.text) == ["Hi"])
  }

  @Test func `what is written is read back the same`() throws {
    let text =
      "WEBVTT\n\nSTYLE\n::cue { color: red }\n\na\n01:00:01.000 --> 100:00:02.000 align:end\n<b>x</b> &lt;&amp;&nbsp;\n"
    #expect(try shown(text) == text)
    #expect(try shown(try shown(text)) == text)
  }

  @Test(arguments: [
    ("", "a WebVTT file starts with the word WEBVTT"), ("WEBVTTX\n", "a WebVTT file starts with the word WEBVTT"),
    ("WEBVTT\n", "there is no cue in it"), ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", "there is no cue in it"),
    ("WEBVTT\n\n0:1 --> soon\nHi\n", "\"0:1 --> soon\" is no time of the form 00:01.000 --> 00:02.000"),
  ])
  func `what is no WebVTT is told`(_ text: String, _ reason: String) {
    #expect { try track(text, isCalledWebVTT: true) } throws: { ($0 as? CueReader.Malformed)?.reason == reason }
  }

  // MARK: Any bytes

  @Test func `whatever the bytes are, what comes out is WebVTT that reads back the same`() throws {
    let samples = [
      "1\n00:00:01,000 --> 00:00:02,000\nDéjà <i>{\\an8}vu</i>\n\n2\n-00:00:03,000 --> 00:00:04,000\n<b>&amp;x\n",
      "WEBVTT\n\nSTYLE\n::cue { color: red }\n\nname\n00:01.000 --> 00:02.000 line:0\n<v Ann>Hi</v> <00:01.500>&lt;\n\n00:03.000 --> 00:04.000\nTwo\n",
    ]
    for sample in samples {
      for bytes in mutations(of: Array(sample.utf8), count: 3000) {
        let text = CaptionText(bytes, language: "fr").text
        guard let track = try? CueReader.read(text, isCalledWebVTT: true) else { continue }
        let written = track.webVTT
        let again = try CueReader.read(String(decoding: written, as: UTF8.self), isCalledWebVTT: true)
        #expect(again.webVTT == written)
        #expect(again.mendings == [])
        #expect(zip(track.cues, track.cues.dropFirst()).allSatisfy { $0.start <= $1.start })
      }
    }
  }
}
