import Templates
import Testing

@Suite struct PartialTests {
  @Test(arguments: [
    Case("a partial sees what its caller sees", "[{{>p}}]", ["x": "-"], ["p": "*{{x}}*"], gives: "[*-*]"),
    Case("its path may hold folders", "{{> partials/p }}", [:], ["partials/p": "in"], gives: "in"),
    Case("and its ending", "{{> p.html }}", [:], ["p": "in"], gives: "in"),
    Case(
      "it may call itself", "{{>reply}}",
      ["who": "Ann", "replies": [["who": "Bo", "replies": []], ["who": "Cy", "replies": []]]],
      ["reply": "{{who}}({{#replies}}{{>reply}}{{/replies}})"], gives: "Ann(Bo()Cy())"),
    Case(
      "it may call others", "{{>ship}}", ["hull": "oak"], ["ship": "[{{>deck}}]", "deck": "{{hull}}"], gives: "[oak]"),
    Case("white space around it stays", "a {{>p}}\tb", [:], ["p": " - "], gives: "a  - \tb"),
    Case("inside a line nothing is indented", "\t{{x}} {{>p}}\n", ["x": "1"], ["p": "a\nb"], gives: "\t1 a\nb\n"),
    Case("alone, its line end goes", "1\r\n{{>p}}\r\n2", [:], ["p": "in"], gives: "1\r\nin2"),
    Case("alone at the start", "\t{{>p}}\n2", [:], ["p": "a\nb"], gives: "\ta\n\tb2"),
    Case("alone at the end", "1\n\t{{>p}}", [:], ["p": "a\nb"], gives: "1\n\ta\n\tb"),
    Case(
      "its lines are indented, those of values are not", "<ul>\n  {{>p}}\n</ul>\n", ["x": .html("one\ntwo")],
      ["p": "<li>\n{{x}}\n</li>\n"], gives: "<ul>\n  <li>\n  one\ntwo\n  </li>\n</ul>\n"),
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
    Case("one of two", "{{<p}}{{$b}}2{{/b}}{{/p}}", [:], ["p": "{{$a}}x{{/a}}, {{$b}}y{{/b}}"], gives: "x, 2"),
    Case(
      "a default holds all kinds of tags", "{{$t}}{{n}}{{#s}}{{{h}}}{{/s}}{{^no}}!{{/no}}{{/t}}",
      ["n": 7, "s": ["h": "<b>"], "no": false], gives: "7<b>!"),
    Case(
      "a value of a block's name is something else", "{{<p}}{{$t}}text{{/t}}{{/p}}", ["t": "value"],
      ["p": "{{$t}}default{{/t}} {{t}}"], gives: "text value"),
    Case(
      "a parent without blocks is a partial", "{{>p}}={{<p}}{{/p}}", [:], ["p": "({{$t}}0{{/t}})"], gives: "(0)=(0)"),
    Case(
      "what is filled holds further in", "{{<a}}{{$t}}page{{/t}}{{/a}}", [:],
      ["a": "{{>b}}", "b": "{{$t}}b{{/t}}"], gives: "page"),
    Case(
      "the nearest to the page wins over three levels", "{{<a}}{{/a}}", [:],
      ["a": "{{<b}}{{$t}}a{{/t}}{{/b}}", "b": "{{<c}}{{$t}}b{{/t}}{{/c}}", "c": "{{$t}}c{{/t}}"], gives: "a"),
    Case(
      "delimiters of the page do not reach the parent", "{{=<% %>=}}<%<p%><%$t%><%x%><%/t%><%/p%>", ["x": "y"],
      ["p": "{{$t}}{{/t}} <%x%>"], gives: "y <%x%>"),
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
      "a block is rendered where it stands", "{{<p}}{{$t}}{{n}}{{/t}}{{/p}}",
      ["n": 1, "inner": ["n": 2]], ["p": "{{#inner}}{{$t}}{{/t}}{{/inner}}"], gives: "2"),
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
