import Diagnostics
import Testing

struct DiagnosticTests {
  private let full = Diagnostic(
    "unknown-key", .error, at: Location("a b/x.md", line: 4, column: 1), "unknown key \"titel\"",
    note: "Did you mean \"title\"?",
    next: "write \"title\"")

  @Test func `a diagnostic reads as place, what, why and the next step`() {
    #expect(
      full.text == """
        a b/x.md:4:1: error: unknown key "titel"
            Did you mean "title"?
            next: write "title"
        """)
    #expect(Diagnostic("x", .note, at: nil, "done").text == "note: done")
    #expect(Diagnostic("x", .warning, at: Location("p"), "odd").text == "p: warning: odd")
  }

  @Test func `nothing in a name or a text moves the cursor, adds a line or turns one round`() {
    let odd = Diagnostic(
      "x", .error, at: Location("a\r\nb.md: error: \u{1B}[2J"), "\"\u{202E}x\" \u{9B}", note: "one\ntwo\u{7}")
    #expect(
      odd.text == #"""
        a\u{D}\u{A}b.md: error: \u{1B}[2J: error: "\u{202E}x" \u{9B}
            one
            two\u{7}
        """#)
    #expect(shownText("e\u{301} \u{200F}שלום") == "e\u{301} \u{200F}שלום")
  }

  @Test func `diagnostics sort by place, then by id`() {
    let places = [
      Location("b"), Location("a", line: 10), Location("a", line: 2, column: 9), Location("a", line: 2, column: 1),
    ]
    let sorted = places.map { Diagnostic("x", .error, at: $0, "m") }.sorted()
    #expect(sorted.map { $0.location?.description } == ["a:2:1", "a:2:9", "a:10", "b"])
  }

  @Test(
    arguments: [
      ("descripton", "description"), ("titel", "title"), ("ttile", "title"), ("Tags", "tags"), ("zzzz", nil), ("", nil),
    ] as [(String, String?)])
  func `the nearest known name is suggested, and none where nothing is near`(_ typed: String, _ expected: String?) {
    #expect(nearest(typed, among: ["title", "tags", "description", "date"]) == expected)
  }
}
