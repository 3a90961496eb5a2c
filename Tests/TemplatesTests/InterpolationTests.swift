import Templates
import Testing

@Suite struct InterpolationTests {
  @Test(arguments: [
    Case("text without tags stays", "a {b} } } { {\n", gives: "a {b} } } { {\n"),
    Case("text is escaped", "{{x}}", ["x": "& \" < > '"], gives: "&amp; &quot; &lt; &gt; &#39;"),
    Case("three braces print as it is", "{{{x}}}", ["x": "& \" < >"], gives: "& \" < >"),
    Case("an ampersand prints as it is", "{{&x}}", ["x": "& \" < >"], gives: "& \" < >"),
    Case("markup is never escaped", "{{x}}", ["x": .html("<b>")], gives: "<b>"),
    Case("numbers", "{{x}}", ["x": -85], gives: "-85"),
    Case("a declared absent value prints nothing", "[{{x}}]", ["x": .absent], gives: "[]"),
    Case("an absent value has absent names inside", "[{{x.y.z}}]", ["x": .absent], gives: "[]"),
    Case("numbers in each form", "{{x}}{{{x}}}{{&x}}", ["x": 12], gives: "121212"),
    Case("what is absent in each form", "[{{{x}}}{{&x}}]", ["x": .absent], gives: "[]"),
    Case("dots in each form", "{{{a.b}}}{{&a.b}}", ["a": ["b": "<"]], gives: "<<"),
    Case("dots are as sections in one another", "{{a.b}}{{#a}}{{b}}{{/a}}", ["a": ["b": "x"]], gives: "xx"),
    Case("the first part is sought further out", "{{#s}}{{a.b}}{{/s}}", ["s": ["c": 1], "a": ["b": "x"]], gives: "x"),
    Case("a dot in the data is no way in", "{{a.b}}", ["a.b": "wrong", "a": ["b": "right"]], gives: "right"),
    Case("the value itself in each form", "{{.}}{{{.}}}{{&.}}", "<", gives: "&lt;<<"),
    Case("the value itself, a number", "{{.}}", 8, gives: "8"),
    Case("dots go inside", "{{a.b.c}}", ["a": ["b": ["c": "in"]]], gives: "in"),
    Case("white space within a tag does not count", "|{{ x }}|{{{ x }}}|{{& x }}|", ["x": "-"], gives: "|-|-|-|"),
    Case("white space around a tag stays", "  {{x}}\n", ["x": "-"], gives: "  -\n"),
    Case("a dot is the value itself", "{{.}}", "text", gives: "text"),
    Case("names may hold signs and other letters", "{{été-2_à}}", ["été-2_à": "là"], gives: "là"),
    Case("text that looks like a tag is not read again", "{{x}}", ["x": "{{y}}"], gives: "{{y}}"),
  ])
  func `variables print as the specification says`(_ example: Case) {
    #expect(render(example.template, example.value, with: example.partials) == example.output)
  }

  @Test(arguments: [
    Case("inline", "a{{! b }}c", gives: "ac"),
    Case("many lines", "a{{!\n b\n}}c", gives: "ac"),
    Case("alone on its line", "a\n  {{! b }}\nc", gives: "a\nc"),
    Case("alone, many lines", "a\n  {{!\n  b\n  }}\nc", gives: "a\nc"),
    Case("with CR LF", "a\r\n{{! b }}\r\nc", gives: "a\r\nc"),
    Case("first and last line", "  {{! a }}\n!\n  {{! b }}", gives: "!\n"),
    Case("beside text the white space stays", " a {{! b }}\n", gives: " a \n"),
    Case("a name in it is not looked up", "{{! #x }}", gives: ""),
  ])
  func `comments leave nothing`(_ example: Case) {
    #expect(render(example.template) == example.output)
  }

  @Test(arguments: [
    Case("other delimiters", "{{=<% %>=}}(<%x%>)", ["x": "y"], gives: "(y)"),
    Case("signs that mean something elsewhere", "({{=[ ]=}}[x])", ["x": "y"], gives: "(y)"),
    Case("within sections", "{{#s}}{{=| |=}}|x|{{x}}|/s|", ["s": true, "x": "y"], gives: "y{{x}}"),
    Case("for sections", "{{=| |=}}|#s||x||/s||^n|-|/n|", ["s": true, "n": false, "x": "y"], gives: "y-"),
    Case("beside text the white space stays", "a {{=| |=}} b\n", gives: "a  b\n"),
    Case("first and last line, with CR LF", " {{=| |=}}\r\na\r\n |={{ }}=|", gives: "a\r\n"),
    Case("with white space around them", "({{=  <<   >>  =}}<<x>>)", ["x": "y"], gives: "(y)"),
    Case("and back", "{{=| |=}}|x||={{ }}=|{{x}}", ["x": "y"], gives: "yy"),
    Case("alone on its line", "a\n {{= @ @ =}}\nb", gives: "a\nb"),
    Case("a partial starts with the usual ones", "{{=| |=}}|>p||x|", ["x": "y"], ["p": "{{x}}"], gives: "yy"),
    Case(
      "a partial does not change them for its caller", "{{>p}}{{x}}", ["x": "y"], ["p": "{{=| |=}}|x|"], gives: "yy"),
  ])
  func `delimiters can be set`(_ example: Case) {
    #expect(render(example.template, example.value, with: example.partials) == example.output)
  }
}
