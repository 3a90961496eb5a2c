/// Functions, classes and what they declare (ECMA-262, 14.3.3 and 15).
extension ScopeReader {
  enum Declaration { case constant, variable, hoisted }

  /// `a`, `{ a, b: [c], ...d }`, each with or without a value of its own.
  mutating func pattern(_ kind: Declaration) throws(Unsure) {
    try descend()
    defer { depth -= 1 }
    if take("[") {
      while !take("]") {
        if take(",") { continue }
        takeDots()
        try element(kind)
        if !isMark("]") { try expect(",") }
      }
    } else if take("{") {
      while !take("}") {
        try patternProperty(kind)
        if !isMark("}") { try expect(",") }
      }
    } else {
      let token = at
      declare(try takeName(), token, kind)
    }
  }

  private mutating func element(_ kind: Declaration) throws(Unsure) {
    try pattern(kind)
    if take("=") { try assignment() }
  }

  private mutating func patternProperty(_ kind: Declaration) throws(Unsure) {
    let start = at
    takeDots()
    if at > start { return try pattern(kind) }
    let name = self.kind == .word ? at : nil
    try key()
    if take(":") { return try element(kind) }
    guard let name, !Self.reserved.contains(script.text(name)) else { throw Unsure() }
    declare(script.text(name), name, kind, isProperty: true)
    if take("=") { try assignment() }
  }

  private mutating func declare(_ name: String, _ token: Int, _ kind: Declaration, isProperty: Bool = false) {
    switch kind {
    case .hoisted: result.hoist(name, in: scope)
    case .constant, .variable: result.declare(name, in: scope, isConstant: kind == .constant)
    }
    _ = result.name(token, name, in: scope, isProperty: isProperty)
  }

  // MARK: functions

  /// From `function` or the `async` before it. The name of one that is a value is known in it alone.
  mutating func function(isDeclared: Bool) throws(Unsure) {
    _ = take("async")
    try expect("function")
    _ = take("*")
    if isDeclared || isMark("(") {
      if isDeclared { try ownName() }
      return try parametersAndBody()
    }
    try within { reader throws(Unsure) in
      try reader.ownName()
      try reader.parametersAndBody()
    }
  }

  private mutating func ownName() throws(Unsure) {
    let token = at
    declare(try takeName(), token, .variable)
  }

  mutating func parametersAndBody() throws(Unsure) {
    functions += 1
    try within { reader throws(Unsure) in
      try reader.parameters()
      try reader.block(isBody: true, isFunction: true)
    }
    functions -= 1
  }

  private mutating func parameters() throws(Unsure) {
    try expect("(")
    while !take(")") {
      takeDots()
      try element(.variable)
      if !isMark(")") { try expect(",") }
    }
  }

  /// Whether there was one: `a => b`, `(a, b) => { c }`, with or without `async`.
  mutating func arrowFunction(noIn: Bool) throws(Unsure) -> Bool {
    let isAsync = isWord("async") && at + 1 < script.tokens.count && !startsLine(at + 1)
    var start: Int?
    for place in isAsync ? [at, at + 1] : [at] where start == nil && place < script.tokens.count {
      let end =
        script.isMark(place, "(") ? closers[place] : script.tokens[place].kind == .word ? place : script.tokens.count
      if script.isMark(end + 1, "=>") { start = place }
    }
    guard let start else { return false }
    at = start
    functions += 1
    try within { reader throws(Unsure) in
      if reader.isMark("(") {
        reader.leaveParentheses()
        try reader.parameters()
      } else {
        try reader.pattern(.variable)
      }
      try reader.expect("=>")
      if reader.isMark("{") {
        try reader.block(isBody: true, isFunction: true)
      } else {
        try reader.assignment(noIn: noIn)
      }
    }
    functions -= 1
    return true
  }

  /// `(a) => b` is `a => b`.
  private mutating func leaveParentheses() {
    let isOne =
      script.tokens.indices.contains(at + 1) && script.tokens[at + 1].kind == .word && script.isMark(at + 2, ")")
    // No line may end before the arrow, and none behind a `return`.
    guard isOne, !startsLine(at + 1), !startsLine(at + 2) else { return }
    result.needless.formUnion([at, at + 2])
  }

  // MARK: classes

  mutating func classDefinition(isDeclared: Bool) throws(Unsure) {
    try expect("class")
    if isDeclared { try ownName() }
    try within { reader throws(Unsure) in
      if !isDeclared, !reader.isMark("{"), !reader.isWord("extends") { try reader.ownName() }
      if reader.take("extends") { try reader.operand() }
      try reader.expect("{")
      while !reader.take("}") { try reader.classElement() }
    }
  }

  private mutating func classElement() throws(Unsure) {
    if take(";") { return }
    if isWord("static"), script.isMark(at + 1, "{") {
      at += 1
      return try block(isFunction: true)
    }
    let isMethod = try modifiers(["static", "get", "set", "async"])
    try key()
    if isMark("(") { return try parametersAndBody() }
    // `get a` alone would be two fields, if a line ended between them.
    if isMethod { throw Unsure() }
    if take("=") { try assignment() }
    try endStatement()
  }

  /// What stands before the name of a property. Such a word may be the name itself.
  /// - Returns: whether only a method can follow.
  mutating func modifiers(_ words: [String]) throws(Unsure) -> Bool {
    var isMethod = false
    while let word = words.first(where: { isWord($0) }) {
      if ["(", "=", ";", ",", ":", "}"].contains(where: { script.isMark(at + 1, $0) }) { return isMethod }
      // In a class a field may end there.
      if startsLine(at + 1) { throw Unsure() }
      isMethod = isMethod || word != "static"
      at += 1
    }
    if take("*") { isMethod = true }
    return isMethod
  }

  /// Of a property: `a`, `"a"`, `1`, `#a` or `[a]`.
  mutating func key() throws(Unsure) {
    if take("[") {
      try assignment()
      return try expect("]")
    }
    switch kind {
    case .word, .text, .number, .privateName: at += 1
    case .template, .expression, .mark, nil: throw Unsure()
    }
  }
}
