/// One caption or chapter: when it is shown, and its text as WebVTT writes it.
struct Cue: Hashable {
  /// In milliseconds.
  var start: Int64
  var end: Int64
  /// Empty where it has none.
  var identifier = ""
  /// ` line:0 align:start`, with the space before; empty where there are none.
  var settings = ""
  /// Lines of cue text (WebVTT, 4.2.2), no empty one among them.
  var text: String
  /// Of its times in the file, from 1.
  var line: Int
  /// From 1, in bytes.
  var column: Int
}

/// `00:01:02.500 --> 00:01:04.000` and what may follow it, in either format's spelling.
struct CueTiming {
  /// In milliseconds; may be negative.
  var start: Int64
  var end: Int64
  /// What follows the times.
  var rest: Substring
  /// Of the first time in the line, from 1, in bytes.
  var column: Int

  init?(_ line: Substring) {
    guard let arrow = Self.arrow(in: line) else { return nil }
    let left = line[..<arrow.lowerBound].split(whereSeparator: \.isWhitespace)
    let right = line[arrow.upperBound...].drop(while: \.isWhitespace)
    let second = right.prefix { !$0.isWhitespace }
    guard left.count == 1, let start = Self.time(left[0]), let end = Self.time(second) else { return nil }
    (self.start, self.end) = (start, end)
    rest = right[second.endIndex...]
    column = line.utf8.distance(from: line.startIndex, to: left[0].startIndex) + 1
  }

  static func hasArrow(_ line: Substring) -> Bool { arrow(in: line) != nil }

  /// Where `-->` stands first; by bytes, since a combining mark may join with a sign.
  private static func arrow(in line: Substring) -> Range<Substring.Index>? {
    let bytes = line.utf8
    var dashes = 0
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "-"): dashes += 1
      case UInt8(ascii: ">") where dashes >= 2:
        return bytes.index(index, offsetBy: -2)..<bytes.index(after: index)
      default: dashes = 0
      }
    }
    return nil
  }

  /// `00:01:02.500` of milliseconds.
  static func text(_ time: Int64) -> String {
    func pad(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return
      "\(pad(time / 3_600_000, 2)):\(pad(time / 60_000 % 60, 2)):\(pad(time / 1000 % 60, 2)).\(pad(time % 1000, 3))"
  }

  /// `1:02:03,5`, `02:03.250`, `02:03`, with a sign before it where a program shifted it too far.
  static func time(_ text: Substring) -> Int64? {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let last = parts.last else { return nil }
    let seconds = last.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "." || $0 == "," })
    guard seconds.count <= 2, let whole = digits(seconds[0], 1...2) else { return nil }
    var total: Int64 = 0
    for part in parts.dropLast() {
      guard let value = digits(part, 1...4) else { return nil }
      total = total * 60 + value
    }
    total = (total * 60 + whole) * 1000
    if seconds.count == 2 {
      guard digits(seconds[1].prefix(3), 1...3) != nil, let fraction = digits((seconds[1] + "00").prefix(3), 3...3),
        seconds[1].utf8.allSatisfy({ (0x30...0x39).contains($0) })
      else { return nil }
      total += fraction
    }
    return isNegative ? -total : total
  }

  private static func digits(_ text: some StringProtocol, _ count: ClosedRange<Int>) -> Int64? {
    guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }
}
