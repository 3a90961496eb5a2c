import Testing

@testable import Site

@Suite struct `Short names of what modules declare` {
  private static func published(_ text: String) throws -> String {
    let texts = try PublishedModules.texts(Assets(["a.js": Array(text.utf8)], accent: nil))
    return try #require(texts["a.js"])
  }

  /// As people write them, and as they are published.
  static let vectors: [(String, String)] = [
    // Words that name declarations, and words that only look like those.
    (
      "const long = { long: 1 };\nf(long.long, long?.long, long[long], long?.[long], long ? long : 2);",
      "let e={long:1};f(e.long,e?.long,e[e],e?.[e],e?e:2);"
    ),
    (
      "class Long { long = 1; #long; long2() { return this.#long + this.long; } }\nf(Long, `long ${long()} long`);",
      "class e{long=1;#a;long2(){return this.#a+this.long}}f(e,`long ${long()} long`);"
    ),
    (
      "long: for (const long of f()) { if (long) continue long; else break long; }",
      "long:for(let e of f()){if(e)continue long;else break long}"
    ),
    ("switch (f) { case one: let one; default: f(one); }", "switch(f){case e:let e;default:f(e)}"),
    // Names that are a property's too.
    (
      "const { one, two = one, three: { four }, 'five': five, [one]: six, ...rest } = f();\nf({ one, two, four, five, six, rest, one: 1 });",
      "let{one:e,two:i=e,three:{four:n},'five':t,[e]:a,...r}=f();f({one:e,two:i,four:n,five:t,six:a,rest:r,one:1});"
    ),
    (
      "let one, two;\n({ one, two = 2, three: one } = f());\n[one, two = one] = f();\nfor ({ one } of f());\nf(one, two);",
      "let e,t;({one:e,two:t=2,three:e}=f());[e,t=e]=f();for({one:e}of f());f(e,t);"
    ),
    ("f({ async, get, set, static: 1 });\nlet async = 1, get, set;", "f({async:e,get:t,set:n,static:1});let e=1,t,n;"),
    (
      "f({ get one() { return one; }, set one(two) { f(two); }, async *one() {}, one() {}, async() {}, get() {}, [one]: 1 });\nconst one = 1;",
      "f({get one(){return e},set one(e){f(e)},async*one(){},one(){},async(){},get(){},[e]:1});let e=1;"
    ),
    // Names that shadow others, and names of the browser, which stay free.
    (
      "const one = 1;\nfunction two(one) { { const one = 2; f(one); } return one; }\nf(one, two);",
      "let e=1;function t(e){{let e=2;f(e)}return e}f(e,t);"
    ),
    ("const one = 1, two = (three) => f(three);\nf(e, t, two, typeof n);", "let a=1,r=r=>f(r);f(e,t,r,typeof n);"),
    (
      "function one(two = three) { const three = 1; return [two, three]; }\nconst three = 2;\nf(one);",
      "function t(t=e){let e=1;return[t,e]}let e=2;f(t);"
    ),
    (
      "try { f(); } catch (one) { const two = one; f(two); } finally { f(); }\ntry { f(); } catch { f(); }\ntry { f(); } catch ({ one, two: [three] }) { f(one, three); }",
      "try{f()}catch(e){let t=e;f(t)}finally{f()}try{f()}catch{f()}try{f()}catch({one:e,two:[t]}){f(e,t)}"
    ),
    (
      "const one = function two() { return two; }, three = class four { five = four; }, six = class { };\nf(one, three, six);",
      "let e=function e(){return e},n=class e{five=e},t=class{};f(e,n,t);"
    ),
    (
      "for (const one of one2) for (let one = 0, two = 1; one < two; one++) f(one);\nfor (const one in { one: 1 }) f(one);\nlet one2;",
      "for(let e of t)for(let e=0,t=1;e<t;e++)f(e);for(let e in{one:1})f(e);let t;"
    ),
    (
      "if (f) { var one = 1; }\nf(one);\nfunction two() { for (var one = 0; one < 1; one++); return one; }",
      "if(f){var e=1}f(e);function t(){for(var e=0;e<1;e++);return e}"
    ),
    // Functions, and where they end.
    (
      "const one = (first) => first\nconst two = async (first) => await first, three = async first => ({ first })\nf(one, two, three)",
      "let e=e=>e,n=async e=>await e,t=async e=>({first:e})\nf(e,n,t);"
    ),
    (
      "f((one) => (two) => one + two, (one, two) => two, ([one]) => one, ({ one }) => one, (...one) => one, (one = 1) => one, () => 1);",
      "f(e=>t=>e+t,(e,t)=>t,([e])=>e,({one:e})=>e,(...e)=>e,(e=1)=>e,()=>1);"
    ),
    ("const one = (two) => two ? (three) => three : (four) => four\nlet five = one", "let e=e=>e?e=>e:e=>e,t=e;"),
    (
      "f(async function* (one) { yield; yield one; yield* one; await one; for await (const two of one) f(two); });",
      "f(async function*(e){yield;yield e;yield*e;await e;for await(let t of e)f(t)});"
    ),
    (
      "class One extends f(One) { static one = 1; static { const one = 2; f(one); } static async two(one) { return super.two(one); } static = 1; get; set; 'a'; 1 = 2; ['b'] = One }\nf(new One, function () { return new.target; });",
      "class e extends f(e){static one=1;static{let e=2;f(e)}static async two(e){return super.two(e)}static=1;get;set;'a';1=2;['b']=e}\nf(new e,function(){return new.target});"
    ),
    // What is said in less.
    (
      "const one = true, two = [false, 0.5, 10.5, true.f, true ** 2];\nconst three = 1; let four; f(!true);\nconst five = one\nlet six = two\nvar seven; var eight;\nexport const nine = 1;\nexport { six as ten };",
      "let e=!0,t=[!1,.5,10.5,true.f,true**2],l=1,a;f(!!0);let r=e,o=t\nvar s,n;let i=1;export{i as nine,o as ten};"
    ),
    (
      "f(() => { return (one) => one; }, (\none) => one, async (one) => one);",
      "f(()=>{return e=>e},(e)=>e,async e=>e);"
    ),
    (
      "const width = 4, wide = width / 2; f(/width/.test(wide), width / wide / 2, `${width / 2}${`${wide}`}`);",
      "let t=4,e=t/2;f(/width/.test(e),t/e/2,`${t/2}${`${e}`}`);"
    ),
  ]

  @Test(arguments: vectors) func `stand for declarations alone`(_ text: String, _ expected: String) throws {
    #expect(try Self.published(text) == expected + "\n")
  }

  /// Each would mean something else, or nobody knows: only blanks go.
  @Test(arguments: [
    "const one=1;f(eval('one'))", "const one=1;one=2;f(one)", "const one=1;[one]=f()", "const one=1;({one}=f())",
    "const one=1;for(one of f());", "const one=1;one++", "class One{get\none(){}}", "const one=1;one@two",
    "function one(two){var two;return two}", "try{f()}catch(one){var one=1}", "const one=1;f(import.meta,one)",
    "const one=1;export default one", "const one=1;f(#a)", "export{one}",
  ])
  func `are none where one could only guess`(_ text: String) throws { #expect(try Self.published(text) == text) }

  @Test func `are as many as are needed, and no words of the language`() async throws {
    let names = (0..<800).map { "name\($0)" }
    let text = "let \(names.joined(separator: ", "));\nf(\(names.joined(separator: ", ")));"
    let words = try Self.published(text).matches(of: /[\w$]+/).map { String($0.output) }
    #expect(Set(words).count == 802)
    #expect(Set(words).isDisjoint(with: ["do", "if", "in", "of", "as"]))
    try await Self.check(["a.js": text], named: ["a.js"])
  }

  /// TypeScript says what each word names, before and after.
  private static func check(_ files: [String: String], named: [String]) async throws {
    let files = files.mapValues { Array($0.utf8) }
    let modules = try PublishedModules(files, named: named)
    try await check(modules, files, named)
  }

  private static func check(_ modules: PublishedModules, _ files: [String: [UInt8]], _ named: [String]) async throws {
    let joined = ModuleFiles(ModuleGraph(files), own: []) { named.contains($0) }
    let entries = modules.paths.filter { $0.key.hasSuffix(".js") }.sorted { $0.key < $1.key }.map { name, path in
      "\"\(path)\":[\((joined.members[name] ?? [name]).map { "\"\($0)\"" }.joined(separator: ","))]"
    }
    try modules.put("{\(entries.joined(separator: ","))}", "names.json")
    let told = try await PublishedModules.node([PublishedModules.script("names.mjs"), modules.folder])
    #expect(told.split(separator: "\n").count == entries.count)
  }

  @Test func `stand for what the long ones stood for`() async throws {
    let files = Self.vectors.enumerated().map { ("v\($0).js", $1.0) }
    try await Self.check(Dictionary(uniqueKeysWithValues: files), named: files.map(\.0))
  }

  @Test(arguments: [true, false]) func `stand for the same in the theme, alone and joined`(_ isAlone: Bool) async throws
  {
    let assets = try Theme.load().assets
    let named = isAlone ? assets.keys.sorted() : ["player.js", "header.js", "preview.js", "search.js"]
    let modules = try PublishedModules(assets, named: named)
    try await Self.check(modules, assets, named)
  }

  @Test func `are had by all of the theme`() throws {
    let graph = ModuleGraph(try Theme.load().assets)
    for (name, module) in graph.modules { #expect(module.scopes != nil, "\(name)") }
  }

  /// They do what they did, and each word names what it named.
  @Test func `change nothing of modules that nobody wrote`() async throws {
    var files: [String: [UInt8]] = [:]
    let count = 120
    for seed in 1...count {
      for (name, text) in MadeUpModules.files(seed: seed) { files["m\(seed)/\(name)"] = Array(text.utf8) }
    }
    let named = (1...count).map { "m\($0)/main.js" }
    let modules = try PublishedModules(files, named: named)
    #expect(modules.paths.keys.sorted() == named.sorted(), "All are joined.")
    let told = try await modules.compared(named)
    #expect(told.count == count && told.allSatisfy { !$0.contains("\"log\":[]") })
    try await Self.check(modules, files, named)
  }
}
