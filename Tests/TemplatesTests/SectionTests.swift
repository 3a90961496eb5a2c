import Templates
import Testing

private let abc: Value = [["n": 1], ["n": 2], ["n": 3]]

@Suite struct SectionTests {
  @Test(arguments: [
    Case("true shows", "{{#x}}yes{{/x}}", ["x": true], gives: "yes"),
    Case("false hides", "{{#x}}yes{{/x}}", ["x": false], gives: ""),
    Case("absent hides", "{{#x}}yes{{/x}}", ["x": .absent], gives: ""),
    Case("empty text hides", "{{#x}}yes{{/x}}", ["x": ""], gives: ""),
    Case("zero shows, as every number does", "{{#x}}{{.}}{{/x}}", ["x": 0], gives: "0"),
    Case(
      "an object is looked into first", "{{#x}}{{a}}{{b}}{{/x}}", ["x": ["a": "in"], "a": "out", "b": "B"], gives: "inB"
    ),
    Case("a list repeats", "{{#x}}{{n}}{{/x}}", ["x": abc], gives: "123"),
    Case("an empty list hides", "{{#x}}no{{/x}}", ["x": []], gives: ""),
    Case("the item itself", "{{#x}}({{.}}){{/x}}", ["x": ["a", "<", 3]], gives: "(a)(&lt;)(3)"),
    Case("the item itself, unescaped", "{{#x}}({{{.}}}){{/x}}", ["x": ["<", ">"]], gives: "(<)(>)"),
    Case("a list as the page's own value", "{{#.}}({{n}}){{/.}}", abc, gives: "(1)(2)(3)"),
    Case("lists in lists", "{{#x}}({{#.}}{{.}}{{/.}}){{/x}}", ["x": [[1, 2], ["a"]]], gives: "(12)(a)"),
    Case("a text opens a section of itself", "{{#x}}[{{.}}]{{/x}}", ["x": "t"], gives: "[t]"),
    Case("dots", "{{#a.b}}yes{{/a.b}}", ["a": ["b": true]], gives: "yes"),
    Case(
      "a dotted name is not sought further out", "{{#a}}{{b.c}}{{/a}}", ["a": ["b": ["c": "in"]], "b": ["c": "out"]],
      gives: "in"),
    Case(
      "all that is open is seen inside",
      "{{#year}}{{#months}}{{#days}}{{name.short}}{{m}}/{{d}} {{/days}}{{/months}}{{/year}}",
      ["year": [["name": ["short": "y"], "months": [["m": 5, "days": [["d": 1], ["d": 2]]]]]]], gives: "y5/1 y5/2 "),
    Case("two of one name", "{{#x}}a{{/x}}{{y}}{{#x}}b{{/x}}", ["x": true, "y": "-"], gives: "a-b"),
    Case("a hidden one hides all within", "{{#x}}a{{#y}}b{{/y}}{{/x}}c", ["x": false, "y": true], gives: "c"),
    Case("white space within the tags does not count", "{{#  x }}a{{/ x\t}}", ["x": true], gives: "a"),
    Case("the same name again inside", "{{#x}}a{{#x}}b{{/x}}c{{/x}}", ["x": true], gives: "abc"),
    Case("after a hidden one goes on", "{{#x}}a{{/x}}b{{#y}}c{{/y}}", ["x": false, "y": true], gives: "bc"),
    Case("what is hidden is not looked up", "{{#x}}{{nowhere}}{{/x}}", ["x": false], gives: ""),
  ])
  func `sections show, hide and repeat`(_ example: Case) {
    #expect(render(example.template, example.value) == example.output)
  }

  @Test(arguments: [
    Case("true hides", "{{^x}}no{{/x}}", ["x": true], gives: ""),
    Case("false shows", "{{^x}}no{{/x}}", ["x": false], gives: "no"),
    Case("absent shows", "{{^x}}no{{/x}}", ["x": .absent], gives: "no"),
    Case("an empty list shows", "{{^x}}no{{/x}}", ["x": []], gives: "no"),
    Case("a list hides", "{{^x}}no{{/x}}", ["x": abc], gives: ""),
    Case("an object hides", "{{^x}}no{{/x}}", ["x": [:]], gives: ""),
    Case("dots", "{{^a.b}}no{{/a.b}}", ["a": ["b": false]], gives: "no"),
    Case("dots that lead to true", "{{^a.b}}no{{/a.b}}", ["a": ["b": true]], gives: ""),
    Case("within what is absent", "{{^a.b.c}}no{{/a.b.c}}", ["a": .absent], gives: "no"),
    Case("two of one name", "{{^x}}a{{/x}}{{y}}{{^x}}b{{/x}}", ["x": false, "y": "-"], gives: "a-b"),
    Case("one in another", "{{^x}}a{{^x}}b{{/x}}c{{/x}}", ["x": false], gives: "abc"),
    Case("a hidden one hides all within", "{{^x}}a{{^y}}b{{/y}}{{/x}}c", ["x": true, "y": false], gives: "c"),
    Case("white space within the tags does not count", "{{^  x }}a{{/ x\t}}", ["x": false], gives: "a"),
  ])
  func `inverted sections are the contrary`(_ example: Case) {
    #expect(render(example.template, example.value) == example.output)
  }

  @Test(arguments: [
    Case("tags alone on their lines leave no line", "a\n{{#x}}\nb\n{{/x}}\nc\n", ["x": true], gives: "a\nb\nc\n"),
    Case("indented ones neither", "a\n  {{#x}}\nb\n\t{{/x}} \nc\n", ["x": true], gives: "a\nb\nc\n"),
    Case("CR LF", "a\r\n{{#x}}\r\n{{/x}}\r\nb", ["x": true], gives: "a\r\nb"),
    Case("at the start", "\t{{#x}}\na{{/x}}\nb", ["x": true], gives: "a\nb"),
    Case("at the end", "a{{#x}}\nb\n\t{{/x}}", ["x": true], gives: "a\nb\n"),
    Case("two on a line are not alone", "\t{{#x}}a{{/x}}\n\t{{#x}}b{{/x}}\n", ["x": true], gives: "\ta\n\tb\n"),
    Case("inverted", "a\n {{^x}}\nb\n {{/x}}\nc", ["x": false], gives: "a\nb\nc"),
    Case("inverted, CR LF", "a\r\n{{^x}}\r\n{{/x}}\r\nb", ["x": false], gives: "a\r\nb"),
    Case("inverted at the start and at the end", "\t{{^x}}\na\n\t{{/x}}", ["x": false], gives: "a\n"),
    Case("white space beside text stays", "a {{#x}}\tb {{/x}} c\n", ["x": true], gives: "a \tb  c\n"),
    Case(
      "a note in it is alone or not by itself", "a {{#x}} {{! note }}\n {{/x}} b\n", ["x": true], gives: "a  \n  b\n"),
    Case("variables are never alone", "a\n{{x}}\nb", ["x": "-"], gives: "a\n-\nb"),
  ])
  func `lines with only a tag vanish`(_ example: Case) {
    #expect(render(example.template, example.value) == example.output)
  }
}
