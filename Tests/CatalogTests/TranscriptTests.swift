import Testing

@testable import Catalog

/// Captions as a text to be read.
struct TranscriptTests {
  private func paragraphs(_ cues: String) -> [String] {
    Transcript(webVTT: Array("WEBVTT\n\n\(cues)\n".utf8)).paragraphs.map { "\($0.start) \($0.text)" }
  }

  @Test func `cues join to a paragraph until somebody pauses behind a sentence`() {
    #expect(
      paragraphs(
        """
        00:01.500 --> 00:03.000
        Good <i>evening</i>,
        all &amp; sundry.

        00:03.200 --> 00:05.000
        We begin.

        00:07.500 --> 00:09.000
        The harbour

        00:12.000 --> 00:13.000
        is old.
        """) == ["1500 Good evening, all & sundry. We begin.", "7500 The harbour is old."])
  }

  @Test func `another voice begins a paragraph with its name`() {
    #expect(
      paragraphs(
        """
        00:01.000 --> 00:02.000
        <v Anne>Who are you?

        00:02.000 --> 00:03.000
        <v.loud Tom &amp; Jo>Nobody.

        00:03.000 --> 00:04.000
        <v Tom &amp; Jo>Really.
        """) == ["1000 Anne: Who are you?", "2000 Tom & Jo: Nobody. Really."])
  }

  @Test func `lines that automatic captions show once more are said once`() {
    #expect(
      paragraphs(
        """
        00:01.000 --> 00:02.000
        so today

        00:02.000 --> 00:03.000
        so today
        we go<00:02.500><c> out</c>

        00:03.000 --> 00:04.000
        we go out
        to sea
        """) == ["1000 so today we go out to sea"])
  }

  @Test func `who never pauses is given paragraphs all the same, at a sentence where there is one`() {
    func cues(_ text: String) -> String {
      let end = text == "Yes" ? "." : ""
      return (0..<Int64(200)).map { number in
        "\(CueTiming.text(number * 1000)) --> \(CueTiming.text(number * 1000 + 1000))\n\(text) \(number)\(end)"
      }
      .joined(separator: "\n\n")
    }
    let sentences = Transcript(webVTT: Array("WEBVTT\n\n\(cues("Yes"))\n".utf8)).paragraphs
    #expect(sentences.count > 3 && sentences.allSatisfy { $0.text.count < 400 && $0.text.hasSuffix(".") })
    let endless = Transcript(webVTT: Array("WEBVTT\n\n\(cues("and then"))\n".utf8)).paragraphs
    #expect(endless.count > 1 && endless.allSatisfy { $0.text.count < 1200 })
    #expect(endless.map(\.text).joined(separator: " ") == (0..<200).map { "and then \($0)" }.joined(separator: " "))
  }

  @Test func `what is no WebVTT has no paragraphs`() {
    #expect(Transcript(webVTT: []).paragraphs == [])
    #expect(paragraphs("") == [])
  }
}
