/// Reads a module (ECMA-262, 13 to 16) as far as it has to be known which declaration a name stands for.
///
/// What it does not know, and what is no module that runs, ends the reading: then nothing is said of any name.
struct ScopeReader {
  /// Something else than what the grammar has there.
  struct Unsure: Error {}

  let script: Script
  /// By token with a bracket that opens: the one that closes it.
  let closers: [Int]
  var at = 0
  /// The scope that is read.
  var scope = 0
  var result = ScriptScopes()
  /// Functions around it.
  var functions = 0
  /// How deep in one another the expressions and statements are that are read.
  var depth = 0

  let shape: ModuleShape

  /// Nil where it is not certain.
  static func scopes(_ script: Script, _ shape: ModuleShape) -> ScriptScopes? {
    var reader = ScopeReader(script, shape)
    do { try reader.statements(until: script.tokens.count) } catch { return nil }
    return reader.at == script.tokens.count && reader.result.resolve() ? reader.result : nil
  }

  private init(_ script: Script, _ shape: ModuleShape) {
    self.script = script
    self.shape = shape
    var closers = Array(repeating: script.tokens.count, count: script.tokens.count)
    var open: [Int] = []
    for (index, token) in script.tokens.enumerated() {
      while let last = open.last, script.tokens[last].depth >= token.depth {
        closers[last] = index
        open.removeLast()
      }
      if ["(", "[", "{"].contains(where: { script.isMark(index, $0) }) { open.append(index) }
    }
    self.closers = closers
    for made in shape.imports {
      for name in made.names { result.declare(name.local, in: 0, isConstant: true) }
      if let whole = made.whole { result.declare(whole, in: 0, isConstant: true) }
    }
  }

  // MARK: tokens

  var kind: ScriptToken.Kind? { at < script.tokens.count ? script.tokens[at].kind : nil }

  func isMark(_ mark: String) -> Bool { script.isMark(at, mark) }
  func isWord(_ word: String) -> Bool { script.isWord(at, word) }
  func startsLine(_ index: Int) -> Bool { index < script.tokens.count && script.tokens[index].gap == .line }

  mutating func take(_ text: String) -> Bool {
    guard isMark(text) || isWord(text) else { return false }
    at += 1
    return true
  }

  mutating func expect(_ text: String) throws(Unsure) { if !take(text) { throw Unsure() } }

  /// A name that may be declared.
  mutating func takeName() throws(Unsure) -> String {
    guard kind == .word, !Self.reserved.contains(script.text(at)) else { throw Unsure() }
    at += 1
    return script.text(at - 1)
  }

  /// In a module (ECMA-262, 12.7.2), and the words that are values.
  static let reserved: Set = [
    "await", "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else",
    "enum", "export",
    "extends", "false", "finally", "for", "function", "if", "implements", "import", "in", "instanceof", "interface",
    "let", "new", "null",
    "package", "private", "protected", "public", "return", "static", "super", "switch", "this", "throw", "true", "try",
    "typeof", "var",
    "void", "while", "with", "yield",
  ]

  mutating func within(
    isFunction: Bool = false, isBody: Bool = false, _ read: (inout ScopeReader) throws(Unsure) -> Void
  ) throws(Unsure) {
    let outer = scope
    scope = result.open(in: outer, isFunction: isFunction, isBody: isBody)
    try read(&self)
    scope = outer
  }

  /// Deeper than this nobody writes, and reading goes down with it.
  mutating func descend() throws(Unsure) {
    depth += 1
    if depth > 200 { throw Unsure() }
  }
}
