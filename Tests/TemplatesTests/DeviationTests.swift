import Diagnostics
import Files
import Templates
import Testing

/// Where the dialect is not the specification of Mustache. docs/templates.md has the same list, and tells why.
@Suite struct `What differs from the specification` {
  /// What the specification says, as docs/templates.md has it, with cases of what happens here instead.
  private static let deviations: [(title: String, cases: [Case])] = [
    (
      "an unknown name prints nothing and counts as false",
      [
        Case("printed", "{{boat}}", gives: "template-name-unknown"),
        Case("unescaped", "{{{boat}}}{{&boat}}", gives: "template-name-unknown"),
        Case("in a section", "{{#boat}}{{/boat}}", gives: "template-name-unknown"),
        Case("in an inverted section", "{{^boat}}{{/boat}}", gives: "template-name-unknown"),
        Case("with dots in the data", "{{sea.salt}}", ["sea.salt": "yes"], gives: "template-name-unknown"),
      ]
    ),
    (
      "so does a part of a dotted name that its object does not have",
      [
        Case("printed", "{{boat.mast.height}}", ["boat": [:]], gives: "template-name-unknown"),
        Case("in a section", "{{#boat.mast}}{{/boat.mast}}", ["boat": [:]], gives: "template-name-unknown"),
        Case("not sought further out", "{{boat.mast}}", ["boat": [:], "mast": "m"], gives: "template-name-unknown"),
        Case("what is absent has all names, absent", "({{boat.mast.height}})", ["boat": .absent], gives: "()"),
      ]
    ),
    (
      "so does a name within a text, a number or a list",
      [
        Case("a text", "{{boat.mast}}", ["boat": "sloop"], gives: "template-value-without-fields"),
        Case("a number", "{{^boat.mast}}{{/boat.mast}}", ["boat": 3], gives: "template-value-without-fields"),
        Case("a list", "{{#boat.mast}}{{/boat.mast}}", ["boat": [1]], gives: "template-value-without-fields"),
      ]
    ),
    (
      "a list, an object, true or false is printed in some form",
      [
        Case("a list", "{{x}}", ["x": ["a"]], gives: "template-value-unprintable"),
        Case("an object", "{{x}}", ["x": ["a": 1]], gives: "template-value-unprintable"),
        Case("true", "{{x}}", ["x": true], gives: "template-value-unprintable"),
        Case("false", "{{{x}}}", ["x": false], gives: "template-value-unprintable"),
      ]
    ),
    (
      "two braces escape every value",
      [Case("markup", "{{x}} {{y}}", ["x": .html("<i>"), "y": "<i>"], gives: "<i> &lt;i&gt;")]
    ),
    (
      "a section of true has it as `{{.}}`",
      [Case("the item outside stays", "{{#n}}{{#x}}{{.}}{{/x}}{{/n}}", ["n": [4, 5], "x": true], gives: "45")]
    ),
    ("fractions are values", [Case("they come as texts", "{{x}}", ["x": "2.50"], gives: "2.50")]),
    (
      "a template that is not there gives nothing",
      [
        Case("a partial", "{{>dinghy}}", gives: "template-unknown"),
        Case("a parent", "{{<dinghy}}{{/dinghy}}", gives: "template-unknown"),
      ]
    ),
    (
      "each line of an indented partial is indented",
      [Case("empty lines are not", "\t{{>p}}\n", [:], ["p": "one\n\ntwo\n"], gives: "\tone\n\n\ttwo\n")]
    ),
    (
      "a block that the parent does not have is passed over",
      [
        Case(
          "filled in vain", "{{<p}}{{$deck}}x{{/deck}}{{/p}}", [:], ["p": "{{$hull}}{{/hull}}"],
          gives: "template-block-unknown")
      ]
    ),
    (
      "a parent or block can stand alone on a line that it shares with other tags",
      [
        Case(
          "a parent is not indented, and its line ends", "  {{<p}}{{/p}}\n.", [:], ["p": "a\nb\n"], gives: "  a\nb\n\n."
        ),
        Case("nor a block", "  {{$b}}{{/b}}\n.", gives: "  \n."),
      ]
    ),
    (
      "what fills a block is indented anew where it goes",
      [
        Case(
          "it stays as it is", "{{<p}}\n{{$b}}\n    a\n{{/b}}\n{{/p}}\n", [:], ["p": "-\n  {{$b}}\n  {{/b}}\n-\n"],
          gives: "-\n    a\n-\n")
      ]
    ),
    (
      "lambdas (optional)",
      [Case("a text is not read again", "{{#x}}{{y}}{{/x}}", ["x": "{{y}}", "y": "1"], gives: "1")]
    ),
    (
      "dynamic names, `{{>*name}}` (optional)",
      [
        Case("a partial", "{{>*x}}", ["x": "p"], ["p": "in"], gives: "template-name-dynamic"),
        Case("with blanks", "{{> * x }}", ["x": "p"], ["p": "in"], gives: "template-name-dynamic"),
        Case("a parent", "{{<*x}}{{/*x}}", ["x": "p"], ["p": "in"], gives: "template-name-dynamic"),
      ]
    ),
    (
      "delimiters of any length",
      [
        Case("sixteen bytes", "{{=0123456789abcdef ]]=}}0123456789abcdefx]]", ["x": "y"], gives: "y"),
        Case("seventeen", "{{=0123456789abcdefg ]]=}}", gives: "template-delimiters-invalid"),
      ]
    ),
    (
      "no bounds",
      [
        Case("sections", String(repeating: "{{#x}}", count: 70), gives: "template-nested-too-deep"),
        Case("calls", "{{>page}}", gives: "template-recursion-too-deep"),
        Case("bytes of a file", String(repeating: "x", count: 1 << 20) + "x", gives: "template-too-large"),
      ]
    ),
  ]

  @Test(arguments: deviations.flatMap { deviation in deviation.cases.map { (deviation.title, $0) } })
  func `is as the docs say`(_ title: String, _ example: Case) {
    var files = example.partials.mapValues { Array($0.utf8) }
    files["page.html"] = Array(example.template.utf8)
    let outcome: String
    do {
      outcome = String(decoding: try TemplateSet(files: files).render("page", example.value), as: UTF8.self)
    } catch {
      outcome = error.diagnostic.id
    }
    #expect(outcome == example.output, "\(title): \(example)")
  }

  @Test func `stands in the docs, each with its reason`() throws {
    let path = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../docs/templates.md"))
    let text = try #require(try Files.readText(path, limit: 1 << 20))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let head = try #require(lines.firstIndex { $0 == "| in the specification | here | why |" })
    let rows = lines[(head + 2)...].prefix { $0.hasPrefix("| ") }.map { row in
      row.dropFirst(2).dropLast(2).split(separator: " | ").map(String.init)
    }
    #expect(rows.map { $0[0] } == Self.deviations.map(\.title))
    #expect(rows.allSatisfy { $0.count == 3 })
  }
}
