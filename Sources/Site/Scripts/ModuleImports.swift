/// The names of modules that a script imports by a relative path: `from "./x.js"`, `import "./x.js"` and `import("./x.js")`.
struct ModuleImports {
  struct Import: Equatable {
    /// As written, without its quotes: `./wire.js`.
    var name: String
    /// Of the text with the name.
    var token: Int
    /// Not `import("./x.js")`, which loads it later.
    var isStatic: Bool
  }

  let all: [Import]

  init(_ script: Script) {
    all = script.tokens.indices.compactMap { index in
      guard script.tokens[index].kind == .text else { return nil }
      let name = String(decoding: script.slice(index).dropFirst().dropLast(), as: UTF8.self)
      guard name.hasPrefix("./") || name.hasPrefix("../") else { return nil }
      if script.isMark(index - 1, "("), script.isWord(index - 2, "import") {
        return Import(name: name, token: index, isStatic: false)
      }
      // Not `object.from "`, which is nothing.
      let isStatic = script.isWord(index - 1, "from") || script.isWord(index - 1, "import")
      return isStatic && !script.isMember(index - 1) ? Import(name: name, token: index, isStatic: true) : nil
    }
  }
}
