import Diagnostics
import Testing

@testable import Site

@Suite struct `Modules of the theme` {
  /// As people write them, so that all but the names is seen to stay.
  private func assets(_ files: [String: String]) -> Assets {
    Assets(files.mapValues { Array($0.utf8) }, accent: nil, own: Set(files.keys))
  }

  /// By the name before its hash.
  private func texts(_ assets: Assets) throws -> [String: (path: String, text: String)] {
    var texts: [String: (path: String, text: String)] = [:]
    for document in assets.documents {
      let name = String(document.path.dropFirst("assets/".count)).replacing(#/-[0-9a-f]{8}\./#, with: ".")
      texts[name] = (document.path, String(decoding: try document.render(), as: UTF8.self))
    }
    return texts
  }

  @Test func `import one another under their published names, whatever their order`() throws {
    let made = assets([
      "a.js": "import { b } from \"./b.js\";\nexport * from './c.js';",
      "b.js": "import \"./c.js\"; export const b = 1;", "c.js": "const more = () => import(\"./z/d.js\");",
      "z/d.js": "import x from '../e.js';", "e.js": "export default 1;",
    ])
    #expect(made.diagnostics == [])
    let texts = try texts(made)
    func name(_ asset: String) throws -> String { String(try #require(texts[asset]).path.dropFirst("assets/".count)) }
    let (b, c) = (try name("b.js"), try name("c.js"))
    #expect(texts["a.js"]?.text == "import { b } from \"./\(b)\";\nexport * from './\(c)';")
    #expect(texts["b.js"]?.text == "import \"./\(try name("c.js"))\"; export const b = 1;")
    #expect(texts["c.js"]?.text == "const more = () => import(\"./\(try name("z/d.js"))\");")
    #expect(texts["z/d.js"]?.text == "import x from '../\(try name("e.js"))';")
  }

  @Test func `get another name when what they import changes`() throws {
    let files = ["a.js": "import \"./b.js\";", "b.js": "import \"./c.js\";", "c.js": "1"]
    let before = try texts(assets(files))
    let after = try texts(assets(files.merging(["c.js": "2"]) { $1 }))
    for name in files.keys { #expect(before[name]?.path != after[name]?.path, "\(name)") }
  }

  @Test(arguments: [
    "// import \"./b.js\"", "/** @typedef {import(\"./b.js\").B} B */", "const a = 'import \"./b.js\"';",
    "const a = `import \"./b.js\" ${`from \"./b.js\"`} from \"./b.js\"`;", "const a = /import(\"/.test(b) || './b.js';",
    "const a = [\"from\", \"./b.js\"];", "import x from \"b.js\"; import y from \"https://example.org/b.js\";",
    "const a = b / 2; // from \"./b.js\"", "Array.from(\"./b.js\"); const c = { from: \"./b.js\" };",
    "return /[/\"]import(\"/; './b.js'",
  ])
  func `keep what is no import`(_ text: String) throws {
    let made = assets(["a.js": text])
    #expect(made.diagnostics == [])
    #expect(try texts(made)["a.js"]?.text == text)
  }

  @Test(arguments: [
    "/* a */ import b from /* b */ \"./b.js\"", "const a = `${b} \" ${import('./b.js')}`;",
    "x = a / b; y = c / d; import('./b.js')", "const a = /[\"/]/g; import './b.js'",
    "const a = 'it\\'s'; import { b, c as d } from './b.js'", "const a = {b: `}`}; import './b.js'",
  ])
  func `are found behind comments, texts and expressions`(_ text: String) throws {
    let made = assets(["a.js": text, "b.js": "1"])
    let texts = try texts(made)
    let name = try #require(texts["b.js"]).path.dropFirst("assets/".count)
    #expect(texts["a.js"]?.text == text.replacing("b.js", with: name))
  }

  @Test func `that are missing are told with their place and the name that was meant`() throws {
    let made = assets(["player.js": "const a = 1;\nimport \"./wires.js\";\nimport('./far.js');", "wire.js": ""])
    #expect(
      made.diagnostics.map(\.text) == [
        """
        templates/assets/player.js:2:9: error: there is no module `./wires.js`; did you mean `./wire.js`?
            Browsers run nothing of a module while something that it imports is missing.
            next: write `./wire.js`
        """,
        """
        templates/assets/player.js:3:9: error: there is no module `./far.js`
            Browsers run nothing of a module while something that it imports is missing.
            next: add the file to templates/assets/, or remove the import
        """,
      ])
    #expect(try texts(made)["player.js"]?.text.contains("./wires.js") == true)
  }

  @Test func `that import one another in a circle are told, and each is published once`() throws {
    let made = assets(["a.js": "import \"./b.js\";", "b.js": "import \"./c.js\";", "c.js": "\nimport \"./b.js\";"])
    #expect(
      made.diagnostics.map(\.text) == [
        """
        templates/assets/c.js:2:9: error: modules import one another in a circle: b.js, c.js, b.js
            Each is published under a name that tells its bytes, and its bytes would have to tell that name.
            next: move what both need into a module of its own, which imports neither
        """
      ])
    #expect(made.documents.count == 3)
  }

  @Test func `tell their mistakes among those of the pages`() throws {
    var theme = try Theme.load()
    theme.assets["extra.js"] = Array("import './none.js'".utf8)
    var input = try Sample.context(Sample.catalog(Sample.site(), [])).input
    input.assets = theme.assets
    #expect(Pages.documents(SiteContext(input)).diagnostics.map(\.id) == ["module-unknown"])
  }
}
