import Testing

@testable import Catalog

struct BidiTests {
  @Test(arguments: [
    ("plain", "plain"), ("שלום", "שלום"), ("a\u{200F}b\u{200E}", "a\u{200F}b\u{200E}"),
    ("left \u{202E}open", "left \u{202E}open\u{202C}"), ("\u{202E}whole\u{202C}", "\u{202E}whole\u{202C}"),
    ("nobody\u{202C} began\u{2069}", "nobody began"),
    ("\u{2067}\u{202B}two", "\u{2067}\u{202B}two\u{202C}\u{2069}"),
    ("\u{2067}\u{202B}ended together\u{2069}", "\u{2067}\u{202B}ended together\u{2069}"),
    ("\u{2067}not across\u{202C} an isolate", "\u{2067}not across an isolate\u{2069}"),
  ])
  func `a line ends every direction that it begins, and no other`(_ written: String, _ line: String) {
    #expect(PlainText.oneLine(written).unicodeScalars.elementsEqual(line.unicodeScalars))
    #expect(PlainText.oneLine(line).unicodeScalars.elementsEqual(line.unicodeScalars))
    #expect(BidiText.leavesOpen(written) == (line.unicodeScalars.count > written.unicodeScalars.count))
  }
}
