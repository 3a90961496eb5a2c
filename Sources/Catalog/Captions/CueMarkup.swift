/// The text of a cue as valid WebVTT: tags that it knows, in pairs, and everything else escaped.
struct CueMarkup {
  enum Dialect {
    /// Bold, italic and underline stay; fonts and other tags go.
    case subRip
    case webVTT
  }

  /// Lines without white space at their ends, none empty.
  private(set) var text = ""
  /// SubRip's `{\an8}`: to be shown at the top of the picture.
  private(set) var isAtTop = false

  private var open: [String] = []
  private let dialect: Dialect
  private let span: Range<Int64>

  /// - Parameter span: of the cue in milliseconds; times inside its text lie between.
  init(_ lines: [Substring], _ dialect: Dialect, span: Range<Int64>) {
    self.dialect = dialect
    self.span = span
    read(lines.joined(separator: "\n")[...])
    for name in open.reversed() { text += "</\(name)>" }
    text = text.split(separator: "\n").map { PlainText.trimmed($0) }.filter { !$0.isEmpty }.joined(separator: "\n")
    if let first = text.utf8.first, first == UInt8(ascii: "<") || first == UInt8(ascii: "&"),
      Self.plain(text).allSatisfy(\.isWhitespace)
    {
      text = ""
    }
  }

  private mutating func read(_ whole: Substring) {
    var rest = whole.unicodeScalars
    while true {
      // Most of a caption is letters.
      let letters = Substring(rest).utf8.prefix { !Self.isSpecial($0) }
      text += Substring(letters)
      rest = rest[letters.endIndex...]
      guard let scalar = rest.first else { return }
      if scalar == "{", let end = Self.end("}", of: rest), rest.dropFirst().first == "\\" {
        override(String(rest[..<end]))
        rest = rest[rest.index(after: end)...]
      } else if scalar == "<", let end = Self.end(">", of: rest), tag(String(rest[..<end].dropFirst())) {
        rest = rest[rest.index(after: end)...]
      } else if scalar == "&", let end = Self.end(";", of: rest), Self.isReference(rest[..<end].dropFirst()) {
        text.unicodeScalars += rest[...end]
        rest = rest[rest.index(after: end)...]
      } else {
        add(scalar)
        rest = rest.dropFirst()
      }
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "{"), 0x7F: true
    default: byte < 0x20
    }
  }

  private mutating func add(_ scalar: Unicode.Scalar) {
    switch scalar {
    case "&": text += "&amp;"
    case "<": text += "&lt;"
    case ">": text += "&gt;"
    case "\n", "\t": text.unicodeScalars.append(scalar)
    case "\0": text.unicodeScalars.append("\u{FFFD}")
    default: if scalar.value >= 0x20, scalar.value != 0x7F { text.unicodeScalars.append(scalar) }
    }
  }

  /// Within so many characters.
  private static func end(_ sign: Unicode.Scalar, of rest: Substring.UnicodeScalarView) -> Substring.Index? {
    rest.prefix(200).firstIndex(of: sign)
  }

  /// `{\an7}` to `{\an9}`; other overrides of SubStation Alpha have no place in WebVTT.
  private mutating func override(_ text: String) {
    if let align = text.firstRange(ofText: "\\an"), let digit = text[align...].first, "789".contains(digit) {
      isAtTop = true
    }
  }

  /// `content` is what stands between `<` and `>`.
  ///
  /// - Returns: false where it is no tag but text.
  private mutating func tag(_ content: String) -> Bool {
    if let first = content.unicodeScalars.first, ("0"..."9").contains(first) {
      guard dialect == .webVTT, let time = CueTiming.time(content[...]) else { return false }
      // Outside of its cue a time says nothing.
      if span.contains(time), time > span.lowerBound { text += "<\(CueTiming.text(time))>" }
      return true
    }
    let isEnd = content.hasPrefix("/")
    let body = isEnd ? content.dropFirst() : content[...]
    let name = body.prefix { $0.isASCII && $0.isLetter }.lowercased()
    let rest = body.dropFirst(name.count)
    guard !name.isEmpty || isEnd || content.isEmpty, !content.contains("<") else { return false }
    let known = dialect == .webVTT ? Self.tags : ["b", "i", "u"]
    guard known.contains(name), dialect == .webVTT || rest.allSatisfy(\.isWhitespace) else { return true }
    if isEnd {
      guard let index = open.lastIndex(of: name) else { return true }
      for inner in open[index...].reversed() { text += "</\(inner)>" }
      open.removeSubrange(index...)
    } else {
      text += "<\(name)\(Self.annotation(rest))>"
      open.append(name)
    }
    return true
  }

  private static let tags: Set<String> = ["b", "c", "i", "lang", "ruby", "rt", "u", "v"]

  /// Classes and annotation of a start tag, on one line.
  private static func annotation(_ text: Substring) -> String {
    var out = ""
    var rest = text.unicodeScalars
    while let scalar = rest.first {
      switch scalar {
      case "\n", "\t": out += " "
      case "&":
        let end = Self.end(";", of: rest)
        out += end.map { isReference(rest[..<$0].dropFirst()) } == true ? "&" : "&amp;"
      default: if scalar.value >= 0x20, scalar.value != 0x7F { out.unicodeScalars.append(scalar) }
      }
      rest = rest.dropFirst()
    }
    return out
  }

  /// `amp`, `#233`, `#xE9`: what HTML reads as one character, and people write in captions.
  private static func isReference(_ name: some Sequence<Unicode.Scalar>) -> Bool {
    let text = String(String.UnicodeScalarView(name))
    if text.hasPrefix("#x") { return (1...6).contains(text.count - 2) && UInt32(text.dropFirst(2), radix: 16) != nil }
    if text.hasPrefix("#") { return (1...7).contains(text.count - 1) && UInt32(text.dropFirst()) != nil }
    return references[text] != nil
  }

  private static let references = [
    "amp": "&", "lt": "<", "gt": ">", "nbsp": "\u{A0}", "lrm": "\u{200E}", "rlm": "\u{200F}",
  ]

  /// The letters that a reader sees.
  static func plain(_ text: String) -> String {
    if !text.utf8.contains(where: { $0 == UInt8(ascii: "<") || $0 == UInt8(ascii: "&") }) { return text }
    var out = String.UnicodeScalarView()
    var rest = text[...].unicodeScalars
    while let scalar = rest.first {
      if scalar == "<", let end = end(">", of: rest) {
        rest = rest[rest.index(after: end)...]
      } else if scalar == "&", let end = end(";", of: rest), isReference(rest[..<end].dropFirst()) {
        let name = String(String.UnicodeScalarView(rest[..<end].dropFirst()))
        let value = name.hasPrefix("#x") ? UInt32(name.dropFirst(2), radix: 16) : UInt32(name.dropFirst())
        if let letter = references[name]?.unicodeScalars.first ?? value.flatMap({ Unicode.Scalar($0) }) {
          out.append(letter)
        }
        rest = rest[rest.index(after: end)...]
      } else {
        out.append(scalar)
        rest = rest.dropFirst()
      }
    }
    return String(out)
  }
}

extension String {
  /// The place behind the first `text`.
  fileprivate func firstRange(ofText text: String) -> Index? {
    self[...].ranges(of: text).first?.upperBound
  }
}
