/// A word, a text or a mark of a script. Blanks and comments are none: the token behind them tells what stood there.
struct ScriptToken: Equatable {
  enum Kind: Equatable {
    case word, number, privateName, text, mark
    /// A template text, or a part of one: between its quotes, `${` and `}`.
    case template
    /// A regular expression.
    case expression
  }

  /// What says nothing to a machine, but for a line's end, which may end a statement.
  enum Gap: Int, Comparable {
    case none, blank, line
    static func < (left: Gap, right: Gap) -> Bool { left.rawValue < right.rawValue }
  }

  /// What a bracket that closes is the end of, where that is certain.
  enum End { case nothing, condition, statement }

  var kind: Kind
  /// Of bytes.
  var range: Range<Int>
  /// Before it.
  var gap: Gap
  /// Brackets around it. A bracket has the depth of what is around both.
  var depth = 0
  /// In the braces of a function.
  var isInFunction = false
  var end = End.nothing
}

/// A script as tokens.
struct Script {
  let bytes: [UInt8]
  let tokens: [ScriptToken]
  /// Whether the tokens are certain. What is not is only searched for names of modules, and published as it is written.
  let isSure: Bool

  init(_ bytes: [UInt8]) {
    var lexer = ScriptLexer(bytes)
    lexer.run()
    self.bytes = bytes
    tokens = lexer.tokens
    isSure = lexer.isSure
  }

  func text(_ index: Int) -> String { String(decoding: slice(index), as: UTF8.self) }

  func slice(_ index: Int) -> ArraySlice<UInt8> { bytes[tokens[index].range] }

  /// False where there is no such token.
  func isWord(_ index: Int, _ word: String) -> Bool { has(index, .word, word) }

  /// - Parameter mark: one byte, `++`, `--` or `=>`.
  func isMark(_ index: Int, _ mark: String) -> Bool { has(index, .mark, mark) }

  /// Whether it is the `x` of `.x`.
  func isMember(_ index: Int) -> Bool {
    isMark(index - 1, ".") && !(isMark(index - 2, ".") && isMark(index - 3, "."))
  }

  /// The bracket that closes the one at `index`.
  func closer(of index: Int) -> Int {
    tokens[(index + 1)...].firstIndex { $0.depth <= tokens[index].depth } ?? tokens.endIndex
  }

  private func has(_ index: Int, _ kind: ScriptToken.Kind, _ text: String) -> Bool {
    tokens.indices.contains(index) && tokens[index].kind == kind && slice(index).elementsEqual(text.utf8)
  }
}
