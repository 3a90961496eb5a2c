/// Whether a module does something while it is evaluated, other than to declare functions, classes and plain values.
enum ModuleEffects {
  /// False where that is not plain to see.
  static func isNone(_ script: Script) -> Bool {
    guard script.isSure else { return false }
    var at = 0
    while at < script.tokens.count {
      let token = script.tokens[at]
      switch token.kind {
      case .word:
        if script.isWord(at, "class"), !script.isMember(at) {
          guard let end = classEnd(at, script) else { return false }
          at = end
        } else if ["new", "delete", "await", "throw"].contains(where: { script.isWord(at, $0) }) {
          return false
        }
      case .template:
        // `tag` before it would be called, and what is within would be asked for its text.
        guard at == 0 || script.tokens[at - 1].kind == .mark, script.slice(at).last == UInt8(ascii: "`") else {
          return false
        }
        if script.slice(at).first != UInt8(ascii: "`") { return false }
      case .mark:
        guard let next = afterMark(at, script) else { return false }
        at = next
        continue
      case .number, .privateName, .text, .expression: break
      }
      at += 1
    }
    return true
  }

  /// Where to go on; nil where something is done.
  private static func afterMark(_ at: Int, _ script: Script) -> Int? {
    if script.isMark(at, "(") {
      let end = script.closer(of: at)
      if script.isMark(end + 1, "=>") { return end + 1 }
      guard script.isMark(end + 1, "{"), isFunction(end + 1, script) else { return nil }
      return script.closer(of: end + 1) + 1
    }
    if script.isMark(at, "=>") {
      return script.isMark(at + 1, "{") ? script.closer(of: at + 1) + 1 : valueEnd(at + 1, script)
    }
    if script.isMark(at, ".") || script.isMark(at, "++") || script.isMark(at, "--") { return nil }
    // Of a list that others may change.
    if script.isMark(at, "["), at > 0, script.tokens[at - 1].kind == .word { return nil }
    // A value of what was declared before; a declaration's own is one of a name behind its word or a comma.
    if script.isMark(at, "=") {
      let isName = script.tokens.indices.contains(at - 1) && script.tokens[at - 1].kind == .word
      let isDeclared = ["const", "let", "var"].contains { script.isWord(at - 2, $0) } || script.isMark(at - 2, ",")
      return isName && isDeclared ? at + 1 : nil
    }
    return at + 1
  }

  private static func isFunction(_ brace: Int, _ script: Script) -> Bool {
    let inner = brace + 1
    return script.tokens.indices.contains(inner) && script.tokens[inner].depth > script.tokens[brace].depth
      && script.tokens[inner].isInFunction
  }

  /// Of what an arrow stands before, which may end without a mark where a line does.
  private static func valueEnd(_ start: Int, _ script: Script) -> Int {
    let depth = script.tokens.indices.contains(start) ? script.tokens[start].depth : 0
    return script.tokens[start...].dropFirst().firstIndex { token in
      token.depth < depth || token.depth == depth && token.gap == .line
    }.map { min($0, mark(start, depth, script)) } ?? mark(start, depth, script)
  }

  private static func mark(_ start: Int, _ depth: Int, _ script: Script) -> Int {
    script.tokens.indices.dropFirst(start).first { index in
      script.tokens[index].depth == depth && (script.isMark(index, ",") || script.isMark(index, ";"))
    } ?? script.tokens.endIndex
  }

  /// Behind the braces of a class without fields and blocks of its own (`static`), which are evaluated with it.
  private static func classEnd(_ at: Int, _ script: Script) -> Int? {
    let depth = script.tokens[at].depth
    let brace = script.tokens.indices.dropFirst(at).first { script.tokens[$0].depth == depth && script.isMark($0, "{") }
    guard let brace else { return nil }
    let end = script.closer(of: brace)
    let inner = (brace + 1)..<max(end, brace + 1)
    let acts = inner.contains { index in
      script.tokens[index].depth == depth + 1 && (script.isWord(index, "static") || script.isMark(index, "["))
    }
    // `extends made(Base)`.
    if (at..<brace).contains(where: { script.isMark($0, "(") }) { return nil }
    return acts ? nil : end
  }
}
