/// The statements of a module that import and export, where they are all of the kinds that a function can stand for: a module
/// becomes a function that returns its exports.
///
/// There is none of a module with anything else: a default, names passed on from another module, `import.meta`, an exported name that
/// gets another value later. Such a module stays a file of its own, as it is written.
struct ModuleShape {
  struct Name: Equatable {
    var exported: String
    var local: String
  }

  struct Import: Equatable {
    /// Of the text with the module's name.
    var token: Int
    var names: [Name] = []
    /// `x` of `import * as x`.
    var whole: String?
  }

  private(set) var imports: [Import] = []
  private(set) var exports: [Name] = []
  /// Tokens that a function has no place for: whole statements, and the word `export` before others.
  private(set) var left: [(tokens: Range<Int>, isStatement: Bool)] = []

  private let script: Script
  private var at = 0
  /// Names behind the comma of a declaration.
  private var declared: Set<Int> = []

  init?(_ script: Script) {
    guard script.isSure else { return nil }
    self.script = script
    while at < script.tokens.count {
      guard script.tokens[at].kind == .word, !script.isMember(at) else {
        at += 1
        continue
      }
      let isStatement = script.tokens[at].depth == 0
      let isRead: Bool
      if script.isWord(at, "import"), script.isMark(at + 1, "(") {
        // What is put together would be looked for beside another file.
        isRead = script.tokens.indices.contains(at + 2) && script.tokens[at + 2].kind == .text
        at += 1
      } else if script.isWord(at, "import"), isStatement {
        isRead = readImport()
      } else if script.isWord(at, "export"), isStatement {
        isRead = readExport()
      } else {
        isRead = !script.isWord(at, "import")
        at += 1
      }
      if !isRead { return nil }
    }
    if exports.contains(where: { isChanged($0.local) }) { return nil }
    if Set(exports.map(\.exported)).count < exports.count { return nil }
  }

  private mutating func take(_ text: String) -> Bool {
    guard script.isWord(at, text) || script.isMark(at, text) else { return false }
    at += 1
    return true
  }

  private mutating func takeName() -> String? {
    guard script.tokens.indices.contains(at), script.tokens[at].kind == .word else { return nil }
    at += 1
    return script.text(at - 1)
  }

  /// `{ a, b as c }`.
  private mutating func takeNames() -> [(String, String)]? {
    guard take("{") else { return nil }
    var names: [(String, String)] = []
    while !take("}") {
      guard let first = takeName() else { return nil }
      let second = take("as") ? takeName() : first
      guard let second, first != "default", second != "default" else { return nil }
      names.append((first, second))
      guard take(",") || script.isMark(at, "}") else { return nil }
    }
    return names
  }

  private mutating func readImport() -> Bool {
    let start = at
    at += 1
    var made = Import(token: at)
    if take("*") {
      guard take("as"), let name = takeName(), take("from") else { return false }
      made.whole = name
    } else if script.isMark(at, "{") {
      guard let names = takeNames(), take("from") else { return false }
      made.names = names.map { Name(exported: $0, local: $1) }
    }
    guard script.tokens.indices.contains(at), script.tokens[at].kind == .text else { return false }
    made.token = at
    at += 1
    imports.append(made)
    return endStatement(from: start)
  }

  /// Its attributes (`with`), and whatever else there may be one day, are not known.
  private mutating func endStatement(from start: Int) -> Bool {
    let isEnded = at == script.tokens.count || script.tokens[at].gap == .line
    let isMarked = take(";")
    left.append((start..<at, true))
    return (isMarked || isEnded) && !script.isWord(at, "with")
  }

  private mutating func readExport() -> Bool {
    let start = at
    at += 1
    if script.isMark(at, "{") {
      guard let names = takeNames(), !script.isWord(at, "from") else { return false }
      exports += names.map { Name(exported: $1, local: $0) }
      return endStatement(from: start)
    }
    left.append((start..<at, false))
    let isVariable = ["const", "let", "var"].contains { script.isWord(at, $0) }
    if isVariable {
      at += 1
      return readVariables()
    }
    _ = take("async")
    guard take("class") || take("function") else { return false }
    _ = take("*")
    guard let name = takeName() else { return false }
    exports.append(Name(exported: name, local: name))
    return true
  }

  /// `a = 1, b = 2;`. A line may end a statement without a mark: a comma behind it belongs to nobody knows what.
  private mutating func readVariables() -> Bool {
    guard let name = takeName(), script.isMark(at, "=") else { return false }
    exports.append(Name(exported: name, local: name))
    var isEnded = false
    var place = at + 1
    while place < script.tokens.count, !script.isMark(place, ";") || script.tokens[place].depth > 0 {
      let token = script.tokens[place]
      if token.depth == 0 {
        if script.isWord(place, "export") || script.isWord(place, "import") { break }
        let isCloser = [")", "]", "}"].contains { script.isMark(place, $0) }
        isEnded = isEnded || token.gap == .line && !isCloser && !script.isMark(place - 1, ",")
        if script.isMark(place, ",") {
          if isEnded { return false }
          guard script.tokens.indices.contains(place + 1), script.tokens[place + 1].kind == .word,
            script.isMark(place + 2, "=")
          else { return false }
          exports.append(Name(exported: script.text(place + 1), local: script.text(place + 1)))
          declared.insert(place + 1)
        }
      }
      place += 1
    }
    return true
  }

  /// Whether a name gets a value outside its declaration: those who import it would have to see that. A name within that is the same
  /// counts as well.
  private func isChanged(_ name: String) -> Bool {
    script.tokens.indices.contains { index in
      guard script.isWord(index, name), !script.isMember(index) else { return false }
      if ["++", "--"].contains(where: { script.isMark(index + 1, $0) || script.isMark(index - 1, $0) }) { return true }
      if script.isWord(index + 1, "of") || script.isWord(index + 1, "in") { return script.isMark(index - 1, "(") }
      let isDeclared = declared.contains(index) || ["const", "let", "var"].contains { script.isWord(index - 1, $0) }
      return !isDeclared && isAssigned(behind: index) || isInPattern(index)
    }
  }

  /// `x = 1`, `x += 1`, `x ??= 1`.
  private func isAssigned(behind index: Int) -> Bool {
    var place = index + 1
    while place < index + 4, Self.operators.contains(where: { script.isMark(place, $0) }) { place += 1 }
    // `x == 1` is none; `x <= 1` cannot be told from one here, and counts.
    return script.isMark(place, "=") && !(place == index + 1 && script.isMark(place + 1, "="))
  }

  private static let operators = ["+", "-", "*", "/", "%", "&", "|", "^", "?", "<", ">"]

  /// `[x] = …` and `({ x } = …)`.
  private func isInPattern(_ index: Int) -> Bool {
    var depth = script.tokens[index].depth
    var place = index
    while depth > 0 {
      depth -= 1
      place = script.tokens[place...].firstIndex { $0.depth == depth } ?? script.tokens.endIndex
      let isBracket = script.isMark(place, "]") || script.isMark(place, "}")
      if !isBracket { return false }
      if script.isMark(place + 1, "="), !script.isMark(place + 2, "=") { return true }
      if script.isWord(place + 1, "of") || script.isWord(place + 1, "in") { return true }
    }
    return false
  }
}
