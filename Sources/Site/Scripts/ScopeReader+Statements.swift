/// Statements (ECMA-262, 14).
extension ScopeReader {
  /// Two declarations in a row become one.
  mutating func statements(until end: Int) throws(Unsure) {
    var before: (isHoisted: Bool, mark: Int?)?
    while at < end, !isWord("case"), !isWord("default") {
      if scope == 0, let left = shape.left.first(where: { $0.tokens.lowerBound == at }) {
        at = left.tokens.upperBound
        if left.isStatement {
          before = nil
          continue
        }
      }
      let start = at
      let isHoisted = isWord("var")
      try statement()
      guard isHoisted || script.isWord(start, "const") || script.isWord(start, "let") else {
        before = nil
        continue
      }
      if let before, before.isHoisted == isHoisted {
        result.forms[start] = [UInt8(ascii: ",")]
        if let mark = before.mark { result.needless.insert(mark) }
      } else if !isHoisted {
        // No constant gets another value here, so the shorter word is as good.
        result.forms[start] = Array("let".utf8)
      }
      before = (isHoisted, script.isMark(at - 1, ";") ? at - 1 : nil)
    }
  }

  mutating func block(isBody: Bool = false, isFunction: Bool = false) throws(Unsure) {
    let end = isMark("{") ? closers[at] : 0
    try expect("{")
    try within(isFunction: isFunction, isBody: isBody) { reader throws(Unsure) in try reader.statements(until: end) }
    try expect("}")
  }

  mutating func statement() throws(Unsure) {
    try descend()
    defer { depth -= 1 }
    if isMark("{") { return try block() }
    if take(";") { return }
    guard kind == .word else { return try expressionStatement() }
    switch script.text(at) {
    case "const", "let", "var":
      try declarations()
      try endStatement()
    case "function": try function(isDeclared: true)
    case "async" where script.isWord(at + 1, "function") && !startsLine(at + 1): try function(isDeclared: true)
    case "class": try classDefinition(isDeclared: true)
    case "if":
      at += 1
      try condition()
      try statement()
      if take("else") { try statement() }
    case "for": try loop()
    case "while":
      at += 1
      try condition()
      try statement()
    case "do":
      at += 1
      try statement()
      try expect("while")
      try condition()
      _ = take(";")
    case "return":
      at += 1
      if !isEnded { try expression() }
      try endStatement()
    case "throw":
      at += 1
      try expression()
      try endStatement()
    case "break", "continue":
      at += 1
      if !isEnded { _ = try takeName() }
      try endStatement()
    case "debugger":
      at += 1
      try endStatement()
    case "switch": try choice()
    case "try":
      at += 1
      try block()
      if take("catch") { try handler() }
      if take("finally") { try block() }
    case let word where script.isMark(at + 1, ":") && !Self.reserved.contains(word):
      at += 2
      try statement()
    default: try expressionStatement()
    }
  }

  private mutating func expressionStatement() throws(Unsure) {
    try expression()
    try endStatement()
  }

  /// Whether a statement may end before the token (automatic semicolon insertion, ECMA-262, 12.10).
  var isEnded: Bool { kind == nil || isMark(";") || isMark("}") || startsLine(at) }

  mutating func endStatement() throws(Unsure) {
    if !isEnded { throw Unsure() }
    _ = take(";")
  }

  private mutating func condition() throws(Unsure) {
    try expect("(")
    try expression()
    try expect(")")
  }

  /// `const a = 1, { b } = c`, and what stands before `of` and `in` of a loop.
  mutating func declarations(noIn: Bool = false) throws(Unsure) {
    let kind: Declaration = isWord("const") ? .constant : isWord("var") ? .hoisted : .variable
    at += 1
    repeat {
      try pattern(kind)
      if take("=") { try assignment(noIn: noIn) }
    } while take(",")
  }

  private mutating func loop() throws(Unsure) {
    at += 1
    if isWord("await") { try awaiting() }
    try expect("(")
    try within { reader throws(Unsure) in
      try reader.loopHead()
      try reader.expect(")")
      try reader.statement()
    }
  }

  private mutating func loopHead() throws(Unsure) {
    if ["const", "let", "var"].contains(where: { isWord($0) }) {
      if isWord("const") { result.forms[at] = Array("let".utf8) }
      try declarations(noIn: true)
    } else if !isMark(";") {
      let names = try expression(noIn: true)
      if isWord("of") || isWord("in") { result.change(names) }
    }
    if take("of") || take("in") {
      try expression()
      return
    }
    try expect(";")
    if !isMark(";") { try expression() }
    try expect(";")
    if !isMark(")") { try expression() }
  }

  private mutating func choice() throws(Unsure) {
    at += 1
    try condition()
    let end = isMark("{") ? closers[at] : 0
    try expect("{")
    try within { reader throws(Unsure) in
      while reader.at < end {
        if !reader.take("default") {
          try reader.expect("case")
          try reader.expression()
        }
        try reader.expect(":")
        try reader.statements(until: end)
      }
    }
    try expect("}")
  }

  private mutating func handler() throws(Unsure) {
    try within { reader throws(Unsure) in
      if reader.take("(") {
        try reader.pattern(.variable)
        try reader.expect(")")
      }
      try reader.block(isBody: true)
    }
  }
}
