/// The names of modules that a script imports by a relative path, `from "./x.js"`, `import "./x.js"` and `import("./x.js")`, and what
/// stands in it for people alone: comments and indentation.
///
/// Not a parser of JavaScript: enough of its words to know a text from a comment, and a regular expression from a division.
struct ModuleImports {
  struct Import: Equatable {
    /// As written, without its quotes: `./wire.js`.
    var name: String
    /// Of those bytes.
    var range: Range<Int>
  }

  private(set) var all: [Import] = []
  /// Runs of blanks and comments, each with what says the same: a line's end where there is one, since it may end a statement.
  private(set) var blanks: [(range: Range<Int>, short: [UInt8])] = []

  private let bytes: [UInt8]
  private var at = 0
  /// The last word, or the last other character, before the place that is read.
  private var last = Token.start
  private var beforeLast = Token.start
  /// Depths of braces at which a `${` of a template text was opened.
  private var templates: [Int] = []
  private var depth = 0

  private enum Token: Equatable {
    case start, value
    case word(String)
    case mark(UInt8)
  }

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    while at < bytes.count { step() }
  }

  private mutating func step() {
    switch bytes[at] {
    case UInt8(ascii: " "), 0x09, 0x0A, 0x0D: blank()
    case UInt8(ascii: "/") where isComment: blank()
    case UInt8(ascii: "/"):
      if isExpressionNext { regularExpression() } else { at += 1 }
      read(.value)
    case UInt8(ascii: "\""), UInt8(ascii: "'"): text()
    case UInt8(ascii: "`"):
      at += 1
      template()
    case UInt8(ascii: "}") where templates.last == depth:
      templates.removeLast()
      at += 1
      template()
    case let byte where Self.isName(byte): word()
    case let byte:
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      read(.mark(byte))
      at += 1
    }
  }

  private mutating func read(_ token: Token) { (beforeLast, last) = (last, token) }

  private mutating func word() {
    let start = at
    while at < bytes.count, Self.isName(bytes[at]) { at += 1 }
    read(.word(String(decoding: bytes[start..<at], as: UTF8.self)))
  }

  private var isComment: Bool {
    let next = at + 1 < bytes.count ? bytes[at + 1] : 0
    return next == UInt8(ascii: "/") || next == UInt8(ascii: "*")
  }

  private mutating func blank() {
    let start = at
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: " "), 0x09, 0x0A, 0x0D: at += 1
      case UInt8(ascii: "/") where isComment: comment()
      default:
        blanks.append((start..<at, bytes[start..<at].contains(0x0A) ? [0x0A] : [UInt8(ascii: " ")]))
        return
      }
    }
    blanks.append((start..<at, [0x0A]))
  }

  private mutating func comment() {
    if bytes[at + 1] == UInt8(ascii: "/") {
      while at < bytes.count, bytes[at] != 0x0A { at += 1 }
      return
    }
    at += 2
    while at + 1 < bytes.count, bytes[at] != UInt8(ascii: "*") || bytes[at + 1] != UInt8(ascii: "/") { at += 1 }
    at = min(at + 2, bytes.count)
  }

  /// A slash divides after a value, and begins a regular expression elsewhere.
  private var isExpressionNext: Bool {
    switch last {
    case .start: true
    case .value: false
    case .word(let word): ["return", "typeof", "case", "in", "of", "void", "await", "yield", "else"].contains(word)
    case .mark(let mark): mark != UInt8(ascii: ")") && mark != UInt8(ascii: "]") && mark != UInt8(ascii: "}")
    }
  }

  private mutating func regularExpression() {
    var isInClass = false
    at += 1
    while at < bytes.count, bytes[at] != 0x0A {
      switch bytes[at] {
      case UInt8(ascii: "\\"): at += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass:
        at += 1
        return
      default: break
      }
      at += 1
    }
  }

  private mutating func text() {
    let quote = bytes[at]
    let start = at + 1
    at = start
    while at < bytes.count, bytes[at] != quote, bytes[at] != 0x0A { at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1 }
    let end = min(at, bytes.count)
    at = end + 1
    let name = String(decoding: bytes[start..<end], as: UTF8.self)
    if isNameNext, name.hasPrefix("./") || name.hasPrefix("../") { all.append(Import(name: name, range: start..<end)) }
    read(.value)
  }

  private var isNameNext: Bool {
    switch last {
    // Not `object.from "`, which is nothing.
    case .word("from"), .word("import"): beforeLast != .mark(UInt8(ascii: "."))
    case .mark(UInt8(ascii: "(")): beforeLast == .word("import")
    default: false
    }
  }

  private mutating func template() {
    while at < bytes.count {
      switch bytes[at] {
      case UInt8(ascii: "\\"): at += 2
      case UInt8(ascii: "`"):
        at += 1
        read(.value)
        return
      case UInt8(ascii: "$") where at + 1 < bytes.count && bytes[at + 1] == UInt8(ascii: "{"):
        at += 2
        templates.append(depth)
        read(.mark(UInt8(ascii: "{")))
        return
      default: at += 1
      }
    }
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "$"), 0x80...:
      true
    default: false
    }
  }
}
