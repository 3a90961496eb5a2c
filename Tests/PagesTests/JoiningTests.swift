import Testing

@testable import Site

@Suite struct `Modules in one file` {
  /// A case is a folder with an entry, `main.js`, that a template names.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: String]
    /// That are published, besides the entry.
    var alone: Set<String>
    /// What node is told.
    var log: String
    var testDescription: String { name }

    init(_ name: String, _ files: KeyValuePairs<String, String>, alone: Set<String> = [], log: String) {
      (self.name, self.alone, self.log) = (name, alone, log)
      self.files = Dictionary(uniqueKeysWithValues: files.map { ($0, $1) })
    }
  }

  static let joined = [
    Case(
      "order",
      [
        "main.js": "log.push('main'); import './a.js'; import { c } from './b/b.js'; log.push(c);",
        "a.js": "import { d } from './d.js'; log.push('a' + d);",
        "b/b.js": "import { d } from '../d.js'; export const c = 'b' + d; log.push('b')",
        "d.js": "log.push('d'); export const d = 1;",
      ], log: #"["d","a1","b","main","b1"]"#),
    Case(
      "forms",
      [
        "main.js":
          "import { a, b as bee, c, D, e, f, g as h } from './a.js'; import * as all from './a.js';\nlog.push(a, bee(), new D().x, f, h, Object.keys(all).sort().join());c();e();export { h, bee as default_ };export class Main {}",
        "a.js":
          "export const a = 1, f = [2,\n3]\nexport function b() { return inner }\nexport async function c() {}\nexport class D { x = 4 }\nexport function* e() {}\nlet inner = 5\nexport { inner as g };",
      ], log: #"[1,5,4,[2,3],5,"D,a,b,c,e,f,g"]"#),
    Case(
      "names",
      [
        "main.js":
          "import { name } from './a.js'; const close = 1, $0 = 2; log.push(name, close, $0); function open() {} export const status = 3; export { close as $1, open };",
        "a.js":
          "import { log as close } from './b.js'; export const name = [typeof open, typeof status, typeof $1, typeof main, close];",
        "b.js": "const name = 4; export { name as log };",
      ], log: #"[["undefined","undefined","undefined","undefined",4],1,2]"#),
    Case(
      "endings",
      [
        "main.js":
          "const log2 = log\nimport { a } from './a.js'\n;(() => log2.push(a))()\nexport { log2 }\n;[1].map((x) => log.push(x))",
        "a.js": "let b = 1\nexport const a = b\n/2\nlog.push(b) // c",
      ], log: "[1,0.5,1]"),
  ]

  static let apart = [
    Case(
      "shared",
      [
        "main.js": "import { a } from './a.js'; export const done = import('./later.js'); log.push(++a.n);",
        "later.js": "import { a } from './a.js'; import { b } from './b.js'; log.push(++a.n, b);",
        "a.js": "import './d.js'; export const a = { n: 0 };",
        "b.js": "export const b = 'b';", "d.js": "log.push('d');",
      ], alone: ["later.js", "a.js"], log: #"["d",1,2,"b"]"#),
    Case(
      "live",
      [
        "main.js": "import { n, more } from './a.js'; import { m } from './b.js'; more(); log.push(n, m);",
        "a.js": "export let n = 0; export const more = () => { n += 1; };", "b.js": "export function m() {} [m] = [2];",
      ], alone: ["a.js", "b.js"], log: "[1,2]"),
    Case(
      "others",
      [
        "main.js":
          "import a from './a.js'; import { b } from './b.js'; import { c } from './c.js'; import { d } from './d.js'; import './f.js'; log.push(a, b, c, d);",
        "a.js": "export default 1;", "b.js": "export * from './e.js';", "c.js": "export const c = await 3;",
        "d.js": "export const d = typeof import.meta.url;", "e.js": "export const b = 2;", "f.js": "log.push('f');",
      ], alone: ["a.js", "b.js", "c.js", "d.js", "e.js", "f.js"], log: #"["f",1,2,3,"string"]"#),
    Case(
      "effects",
      [
        "main.js": "import './a.js'; import './b.js'; export const done = import('./c.js');", "a.js": "log.push('a');",
        "b.js": "log.push('b');", "c.js": "import './b.js';",
      ], alone: ["a.js", "b.js", "c.js"], log: #"["a","b"]"#),
    Case(
      "turned",
      [
        "main.js": "import { a } from './a.js'; import './b.js'; export const done = import('./c.js'); log.push(a());",
        "a.js": "export const a = () => log.at(-1)\nexport class A { b() { log.push(1); } }", "b.js": "log.push('b');",
        "c.js": "import './b.js';",
      ], alone: ["b.js", "c.js"], log: #"["b","b"]"#),
    Case(
      "elsewhere",
      [
        "main.js": "import './a/a.js'; import { b } from './a/b/b.js'; export const done = b();",
        "a/a.js": "log.push(1);",
        "a/b/b.js": "export const b = async () => { return (await import('../c.js')).c(); };",
        "a/c.js": "import { d } from './d.js'; export const c = () => log.push(d);",
        "a/d.js": "export const d = 2;",
      ], alone: ["a/c.js"], log: "[1,2]"),
  ]

  @Test func `do what they do in files of their own`() async throws {
    let cases = Self.joined + Self.apart
    var files: [String: [UInt8]] = [:]
    for one in cases {
      for (name, text) in one.files { files["\(one.name)/\(name)"] = Array(text.utf8) }
    }
    let modules = try PublishedModules(files, named: cases.map { "\($0.name)/main.js" })
    let told = try await modules.compared(cases.map { "\($0.name)/main.js" })
    try #require(told.count == cases.count)
    for (one, line) in zip(cases, told) {
      #expect(line.hasPrefix("\(one.name)/main.js {\"log\":\(one.log),"), "\(line)")
      let published = Set(
        modules.texts.keys.filter { $0.hasPrefix(one.name + "/") }.map { String($0.dropFirst(one.name.count + 1)) })
      #expect(published == one.alone.union(["main.js"]), "\(one.name)")
    }
  }

  private func texts(_ files: [String: String], own: Set<String> = [], written: Set<String>) throws -> [String: String]
  {
    let assets = Assets(files.mapValues { Array($0.utf8) }, accent: nil, own: own, written: written)
    return try PublishedModules.texts(assets)
  }

  @Test(arguments: ["assets.b.js", "b.js", "assets.b"]) func `are none where a template names them`(_ name: String)
    throws
  {
    let files = ["a.js": "import { b } from './b.js'; b();", "b.js": "export const b = () => {};"]
    #expect(try texts(files, written: ["assets.a.js"]).keys.sorted() == ["a.js"])
    #expect(try texts(files, written: ["assets.a.js", "assets", "t.b", name]).keys.sorted() == ["a.js", "b.js"])
  }

  @Test(arguments: ["a.js", "b.js", "c.js"]) func `are none of what people wrote themselves`(_ own: String) throws {
    let files = [
      "a.js": "import { b } from './b.js'; b();", "b.js": "import { c } from './c.js'; export const b = () => c;",
      "c.js": "export const c =  1; // c",
    ]
    let texts = try texts(files, own: [own], written: ["assets.a.js"])
    let alone = ["a.js": ["a.js", "b.js"], "b.js": ["a.js", "b.js", "c.js"], "c.js": ["a.js", "c.js"]]
    #expect(texts.keys.sorted() == alone[own])
    #expect(texts["c.js"].map { own != "c.js" || $0 == files["c.js"] } ?? true)
  }

  @Test func `name what is not there as they are written`() throws {
    let files = ["a.js": "import { c } from './b.js';", "b.js": "export const b = 1;"]
    #expect(try texts(files, written: ["assets.a.js"]).keys.sorted() == ["a.js", "b.js"])
  }

  @Test func `of the theme export what they exported, alone and joined`() async throws {
    let assets = try Theme.load().assets
    let names = assets.keys.filter { $0.hasSuffix(".js") }.sorted()
    let apart = try PublishedModules(assets, named: names)
    _ = try await apart.compared(names)
    let joined = try PublishedModules(assets, named: ["player.js", "header.js", "preview.js", "search.js"])
    let published = joined.texts.keys.filter { $0.hasSuffix(".js") }.sorted()
    #expect(published.count < names.count / 2 + 2, "\(published)")
    _ = try await joined.compared(published)
  }

  @Test func `of the theme share as they did`() async throws {
    let assets = try Theme.load().assets
    let modules = try PublishedModules(assets, named: assets.keys)
    for (name, path) in modules.paths where name.hasSuffix(".js") {
      try modules.put("export * from \"./published/\(path)\";", name)
    }
    try await PublishedModules.node(
      ["--test", PublishedModules.script("sharing.test.mjs")], modules: modules.folder + "/")
  }
}
