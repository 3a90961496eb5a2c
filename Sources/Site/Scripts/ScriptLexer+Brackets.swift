/// What a bracket opens, as far as the words before it tell.
extension ScriptLexer {
  struct Bracket {
    /// `$` for the `${` of a template text.
    var opener: UInt8
    var token = 0
    /// The parenthesis of `if (…)` and the like, behind which a statement begins.
    var isCondition = false
    /// One whose braces behind it can only be a function's.
    var isParameters = false
    /// Such braces.
    var isFunction = false
    var isClass = false
    /// Braces that end a statement, or a method.
    var isStatement = false
  }

  func opened(_ byte: UInt8) -> Bracket {
    var bracket = Bracket(opener: byte, token: tokens.count)
    switch byte {
    case UInt8(ascii: "(") where tokens.last?.kind == .word && !isLast(".", 2):
      let isLoop = isLast("for") || isLast("await") && isLast("for", 2)
      bracket.isCondition = isLoop || ["if", "while", "with"].contains { isLast($0) }
      bracket.isParameters = !(bracket.isCondition || isLast("switch") || isLast("catch"))
    case UInt8(ascii: "("): bracket.isParameters = true
    case UInt8(ascii: "{") where isLast(")"):
      bracket.isFunction = closed.isParameters
      bracket.isStatement = !closed.isParameters || brackets.last?.isClass == true || isDeclaration
    case UInt8(ascii: "{"):
      bracket.isFunction = isLast("=>")
      let isBlock = ["else", "try", "catch", "finally", "do"].contains { isLast($0) } && !isLast(".", 2)
      // `class A {`, `class A extends B {`: more may be a class as well, and then nothing is left out at its ends.
      let name = isLast("class", 2) ? 2 : isLast("extends", 2) && isLast("class", 4) ? 4 : 0
      bracket.isClass = name > 0
      bracket.isStatement = isBlock || name > 0 && isBegun(name + 1)
    default: break
    }
    return bracket
  }

  /// Whether the parameters that were closed last are those of `function name(…)` where a statement begins.
  private var isDeclaration: Bool {
    var back = tokens.count - closed.token + 1
    if tokens.count < back || tokens[tokens.count - back].kind != .word || isLast("function", back) { return false }
    back += isLast("*", back + 1) ? 2 : 1
    guard isLast("function", back) else { return false }
    return isBegun(isLast("async", back + 1) ? back + 2 : back + 1)
  }

  /// Whether a statement begins behind a token.
  private func isBegun(_ back: Int) -> Bool {
    tokens.count < back || tokens[tokens.count - back].end == .statement
      || [";", "{", "export"].contains { isLast($0, back) }
  }
}
