import Testing

@testable import Site

@Suite struct `Scripts without what people alone read` {
  private func published(_ text: String) -> String {
    let script = Script(Array(text.utf8))
    return script.isSure ? String(decoding: ScriptWriting(script).bytes, as: UTF8.self) : text
  }

  @Test(arguments: [
    ("let a = 1; // c\n\n\n  let b /* d */ = 2;\n", "let a=1;let b=2;"), ("return/* ends\nhere */1", "return\n1"),
    ("a = b /* c */", "a=b"), ("a/**/b", "a b"), ("f ( a , [ b ] , { c : d } )", "f(a,[b],{c:d})"),
    ("return [ a ] ; case \"b\" : typeof `c`", "return[a];case\"b\":typeof`c`"),
    ("async ( a ) => {\n  b\n}\n", "async(a)=>{b}"), ("a ? .5 : b ?. c", "a?.5:b?.c"), ("#a in b", "#a in b"),
  ])
  func `go without comments and blanks`(_ text: String, _ expected: String) { #expect(published(text) == expected) }

  @Test(arguments: [
    ("if (a) { b; }\nelse { c(); }\n(d)", "if(a){b}else{c()}(d)"), ("for (;;) { a }\n[b]", "for(;;){a}[b]"),
    ("function a() {}\n(b)", "function a(){}(b)"),
    ("export async function* a() {}\n(b)", "export async function*a(){}(b)"),
    ("class A {\n  b() { c; }\n  ['d']() {}\n  e = 1;\n}\n(f)", "class A{b(){c}['d'](){}e=1}(f)"),
    ("try { a } catch { b }\nfinally { c }\nd", "try{a}catch{b}finally{c}d"), ("f([a, b,], { c, },)", "f([a,b],{c})"),
  ])
  func `go without what ends nothing`(_ text: String, _ expected: String) { #expect(published(text) == expected) }

  @Test(arguments: [
    "if(a);", "{if(a);}", "{while(a);}", "{a:;}", "if(a)b;else;", "{if(a)b;else;}", "a=[,]", "a=[b,,]",
    "a=class{}\n(b)", ";a=class{}\n(b)", "a=class b extends c{}\n(d)",
    "a=async function b(){}\n(c)", "a={b(){}}\n(c)", "a={}\n(b)", "a=()=>{}\n(b)",
    "a=b?function c(){}:function d(){}\n(e)",
  ])
  func `keep the marks that say something`(_ text: String) { #expect(published(text) == text) }

  @Test(arguments: [
    "a+ +b", "a- -b", "a+ ++b", "a- --b", "a++ +b", "1 .toFixed()", "a/ /b/.c", "/a/g in b", "a\n++b", "a++\nb",
    "a\n--\nb",
    "return\na", "a\n(b)", "a\n[b]", "a\n`b`", "a\n/b/c", "f()\ng()", "a=function(){}\n(b)", "a=[]\nb", "get\n*a(){}",
    "let a\nb",
    "continue\na", "a\n+b", "`a`\nb", "static\na", "1\n.a",
  ])
  func `keep the blanks and line ends that say something`(_ text: String) { #expect(published(text) == text) }

  @Test(arguments: [
    "a=\"  // b\";c='/* d */ e';f='\\'  // g'", "a=/[/*] \\/\\//g;b=c/d", "a=`b\n  // c ${d}  ${`e  f`}\n  g`",
    "if(a)/ b \" /.test(c)",
    "a=b++/2;c=d/e", "a=(b)/2;c=\"/ d\"", "a.of/2", "return/ a /", "a=1./2;b=\" /\"",
  ])
  func `keep texts and expressions as they are`(_ text: String) { #expect(published(text) == text) }

  @Test(arguments: [
    "a = 'b", "a = `b", "a = `${b`", "/* a", "a = /b", "f ( a", "a ) b", "( a ]", "a = {} / b", "a = b of / c",
    "a = \\u0061", "# a",
    "a = \u{E9}", "// a\u{2028}b = 1", "a\u{A0}= 1",
  ])
  func `stay as they are written where one could only guess`(_ text: String) {
    #expect(!Script(Array(text.utf8)).isSure)
    #expect(published(text) == text)
  }

  @Test(arguments: [
    (
      "class A { #b; #long = 1; c() { return this.#long + this.#long } }",
      "class A{#b;#a=1;c(){return this.#a+this.#a}}"
    ),
    (
      "class A { #b; c() { return `${this.#b} #b` + '#b' + #b in d } }",
      "class A{#a;c(){return`${this.#a} #b`+'#b'+#a in d}}"
    ),
    ("class A { #b; c(d) { return eval(d) } }", "class A{#b;c(d){return eval(d)}}"),
  ])
  func `have short private names, the more often the shorter`(_ text: String, _ expected: String) {
    #expect(published(text) == expected)
  }

  @Test func `have as many private names as they had`() {
    let names = (0..<800).map { "#name\($0)" }
    let text = published("class A{\(names.joined(separator: ";"))}")
    #expect(Set(text.matches(of: /#[a-z]+/).map(\.output)).count == 800)
  }

  @Test func `of the theme are certain to the last byte`() throws {
    for (name, bytes) in try Theme.load().assets where name.hasSuffix(".js") {
      #expect(Script(bytes).isSure && ModuleShape(Script(bytes)) != nil, "\(name)")
    }
  }

  /// Cut anywhere, and with bytes changed: whatever comes, the tokens lie one behind the other, and what is written of them has the
  /// same ones.
  @Test func `are read to their end, whatever is in them`() throws {
    let theme = try Theme.load().assets
    let small = Array(
      "a=/[/]\\//g;b=`c${{d:'e\\'f'}}g`;/* h */class I{#j=1.5;async k(){await l}}// m\nexport{a as n}".utf8)
    for end in 0...small.count { try check(Array(small[..<end])) }
    var state: UInt64 = 1
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let marks = Array("/*`'\"${}()[]\\\n#.=+-<> ax1\u{E9}".utf8)
    for name in theme.keys.sorted() where name.hasSuffix(".js") {
      let bytes = theme[name] ?? []
      for _ in 0..<8 {
        let start = draw(bytes.count)
        var part = Array(bytes[start..<min(bytes.count, start + draw(1500))])
        for _ in 0..<draw(4) where !part.isEmpty { part[draw(part.count)] = marks[draw(marks.count)] }
        try check(part)
      }
    }
    for _ in 0..<2000 { try check((0..<draw(24)).map { _ in marks[draw(marks.count)] }) }
  }

  private func check(_ bytes: [UInt8]) throws {
    let script = Script(bytes)
    var end = 0
    for token in script.tokens {
      try #require(token.range.lowerBound >= end && !token.range.isEmpty, "\(String(decoding: bytes, as: UTF8.self))")
      end = token.range.upperBound
    }
    try #require(end <= bytes.count)
    let shape = ModuleShape(script)
    _ = (shape, shape.flatMap { ScopeReader.scopes(script, $0) }, ModuleEffects.isNone(script), ModuleImports(script))
    guard script.isSure else { return }
    let writing = ScriptWriting(script)
    let again = Script(writing.bytes)
    try #require(
      again.isSure && again.tokens.map(\.kind) == writing.pieces.map(\.kind)
        && again.tokens.indices.map { Array(again.slice($0)) } == writing.pieces.map(\.text),
      "\(String(decoding: bytes, as: UTF8.self)) -> \(String(decoding: writing.bytes, as: UTF8.self))")
  }
}
