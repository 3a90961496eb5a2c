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
            It was sought in `video`.
            next: write `video.title`
        """),
    Case(
      "nothing similar is known", "{{#zebra}}{{/zebra}}", ["title": "T"],
      gives: """
        templates/page.html:1:1: error: `zebra` is not known here
            known here: `title`
            next: write a name that is known, or remove the tag; docs/templates.md says what each is
        """),
    Case(
      "nothing similar is in the object", "{{video.zebra}}", ["video": ["title": "T", "date": "D"]],
      gives: """
        templates/page.html:1:1: error: `video.zebra` is not known here
            `video` has: `date`, `title`
            next: write a name that is known, or remove the tag; docs/templates.md says what each is
        """),
    Case(
      "the names of the innermost section come first, and of many only twelve", "{{#card}}{{zebra}}{{/card}}",
      [
        "card": ["title": "T"], "zzz": .object(Dictionary(uniqueKeysWithValues: (1...9).map { ("n\($0)", 1) })),
        "a1": 1, "a2": 1, "a3": 1, "a4": 1, "a5": 1, "a6": 1, "a7": 1, "a8": 1, "a9": 1, "b1": 1, "b2": 1,
      ],
      gives: """
        templates/page.html:1:10: error: `zebra` is not known here
            known here: `title`, `a1`, `a2`, `a3`, `a4`, `a5`, `a6`, `a7`, `a8`, `a9`, `b1`, `b2` and 2 more
            next: write a name that is known, or remove the tag; docs/templates.md says what each is
        """),
    Case(
      "the name is one object away", "{{headline}}", ["video": ["headline": "T"], "page": ["headline": "P"]],
      gives: """
        templates/page.html:1:1: error: `headline` is not known here
            known here: `page`, `video`
            next: write `page.headline` or `video.headline`
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
    Case(
      "a template in another folder", "{{>card}}", [:], ["partials/card": ""],
      gives: """
        templates/page.html:1:1: error: there is no template `card`; did you mean `partials/card`?
            next: write `partials/card`
        """),
    Case(
      "a template that is like none", "\n{{>advertisement}}", [:], ["partials/card": ""],
      gives: """
        templates/page.html:2:1: error: there is no template `advertisement`
            next: add the file advertisement.html to templates/, or remove the tag
        """),
    Case(
      "a block that the parent does not have", "{{<layout}}\n{{$contnet}}x{{/contnet}}{{/layout}}", [:],
      ["layout": "{{$content}}{{/content}}"],
      gives: """
        templates/page.html:2:1: error: this fills a block `contnet`, which `layout` does not have; did you mean `content`?
            `layout` has: `content`
            next: write `{{$content}}` and `{{/content}}`
        """),
    Case(
      "a block of a parent without any", "{{<layout}}{{$a}}x{{/a}}{{/layout}}", [:], ["layout": "{{! nothing }}"],
      gives: """
        templates/page.html:1:12: error: this fills a block `a`, which `layout` does not have
            `layout` has no blocks.
            next: fill a block that is there, or write `{{$a}}{{/a}}` where it belongs in layout.html
        """),
    Case(
      "a name of a template that would come from a value", "{{>*kind}}", ["kind": "card"], ["card": ""],
      gives: """
        templates/page.html:1:1: error: the name of a template cannot come from a value
            There are no dynamic names here, so that it is known which files a page needs.
            next: open a section for each case, and call in it the file by its name
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

  @Test(arguments: [
    (
      ["page.html": "a\n{{>list}}", "list.html": "{{#x}}\n {{>card}}{{/x}}", "card.html": "{{y}}"],
      ["templates/list.html:2:2", "templates/page.html:2:1"]
    ),
    (
      ["page.html": "{{<layout}}{{$a}}\n{{y}}{{/a}}{{/layout}}", "layout.html": "{{>q}}", "q.html": "{{$a}}{{/a}}"], []
    ),
    (
      [
        "page.html": "{{>r}}", "r.html": "{{<layout}}{{$a}}\n{{>s}}{{/a}}{{/layout}}", "layout.html": "{{$a}}{{/a}}",
        "s.html": "{{y}}",
      ],
      ["templates/r.html:2:1", "templates/page.html:1:1"]
    ),
    (["page.html": "{{<layout}}{{/layout}}", "layout.html": "{{$a}}{{y}}{{/a}}"], ["templates/page.html:1:1"]),
    (
      ["page.html": "{{>p}}", "p.html": "\n{{>q}}", "q.html": "{{>nowhere}}"],
      ["templates/p.html:2:1", "templates/page.html:1:1"]
    ),
  ])
  func `a mistake comes with the tags that led to its template`(_ files: [String: String], _ trail: [String]) throws {
    let set = TemplateSet(files: files.mapValues { Array($0.utf8) })
    let failure = #expect(throws: TemplateFailure.self) { try set.render("page", ["x": [["z": 1]]]) }
    #expect(failure?.trail.map(\.description) == trail)
  }

  @Test func `circles have a short trail`() throws {
    let set = TemplateSet(files: ["page.html": Array("{{>page}}".utf8)])
    let failure = #expect(throws: TemplateFailure.self) { try set.render("page", [:]) }
    #expect(failure?.trail.count == 8)
  }

  @Test func `what pages share is told once, with the way and the pages`() {
    let mistake = Diagnostic.templateNameInvalid(at: Location("templates/a.html", line: 1, column: 2), name: "a b")
    let failed = Diagnostic.templateFailed(
      mistake,
      trail: [Location("templates/b.html", line: 3, column: 1), Location("templates/home.html", line: 4, column: 5)],
      pages: ["index.html", "page/2/index.html", "page/3/index.html"])
    #expect(
      failed.text == """
        templates/a.html:1:2: error: `a b` is not a name
            a name has no spaces, and no dot at its start or end or beside another dot
            called at templates/b.html:3:1, which is called at templates/home.html:4:5
            needed by index.html and 2 other pages: the previous version stays
            next: write one name in the tag, as in `{{video.title}}`
        """)
  }

  @Test func `a layout of one's own may do without a block that pages of the theme fill, and hears of it`() throws {
    let files = [
      "layout.html": "{{$content}}{{/content}}",
      "home.html": "{{<layout}}{{$content}}home{{/content}}{{$head}}{{x}}{{/head}}{{$class}}c{{/class}}{{/layout}}",
      "watch.html": "{{<layout}}{{$content}}watch{{/content}}{{$head}}{{x}}{{/head}}{{/layout}}",
    ]
    let set = TemplateSet(files: files.mapValues { Array($0.utf8) }, shipped: ["home.html", "watch.html"])
    #expect(
      set.diagnostics.map(\.text) == [
        """
        templates/layout.html: warning: there is no block `head` here, and pages of the theme fill it
            What `home.html`, `watch.html` put there is left out.
            next: write `{{$head}}{{/head}}` where it belongs, as the theme's own file does
        """
      ])
    #expect(try set.render("home", [:]) == Array("home".utf8))
  }

  @Test func `a block may be filled for a template that the parent calls, or for another block`() throws {
    let files = [
      "page.html":
        "{{<card}}{{$sizes}}1{{/sizes}}{{$text}}{{$inner}}2{{/inner}}{{/text}}{{$inner}}3{{/inner}}{{/card}}",
      "card.html": "{{>picture}}{{$text}}{{/text}}", "picture.html": "{{$sizes}}0{{/sizes}}",
    ]
    let set = TemplateSet(files: files.mapValues { Array($0.utf8) })
    #expect(set.diagnostics == [])
    #expect(String(decoding: try set.render("page", [:]), as: UTF8.self) == "13")
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
    let failure = #expect(throws: TemplateFailure.self) { try set.render("page", [:]) }
    #expect(
      failure?.diagnostic == set.diagnostics[0] && failure?.trail.map(\.description) == ["templates/page.html:1:1"])
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
