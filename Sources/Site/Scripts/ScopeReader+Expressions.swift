/// Expressions (ECMA-262, 13). Their operators' ranks are of no matter here: only where each operand and the whole ends.
extension ScopeReader {
  /// `a, b`.
  /// - Returns: the names that would get values if this were what stands before a `=`.
  @discardableResult mutating func expression(noIn: Bool = false) throws(Unsure) -> [Int] {
    var names = try assignment(noIn: noIn)
    while take(",") {
      names = []
      try assignment(noIn: noIn)
    }
    return names
  }

  /// What a comma ends.
  /// - Parameter noIn: whether `in` is a loop's.
  @discardableResult mutating func assignment(noIn: Bool = false) throws(Unsure) -> [Int] {
    try descend()
    defer { depth -= 1 }
    if try arrowFunction(noIn: noIn) { return [] }
    if take("yield") {
      // Alone it is a value as well.
      let isAlone = isEnded || [")", "]", ",", ":"].contains { isMark($0) }
      if take("*") || !isAlone { try assignment(noIn: noIn) }
      return []
    }
    var names = try operand()
    while true {
      if isWord("instanceof") || !noIn && isWord("in") {
        at += 1
        names = []
        try operand()
        continue
      }
      let mark = mark()
      if mark == "?" {
        at += 1
        try assignment()
        try expect(":")
        try assignment(noIn: noIn)
        return []
      }
      if Self.assignments.contains(mark) {
        at += width(mark)
        result.change(names)
        try assignment(noIn: noIn)
        return names
      }
      guard Self.binary.contains(mark) else { return names }
      at += width(mark)
      names = []
      try operand()
    }
  }

  /// The longest one that begins here; empty where there is none.
  private func mark() -> String {
    var text = ""
    var longest = ""
    var place = at
    while text.utf8.count < 4, place < script.tokens.count, script.tokens[place].kind == .mark,
      place == at || script.tokens[place].gap == .none
    {
      text += script.text(place)
      place += 1
      if Self.marks.contains(text) { longest = text }
    }
    return longest
  }

  /// In tokens, which are bytes but for pairs.
  private func width(_ mark: String) -> Int { ["++", "--", "=>"].contains(mark) ? 1 : mark.utf8.count }

  private static let assignments: Set = [
    "=", "+=", "-=", "*=", "/=", "%=", "**=", "<<=", ">>=", ">>>=", "&=", "|=", "^=", "&&=", "||=", "??=",
  ]
  private static let binary: Set = [
    "+", "-", "*", "/", "%", "**", "<<", ">>", ">>>", "&", "|", "^", "&&", "||", "??", "==", "!=", "===", "!==", "<",
    ">", "<=", ">=",
  ]
  private static let marks = assignments.union(binary).union(["?", "?.", ".", "...", "++", "--", "=>", "!", "~"])

  // MARK: operands

  @discardableResult mutating func operand() throws(Unsure) -> [Int] {
    try descend()
    defer { depth -= 1 }
    var (isBare, isChanged) = (true, false)
    while true {
      if take("++") || take("--") {
        isChanged = true
        continue
      }
      let isNew = isWord("new") && !script.isMark(at + 1, ".")
      let isPrefix = ["!", "~", "+", "-"].contains { isMark($0) }
      if isWord("await") {
        try awaiting()
      } else if isNew || isPrefix || ["typeof", "void", "delete"].contains(where: { isWord($0) }) {
        at += 1
      } else {
        break
      }
      isBare = false
    }
    var names = try value()
    while try takeMember() { names = [] }
    if isMark("++") || isMark("--"), !startsLine(at) {
      at += 1
      isChanged = true
    }
    if isChanged { result.change(names) }
    return isBare && !isChanged ? names : []
  }

  /// Outside functions those who import a module would wait for it.
  mutating func awaiting() throws(Unsure) {
    if functions == 0 { throw Unsure() }
    at += 1
  }

  /// `.a`, `?.a`, `[a]`, `(a)` and a template text behind a value.
  private mutating func takeMember() throws(Unsure) -> Bool {
    if kind == .template {
      guard script.slice(at).first == UInt8(ascii: "`") else { return false }
      try template()
      return true
    }
    let mark = mark()
    if mark == "." || mark == "?." {
      at += width(mark)
      if kind == .word || kind == .privateName {
        at += 1
        return true
      }
      // `?.[a]` and `?.(a)`.
      guard mark == "?.", isMark("[") || isMark("(") else { throw Unsure() }
    }
    if isMark("[") {
      at += 1
      try expression()
      try expect("]")
      return true
    }
    guard isMark("(") else { return false }
    _ = try list(")")
    return true
  }

  private mutating func value() throws(Unsure) -> [Int] {
    switch kind {
    case .text, .expression: at += 1
    case .number:
      let text = script.slice(at)
      // `0.5` is `.5`.
      let isFraction =
        text.starts(with: "0.".utf8) && text.dropFirst(2).first.map { (0x30...0x39).contains($0) } ?? false
      if isFraction { result.forms[at] = Array(text.dropFirst()) }
      at += 1
    case .privateName:
      at += 1
      if !isWord("in") { throw Unsure() }
    case .template: try template()
    case .word: return try word()
    case .mark where isMark("("):
      at += 1
      let names = try expression()
      try expect(")")
      return names
    case .mark where isMark("["): return try list("]")
    case .mark where isMark("{"): return try object()
    case .mark, nil: throw Unsure()
    }
    return []
  }

  private mutating func word() throws(Unsure) -> [Int] {
    switch script.text(at) {
    case "function": try function(isDeclared: false)
    case "async" where script.isWord(at + 1, "function") && !startsLine(at + 1): try function(isDeclared: false)
    case "class": try classDefinition(isDeclared: false)
    case "this", "null", "super": at += 1
    case "true", "false":
      let isTrue = isWord("true")
      at += 1
      // Of a member the mark before it would be a part.
      let isMember = [".", "?.", "**"].contains(mark()) || isMark("[") || isMark("(") || kind == .template
      if !isMember { result.forms[at - 1] = Array((isTrue ? "!0" : "!1").utf8) }
    case "new":
      at += 1
      try expect(".")
      try expect("target")
    case "import":
      at += 1
      if !isMark("(") { throw Unsure() }
    default: return [result.name(at, try takeName(), in: scope)]
    }
    return []
  }

  /// From its first quote to its last.
  private mutating func template() throws(Unsure) {
    guard script.slice(at).first == UInt8(ascii: "`") else { throw Unsure() }
    while kind == .template {
      at += 1
      if script.slice(at - 1).last == UInt8(ascii: "`") { return }
      try expression()
    }
    throw Unsure()
  }

  /// `[a, , ...b]` and `(a, ...b)`.
  private mutating func list(_ closer: String) throws(Unsure) -> [Int] {
    var names: [Int] = []
    at += 1
    while !take(closer) {
      if take(",") { continue }
      takeDots()
      names += try assignment()
      if !isMark(closer) { try expect(",") }
    }
    return names
  }

  mutating func takeDots() { if mark() == "..." { at += 3 } }

  private mutating func object() throws(Unsure) -> [Int] {
    var names: [Int] = []
    at += 1
    while !take("}") {
      if mark() == "..." {
        at += 3
        names += try assignment()
      } else {
        names += try property()
      }
      if !isMark("}") { try expect(",") }
    }
    return names
  }

  private mutating func property() throws(Unsure) -> [Int] {
    let isMethod = try modifiers(["get", "set", "async"])
    let name = kind == .word ? at : nil
    try key()
    if isMark("(") {
      try parametersAndBody()
      return []
    }
    if isMethod { throw Unsure() }
    if take(":") { return try assignment() }
    guard let name, !Self.reserved.contains(script.text(name)) else { throw Unsure() }
    let names = [result.name(name, script.text(name), in: scope, isProperty: true)]
    if take("=") {
      // It has a value of its own only in a pattern.
      result.change(names)
      try assignment()
    }
    return names
  }
}
