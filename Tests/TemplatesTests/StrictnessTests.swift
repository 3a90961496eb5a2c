import Diagnostics
import Templates
import Testing

@Suite struct StrictnessTests {
  @Test(arguments: [
    Case(
      "an unknown name", "<h1>\n  {{titel}}", ["title": "T"],
      gives: """
        templates/page.html:2:3: error: `titel` is not known here; did you mean `title`?
            next: write `title`
        """),
    Case(
      "an unknown name inside an object", "{{video.tilte}}", ["video": ["title": "T"], "tilte": "other"],
      gives: """
        templates/page.html:1:1: error: `video.tilte` is not known here; did you mean `video.title`?
            next: write `video.title`
        """),
    Case(
      "nothing similar is known", "{{#zebra}}{{/zebra}}", ["title": "T"],
      gives: """
        templates/page.html:1:1: error: `zebra` is not known here
            docs/themes.md lists the names that each template gets
            next: correct or remove the tag
        """),
    Case(
      "the mistake is told where it is written", "{{>p}}", ["x": "T"], ["p": "\n\té{{y}}"],
      gives: """
        templates/p.html:2:4: error: `y` is not known here; did you mean `x`?
            next: write `x`
        """),
    Case(
      "a list cannot be printed", "{{x}}", ["x": [1]],
      gives: """
        templates/page.html:1:1: error: `x` is a list, which cannot be printed
            next: open a section with `{{#x}}` and print what is inside
        """),
    Case(
      "a text has no names inside", "{{x.y}}", ["x": "t"],
      gives: """
        templates/page.html:1:1: error: `x` is a text and has no names inside
            next: remove what follows `x` in the tag
        """),
    Case(
      "a template that is not there", "{{>partials/crad}}", [:], ["partials/card": ""],
      gives: """
        templates/page.html:1:1: error: there is no template `partials/crad`; did you mean `partials/card`?
            next: write `partials/card`
        """),
  ])
  func `mistakes are told with their place and a remedy`(_ example: Case) {
    #expect(render(example.template, example.value, with: example.partials) == example.output)
  }

  @Test(arguments: [
    ("a\n{{#x}}\n", "template-section-not-closed", 2, 1),
    ("{{/x}}", "template-close-unexpected", 1, 1),
    ("{{#x}}{{#y}}{{/x}}{{/y}}", "template-close-unexpected", 1, 13),
    ("{{x", "template-tag-not-closed", 1, 1),
    ("{{{x}}", "template-tag-not-closed", 1, 1),
    ("{{}}", "template-name-missing", 1, 1),
    ("{{# }}", "template-name-missing", 1, 1),
    ("{{a b}}", "template-name-invalid", 1, 1),
    ("{{a..b}}", "template-name-invalid", 1, 1),
    ("{{=x=}}", "template-delimiters-invalid", 1, 1),
    ("{{>nowhere}}", "template-unknown", 1, 1),
    (String(repeating: "{{#x}}", count: 65), "template-nested-too-deep", 1, 385),
  ])
  func `mistakes of form are found without rendering`(_ source: String, _ id: String, _ line: Int, _ column: Int) {
    let diagnostics = TemplateSet(files: ["page.html": Array(source.utf8)]).diagnostics
    #expect(diagnostics.map(\.id) == [id])
    #expect(diagnostics.first?.location == Location("templates/page.html", line: line, column: column))
  }

  @Test func `a file that is not UTF-8 is refused at the first wrong byte`() {
    let diagnostics = TemplateSet(files: ["page.html": Array("é\né".utf8) + [0xFF]]).diagnostics
    #expect(diagnostics.map(\.id) == ["template-not-utf8"])
    #expect(diagnostics.first?.location == Location("templates/page.html", line: 2, column: 3))
  }

  @Test func `a broken template costs only the pages that need it`() throws {
    let files = ["good.html": "fine", "bad.html": "{{#x}}", "page.html": "{{>bad}}"]
    let set = TemplateSet(files: files.mapValues { Array($0.utf8) })
    #expect(set.diagnostics.count == 1)
    #expect(try set.render("good", [:]) == Array("fine".utf8))
    #expect(throws: TemplateFailure.self) { try set.render("page", [:]) }
  }

  @Test func `circles of partials and blocks end with a message`() {
    #expect(render("{{>page}}").contains("levels deep"))
    #expect(render("{{>a}}", with: ["a.html": "{{>b}}{{>b}}", "b.html": "{{>a}}"]).contains("levels deep"))
    #expect(render("{{<p}}{{$t}}{{$t}}{{/t}}{{/t}}{{/p}}", with: ["p.html": "{{$t}}{{/t}}"]).contains("levels deep"))
  }

  @Test func `partials that double at each level end with a message`() {
    var files: [String: String] = [:]
    for level in 0..<40 { files["p\(level).html"] = "{{>p\(level + 1)}}{{>p\(level + 1)}}" }
    files["p40.html"] = "x"
    #expect(render("{{>p0}}", with: files).contains("more than 1000000 partials"))
  }

  @Test func `no bytes make the engine crash`() {
    let seed =
      "{{<l}}{{$m}} {{#a}}\n  {{>p}}\n{{x.y}}{{{z}}}{{&z}}{{^a}}{{/a}}{{/a}}{{! c }}{{=<% %>=}}<%z%><%={{ }}=%>{{/m}}{{/l}}"
    let bytes = Array(seed.utf8)
    let signs = Array("{}#^/>$<!=&. \n\rx".utf8) + [0x80, 0xFF, 0]
    let value: Value = ["a": [["x": ["y": "1"]], ["x": .absent]], "z": "<", "x": ["y": 2]]
    let others = ["l.html": Array("{{$m}}{{/m}}".utf8), "p.html": Array("p\n".utf8)]
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var rendered = 0
    for round in 0..<(bytes.count + 4000) {
      var mutated = round < bytes.count ? Array(bytes.prefix(round)) : bytes
      if round >= bytes.count {
        for _ in 0...random(3) { mutated[random(mutated.count)] = signs[random(signs.count)] }
      }
      let set = TemplateSet(files: others.merging(["page.html": mutated]) { $1 })
      if (try? set.render("page", value)) != nil { rendered += 1 } else { #expect(!mutated.isEmpty) }
    }
    #expect(rendered > 0)
  }
}
