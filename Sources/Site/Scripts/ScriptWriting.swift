/// A script that is written anew: what people alone read is left out, and private names (`#loads`) are short.
struct ScriptWriting {
  struct Piece: Equatable {
    var kind: ScriptToken.Kind
    var text: [UInt8]
    var gap: ScriptToken.Gap
    var end = ScriptToken.End.nothing

    func isMark(_ mark: String) -> Bool { kind == .mark && text.elementsEqual(mark.utf8) }
    func isWord(_ word: String) -> Bool { kind == .word && text.elementsEqual(word.utf8) }
  }

  private(set) var pieces: [Piece] = []

  /// - Parameters:
  ///   - texts: instead of those tokens.
  ///   - left: ranges of tokens that are left out, in order. Where one was a statement, it ends the one before it, as it did.
  ///   - needless: tokens that are left out as well.
  init(
    _ script: Script, texts: [Int: [UInt8]] = [:], left: [(tokens: Range<Int>, isStatement: Bool)] = [],
    needless: Set<Int> = []
  ) {
    let names = Self.shortNames(script)
    var left = left[...]
    var gap = ScriptToken.Gap.none
    var at = 0
    while at < script.tokens.count {
      let token = script.tokens[at]
      gap = max(gap, token.gap)
      if let first = left.first, first.tokens.lowerBound == at {
        left.removeFirst()
        at = first.tokens.upperBound
        let isEnded = pieces.last?.isMark(";") ?? true
        if first.isStatement, !isEnded { pieces.append(Piece(kind: .mark, text: [UInt8(ascii: ";")], gap: .none)) }
        continue
      }
      if needless.contains(at) {
        // What stood on its two sides stays two.
        gap = max(gap, .blank)
        at += 1
        continue
      }
      let slice = script.slice(at)
      let text = texts[at] ?? (token.kind == .privateName ? names[slice] : nil) ?? Array(slice)
      let kind = texts[at] == nil ? token.kind : Self.kind(text, token.kind)
      let piece = Piece(kind: kind, text: text, gap: gap, end: token.end)
      if isNeedless(before: piece) { pieces.removeLast() }
      pieces.append(piece)
      gap = .none
      at += 1
    }
  }

  /// Of a text that stands for a word: a comma for `let`, `!0` for `true`.
  private static func kind(_ text: [UInt8], _ kind: ScriptToken.Kind) -> ScriptToken.Kind {
    switch text.first {
    case UInt8(ascii: ","): .mark
    case UInt8(ascii: "!"): .number
    default: kind
    }
  }

  /// Whether the last mark separates nothing: the last `;` of braces, the comma at the end of a list.
  private func isNeedless(before piece: Piece) -> Bool {
    guard let last = pieces.last, pieces.count > 1 else { return false }
    let before = pieces[pieces.count - 2]
    if last.isMark(";"), piece.isMark("}") {
      // There it is a statement itself: `if (a);`.
      return before.end != .condition && !before.isWord("else") && !before.isWord("do") && !before.isMark(":")
    }
    if last.isMark(","), piece.isMark("]") { return !before.isMark(",") && !before.isMark("[") }
    return last.isMark(",") && (piece.isMark("}") || piece.isMark(")"))
  }

  var bytes: [UInt8] {
    var out: [UInt8] = []
    for (index, piece) in pieces.enumerated() {
      if index > 0, let blank = Self.blank(pieces[index - 1], piece) { out.append(blank) }
      out += piece.text
    }
    return out
  }

  // MARK: blanks

  /// What has to stand between two pieces.
  private static func blank(_ left: Piece, _ right: Piece) -> UInt8? {
    switch right.gap {
    case .none: nil
    case .blank: wouldMeet(left, right) ? UInt8(ascii: " ") : nil
    case .line: endsNothing(left, right) && !wouldMeet(left, right) ? nil : 0x0A
    }
  }

  /// Whether two pieces would be one, or others, without a blank.
  private static func wouldMeet(_ left: Piece, _ right: Piece) -> Bool {
    guard let last = left.text.last, let first = right.text.first else { return false }
    if isWord(left), isWord(right) { return first != UInt8(ascii: "!") }
    if left.kind == .number, first == UInt8(ascii: ".") { return true }
    guard left.kind == .mark else { return false }
    return switch last {
    case UInt8(ascii: "+"), UInt8(ascii: "-"): first == last
    case UInt8(ascii: "/"): first == last || first == UInt8(ascii: "*")
    case UInt8(ascii: "="): first == UInt8(ascii: ">")
    case UInt8(ascii: "."): right.kind == .number
    default: false
    }
  }

  private static func isWord(_ piece: Piece) -> Bool {
    switch piece.kind {
    case .word, .number, .privateName, .expression: true
    case .text, .mark, .template: false
    }
  }

  /// Whether no statement can end at a line's end that stands there (automatic semicolon insertion, ECMA-262, 12.10).
  private static func endsNothing(_ left: Piece, _ right: Piece) -> Bool {
    if left.kind == .template, left.text.last == UInt8(ascii: "{") { return true }
    if right.kind == .template, right.text.first == UInt8(ascii: "}") { return true }
    if left.end == .statement { return true }
    // `++` and `--` belong to what is on their line.
    if [left, right].contains(where: { $0.isMark("++") || $0.isMark("--") }) { return false }
    if left.kind == .mark, let last = left.text.last, "{([,;:?=<>&|*/%^~!.+-".utf8.contains(last) { return true }
    if right.kind == .mark, let first = right.text.first { return ")]},;:?=&|.".utf8.contains(first) }
    return false
  }

  // MARK: private names

  /// A private name is known in its class alone, and one name stays one name: what they are is of no matter to anybody else.
  private static func shortNames(_ script: Script) -> [ArraySlice<UInt8>: [UInt8]] {
    var counts: [ArraySlice<UInt8>: Int] = [:]
    var names: [ArraySlice<UInt8>] = []
    for index in script.tokens.indices {
      // It could name one in a text.
      if script.isWord(index, "eval") { return [:] }
      guard script.tokens[index].kind == .privateName else { continue }
      let name = script.slice(index)
      counts[name, default: 0] += 1
      if counts[name] == 1 { names.append(name) }
    }
    let order = names.enumerated().sorted { left, right in
      let (more, less) = (counts[left.element] ?? 0, counts[right.element] ?? 0)
      return more == less ? left.offset < right.offset : more > less
    }
    let short = order.enumerated().map { ($1.element, [UInt8(ascii: "#")] + letters($0)) }
    return Dictionary(short) { first, _ in first }
  }

  /// `a` ... `z`, `aa`, `ab` ...
  private static func letters(_ number: Int) -> [UInt8] {
    (number < 26 ? [] : letters(number / 26 - 1)) + [UInt8(ascii: "a") + UInt8(number % 26)]
  }
}
