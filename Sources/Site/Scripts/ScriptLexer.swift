/// Cuts a script into tokens (ECMA-262, 12): enough to know a text from a comment, and a regular expression from a division.
///
/// Which of the two a slash begins depends on the grammar. Where that could only be guessed, and where something is not ended or is
/// not what the theme's scripts are written in, the tokens are not sure.
struct ScriptLexer {
  private(set) var tokens: [ScriptToken] = []
  private(set) var isSure = true

  private let bytes: [UInt8]
  private var at = 0
  private var gap = ScriptToken.Gap.none
  private(set) var brackets: [Bracket] = []
  /// The one that was closed last.
  private(set) var closed = Bracket(opener: 0)

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func run() {
    while at < bytes.count { step() }
    if !brackets.isEmpty { isSure = false }
  }

  private mutating func step() {
    let start = at
    let byte = bytes[at]
    switch byte {
    case _ where Self.isBlank(byte) || isComment: blank()
    case UInt8(ascii: "/"):
      if isExpressionNext { expression() } else { mark() }
    case UInt8(ascii: "\""), UInt8(ascii: "'"): text()
    case UInt8(ascii: "`"):
      at += 1
      template(from: start)
    case UInt8(ascii: "}") where brackets.last?.opener == UInt8(ascii: "$"):
      brackets.removeLast()
      at += 1
      template(from: start)
    case _ where Self.isDigit(byte) || byte == UInt8(ascii: ".") && Self.isDigit(next): number()
    case _ where Self.isName(byte):
      word()
      add(.word, from: start)
    case UInt8(ascii: "#"):
      at += 1
      if next(0) == 0 || !Self.isName(next(0)) || Self.isDigit(next(0)) { isSure = false }
      word()
      add(.privateName, from: start)
    default: mark()
    }
  }

  private mutating func add(_ kind: ScriptToken.Kind, from start: Int) {
    at = min(at, bytes.count)
    tokens.append(
      ScriptToken(
        kind: kind, range: start..<at, gap: gap, depth: brackets.count,
        isInFunction: brackets.contains { $0.isFunction }))
    gap = .none
  }

  private var next: UInt8 { next(1) }
  /// 0 behind the end.
  private func next(_ more: Int) -> UInt8 { at + more < bytes.count ? bytes[at + more] : 0 }

  func isLast(_ text: String, _ back: Int = 1) -> Bool {
    guard tokens.count >= back else { return false }
    return bytes[tokens[tokens.count - back].range].elementsEqual(text.utf8)
  }

  // MARK: blanks and comments

  private var isComment: Bool {
    bytes[at] == UInt8(ascii: "/") && (next == UInt8(ascii: "/") || next == UInt8(ascii: "*"))
  }

  private mutating func blank() {
    let start = at
    if !isComment {
      at += 1
    } else if next == UInt8(ascii: "/") {
      while at < bytes.count, bytes[at] != 0x0A, bytes[at] != 0x0D { at += 1 }
    } else {
      at += 2
      while at < bytes.count, bytes[at] != UInt8(ascii: "*") || next != UInt8(ascii: "/") { at += 1 }
      if at >= bytes.count { isSure = false }
      at = min(at + 2, bytes.count)
    }
    // These two end a line, and a comment with it.
    if Self.hasSeparator(bytes[start..<at]) { isSure = false }
    gap = max(gap, bytes[start..<at].contains { $0 == 0x0A || $0 == 0x0D } ? .line : .blank)
  }

  /// U+2028 and U+2029.
  private static func hasSeparator(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.indices.dropLast(2).contains { bytes[$0] == 0xE2 && bytes[$0 + 1] == 0x80 && bytes[$0 + 2] & 0xFE == 0xA8 }
  }

  // MARK: words and marks

  private mutating func word() {
    while at < bytes.count, Self.isName(bytes[at]) {
      // It may be a letter, or a blank.
      if bytes[at] >= 0x80 { isSure = false }
      at += 1
    }
  }

  private mutating func number() {
    let start = at
    word()
    let isWhole = next(0) == UInt8(ascii: ".") && !bytes[start..<at].contains { $0 | 0x20 == UInt8(ascii: "x") }
    if isWhole, at == start || bytes[at - 1] != UInt8(ascii: "n") {
      at += 1
      word()
    }
    add(.number, from: start)
  }

  private mutating func mark() {
    let start = at
    let byte = bytes[at]
    let isPair =
      byte == next && (byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-"))
      || byte == UInt8(ascii: "=") && next == UInt8(ascii: ">")
    at += isPair ? 2 : 1
    switch byte {
    case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"):
      let bracket = opened(byte)
      add(.mark, from: start)
      brackets.append(bracket)
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      let opener = byte == UInt8(ascii: ")") ? byte - 1 : byte - 2
      if brackets.last?.opener != opener { isSure = false }
      closed = brackets.popLast() ?? closed
      add(.mark, from: start)
      if closed.isCondition { tokens[tokens.count - 1].end = .condition }
      if closed.isStatement { tokens[tokens.count - 1].end = .statement }
    default:
      if byte == UInt8(ascii: "\\") || byte < 0x20 { isSure = false }
      add(.mark, from: start)
    }
  }

  // MARK: what is quoted

  /// A slash divides after a value, and begins a regular expression elsewhere.
  private var isExpressionNext: Bool {
    mutating get {
      guard let last = tokens.last else { return true }
      switch last.kind {
      case .number, .privateName, .text, .expression: return false
      case .template: return bytes[last.range].suffix(2).elementsEqual("${".utf8)
      case .word:
        if isLast(".", 2) { return false }
        if isLast("of") || isLast("yield") { isSure = false }
        return Self.operators.contains { isLast($0) }
      case .mark:
        // A block's end, or an object's.
        if isLast("}") { isSure = false }
        return isLast(")") ? closed.isCondition : !["]", "}", "++", "--"].contains { isLast($0) }
      }
    }
  }

  private static let operators = [
    "return", "typeof", "case", "in", "of", "void", "await", "yield", "else", "do", "throw", "new", "delete",
    "instanceof", "default",
  ]

  private mutating func expression() {
    let start = at
    var isInClass = false
    at += 1
    while at < bytes.count, bytes[at] != 0x0A, isInClass || bytes[at] != UInt8(ascii: "/") {
      switch bytes[at] {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      default: break
      }
      at += 1
    }
    if next(0) == UInt8(ascii: "/") { at += 1 } else { isSure = false }
    // Its flags.
    word()
    add(.expression, from: start)
  }

  private mutating func text() {
    let start = at
    at += 1
    while at < bytes.count, bytes[at] != bytes[start], bytes[at] != 0x0A {
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    if next(0) == bytes[start] { at += 1 } else { isSure = false }
    add(.text, from: start)
  }

  private mutating func template(from start: Int) {
    while at < bytes.count, bytes[at] != UInt8(ascii: "`") {
      if bytes[at] == UInt8(ascii: "$"), next == UInt8(ascii: "{") {
        at += 2
        add(.template, from: start)
        brackets.append(Bracket(opener: UInt8(ascii: "$")))
        return
      }
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    if next(0) != UInt8(ascii: "`") { isSure = false }
    at += 1
    add(.template, from: start)
  }
}

extension ScriptLexer {
  private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte) }

  fileprivate static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  fileprivate static func isName(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(letter) || isDigit(byte) || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "$") || byte >= 0x80
  }
}
