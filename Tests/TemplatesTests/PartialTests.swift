import Templates
import Testing

@Suite struct PartialTests {
  @Test(arguments: [
    Case("a partial sees what its caller sees", "[{{>p}}]", ["x": "-"], ["p": "*{{x}}*"], gives: "[*-*]"),
    Case("its path may hold folders", "{{> partials/p }}", [:], ["partials/p": "in"], gives: "in"),
    Case("and its ending", "{{> p.html }}", [:], ["p": "in"], gives: "in"),
    Case(
      "it may call itself", "{{>node}}", ["c": "X", "nodes": [["c": "Y", "nodes": []]]],
      ["node": "{{c}}<{{#nodes}}{{>node}}{{/nodes}}>"], gives: "X<Y<>>"),
    Case("inside a line nothing is indented", "  {{x}}  {{> p}}\n", ["x": "|"], ["p": ">\n>"], gives: "  |  >\n>\n"),
    Case("alone, its line end goes", "|\r\n{{>p}}\r\n|", [:], ["p": ">"], gives: "|\r\n>|"),
    Case("alone at the start", "  {{>p}}\n>", [:], ["p": ">\n>"], gives: "  >\n  >>"),
    Case("alone at the end", ">\n  {{>p}}", [:], ["p": ">\n>"], gives: ">\n  >\n  >"),
    Case(
      "its lines are indented, those of values are not", "\\\n {{>p}}\n/\n", ["x": .html("<\n->")],
      ["p": "|\n{{{x}}}\n|\n"], gives: "\\\n |\n <\n->\n |\n/\n"),
    Case("indents add up", " {{>a}}\n", [:], ["a": "a\n {{>b}}\nc\n", "b": "b\nb\n"], gives: " a\n  b\n  b\n c\n"),
    Case("empty lines stay empty", "  {{>p}}\n", [:], ["p": "a\n\nb\n"], gives: "  a\n\n  b\n"),
    Case("an indent ends with its partial", " {{>p}}\nx\ny\n", [:], ["p": "p\n"], gives: " p\nx\ny\n"),
  ])
  func `partials are rendered in place`(_ example: Case) {
    #expect(render(example.template, example.value, with: example.partials) == example.output)
  }

  @Test(arguments: [
    Case("a block shows its default", "{{$t}}default{{/t}}", gives: "default"),
    Case("a block sees the names around it", "{{$t}}{{x}}{{/t}}", ["x": "y"], gives: "y"),
    Case("a parent shows its defaults", "{{<p}}{{/p}}", [:], ["p": "|{{$t}}default{{/t}}|"], gives: "|default|"),
    Case("a filled block wins", "{{<p}}{{$t}}new{{/t}}{{/p}}", [:], ["p": "|{{$t}}old{{/t}}|"], gives: "|new|"),
    Case("everywhere", "{{<p}}{{$t}}new{{/t}}{{/p}}", [:], ["p": "{{$t}}a{{/t}} {{$t}}b{{/t}}"], gives: "new new"),
    Case(
      "each use of a parent by itself", "{{<p}}{{$t}}1{{/t}}{{/p}}{{<p}}{{$t}}2{{/t}}{{/p}}{{<p}}{{/p}}", [:],
      ["p": "({{$t}}0{{/t}})"], gives: "(1)(2)(0)"),
    Case(
      "the page wins over what is between", "{{<a}}{{$t}}page{{/t}}{{/a}}", [:],
      ["a": "{{<b}}{{$t}}a{{/t}}{{$u}}a{{/u}}{{/b}}", "b": "{{$t}}b{{/t}} {{$u}}b{{/u}} {{$v}}b{{/v}}"],
      gives: "page a b"),
    Case(
      "only blocks count within a parent tag", "{{<p}} text {{x}} {{$t}}new{{/t}} {{/p}}", [:], ["p": "{{$t}}{{/t}}"],
      gives: "new"),
    Case(
      "a block is rendered where it stands", "{{<p}}{{$t}}{{fruit}}{{/t}}{{/p}}",
      ["fruit": "apples", "inner": ["fruit": "bananas"]], ["p": "{{#inner}}{{$t}}{{/t}}{{/inner}}"], gives: "bananas"),
    Case(
      "a block may hold blocks", "{{<p}}{{$in}}new{{/in}}{{/p}}", [:], ["p": "{{$out}}[{{$in}}old{{/in}}]{{/out}}"],
      gives: "[new]"),
    Case(
      "tags alone on their lines leave none", "{{<p}}\n{{$t}}\none\n{{/t}}\n{{/p}}\n", [:],
      ["p": "a\n{{$t}}\nzero\n{{/t}}\nb\n"], gives: "a\none\nb\n"),
    Case(
      "a parent alone on its line indents", "Hi,\n  {{<p}}\n  {{/p}}\n", [:], ["p": "one\ntwo\n"],
      gives: "Hi,\n  one\n  two\n"),
  ])
  func `pages inherit from layouts`(_ example: Case) {
    #expect(render(example.template, example.value, with: example.partials) == example.output)
  }
}
