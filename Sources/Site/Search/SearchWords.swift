import Catalog

/// A text as the words that the index knows it by, in their order. The script in the page does the same with a query.
struct SearchWords {
  private var words: [String] = []
  private var word: [UInt8] = []
  private var length = 0
  /// Scalars of a script without spaces that follow one another.
  private var run: [Unicode.Scalar] = []

  static func of(_ text: String) -> [String] {
    var reader = SearchWords()
    // Composing looks at every character: not where marks are dropped anyway.
    let isPlain = text.unicodeScalars.allSatisfy { !SearchAlphabet.mayCompose($0) }
    for scalar in (isPlain ? text : CanonicalForm.composed(text)).unicodeScalars { reader.read(scalar) }
    reader.end()
    return reader.words
  }

  private mutating func read(_ scalar: Unicode.Scalar) {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: append(UInt8(truncatingIfNeeded: scalar.value))
    case 0x41...0x5A: append(UInt8(truncatingIfNeeded: scalar.value + 0x20))
    case 0..<0x80: end()
    default:
      // Most letters that are not ASCII: lower case already.
      if let letters = SearchAlphabet.folds[scalar] { return append(letters) }
      for lower in scalar.properties.lowercaseMapping.unicodeScalars { readLower(lower) }
    }
  }

  private mutating func readLower(_ scalar: Unicode.Scalar) {
    if let letters = SearchAlphabet.folds[scalar] {
      append(letters)
    } else if SearchAlphabet.isIn(SearchAlphabet.dropped, scalar) {
      return
    } else if SearchAlphabet.isIn(SearchAlphabet.unspaced, scalar) {
      endWord()
      run.append(scalar)
    } else if Self.isPartOfWord(scalar) {
      append(scalar)
    } else {
      end()
    }
  }

  private mutating func append(_ letters: String) {
    for letter in letters.unicodeScalars { append(letter) }
  }

  private mutating func append(_ byte: UInt8) {
    endRun()
    guard length < SearchAlphabet.longestWord else { return }
    word.append(byte)
    length += 1
  }

  private mutating func append(_ scalar: Unicode.Scalar) {
    endRun()
    guard length < SearchAlphabet.longestWord else { return }
    if scalar.isASCII { word.append(UInt8(truncatingIfNeeded: scalar.value)) } else { word += String(scalar).utf8 }
    length += 1
  }

  private mutating func end() {
    endWord()
    endRun()
  }

  private mutating func endWord() {
    if word.isEmpty { return }
    words.append(String(decoding: word, as: UTF8.self))
    word.removeAll(keepingCapacity: true)
    length = 0
  }

  /// Every pair, and the last scalar alone, so that each of them begins a word.
  private mutating func endRun() {
    if run.isEmpty { return }
    for index in run.indices {
      words.append(String(String.UnicodeScalarView(run[index..<min(index + 2, run.count)])))
    }
    run.removeAll(keepingCapacity: true)
  }

  private static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
      true
    default: false
    }
  }
}

/// The text of what people wrote with marks in it.
enum MarkedText {
  /// Of our own safe HTML or of WebVTT's cue text: without tags, with the few references that both write.
  static func plain(_ text: some StringProtocol) -> String {
    var out: [UInt8] = []
    var isInTag = false
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "<"):
        isInTag = true
        out.append(0x20)
      case UInt8(ascii: ">"): isInTag = false
      default: if !isInTag { out.append(byte) }
      }
    }
    var plain = String(decoding: out, as: UTF8.self)
    guard plain.utf8.contains(UInt8(ascii: "&")) else { return plain }
    for (reference, text) in [
      ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&lrm;", ""), ("&rlm;", ""), ("&amp;", "&"),
    ] {
      plain.replace(reference, with: text)
    }
    return plain
  }

  /// What is said in captions: the lines of cues, without their times and what stands between them.
  static func spoken(_ webVTT: [UInt8]) -> String {
    var out: [UInt8] = []
    var isCue = false
    for line in webVTT.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if line.isEmpty {
        isCue = false
      } else if isCue {
        out += line
        out.append(0x0A)
      } else {
        // An arrow stands in no cue's text and in no other block (WebVTT, 4.1).
        isCue = hasArrow(line)
      }
    }
    return plain(String(decoding: out, as: UTF8.self))
  }

  private static func hasArrow(_ line: ArraySlice<UInt8>) -> Bool {
    var dashes = 0
    for byte in line {
      if byte == UInt8(ascii: ">"), dashes >= 2 { return true }
      dashes = byte == UInt8(ascii: "-") ? dashes + 1 : 0
    }
    return false
  }
}
