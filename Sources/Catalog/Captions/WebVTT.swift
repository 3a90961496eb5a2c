/// Captions as browsers read them (W3C WebVTT), made of WebVTT or SubRip.
enum WebVTT {
  struct Malformed: Error, Hashable {
    var reason: String
    /// From 1.
    var line: Int?
  }

  /// WebVTT in UTF-8 with LF, checked: a signature and at least one cue.
  static func webVTT(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
    let text = CaptionText.decoded(bytes)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let first = lines.first, first == "WEBVTT" || first.hasPrefix("WEBVTT ") || first.hasPrefix("WEBVTT\t") else {
      throw Malformed(reason: "a WebVTT file starts with the word WEBVTT", line: 1)
    }
    var cues = 0
    for (index, line) in lines.enumerated() where line.contains("-->") {
      guard CueTiming(line) != nil else {
        throw Malformed(
          reason: "\"\(line.prefix(60))\" is no time of the form 00:01.000 --> 00:02.000", line: index + 1)
      }
      cues += 1
    }
    guard cues > 0 else { throw Malformed(reason: "there is no cue in it") }
    let clean = text.replacing("\0", with: "\u{FFFD}")
    return Array((clean.hasSuffix("\n") ? clean : clean + "\n").utf8)
  }

  /// SubRip as WebVTT: commas in times become points, numbers are left out, `{\an8}` and fonts are left out, and what
  /// WebVTT would read as markup is escaped.
  static func subRip(_ bytes: [UInt8]) throws(Malformed) -> [UInt8] {
    let lines = CaptionText.decoded(bytes).split(separator: "\n", omittingEmptySubsequences: false)
    var out = "WEBVTT\n"
    var cues = 0
    var index = 0
    while index < lines.count {
      let line = lines[index]
      index += 1
      guard line.contains("-->") else { continue }
      guard let timing = CueTiming(line) else {
        throw Malformed(
          reason: "\"\(line.prefix(60))\" is no time of the form 00:00:01,000 --> 00:00:02,000", line: index)
      }
      // The cue ends at an empty line; some programs leave empty lines inside a cue, and a number before the next time.
      var text: [String] = []
      while index < lines.count, !lines[index].allSatisfy(\.isWhitespace), !lines[index].contains("-->") {
        text.append(SubRipText.webVTT(lines[index]))
        index += 1
      }
      if index < lines.count, lines[index].contains("-->"), let last = text.last, Int(last) != nil { text.removeLast() }
      text.removeAll(where: \.isEmpty)
      guard !text.isEmpty, timing.end > timing.start else { continue }
      out += "\n\(timing.text)\n" + text.joined(separator: "\n") + "\n"
      cues += 1
    }
    guard cues > 0 else { throw Malformed(reason: "there is no cue in it") }
    return Array(out.utf8)
  }
}

/// `00:01:02.500 --> 00:01:04.000` and what may follow it, in either format's spelling.
struct CueTiming {
  /// In milliseconds.
  var start: Int64
  var end: Int64

  init?(_ line: some StringProtocol) {
    let parts = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
    guard parts.count >= 3, parts[1] == "-->", let start = Self.time(parts[0]), let end = Self.time(parts[2]) else {
      return nil
    }
    (self.start, self.end) = (start, end)
  }

  var text: String { "\(Self.text(start)) --> \(Self.text(end))" }

  private static func time(_ text: some StringProtocol) -> Int64? {
    let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { $0 == ":" })
    guard (2...3).contains(parts.count), let last = parts.last else { return nil }
    let seconds = last.split(omittingEmptySubsequences: false, whereSeparator: { $0 == "." || $0 == "," })
    guard seconds.count == 2, let whole = digits(seconds[0], 1...2), let fraction = digits(seconds[1], 1...3) else {
      return nil
    }
    var total: Int64 = 0
    for part in parts.dropLast() {
      guard let value = digits(part, 1...4) else { return nil }
      total = total * 60 + value
    }
    let scale: Int64 = [100, 10, 1][seconds[1].utf8.count - 1]
    return (total * 60 + whole) * 1000 + fraction * scale
  }

  private static func digits(_ text: some StringProtocol, _ count: ClosedRange<Int>) -> Int64? {
    guard count.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(text)
  }

  private static func text(_ time: Int64) -> String {
    func pad(_ value: Int64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return
      "\(pad(time / 3_600_000, 2)):\(pad(time / 60_000 % 60, 2)):\(pad(time / 1000 % 60, 2)).\(pad(time % 1000, 3))"
  }
}

/// One line of a SubRip cue.
enum SubRipText {
  /// Bold, italic and underline are kept as WebVTT has them; other tags and `{\...}` are dropped.
  static func webVTT(_ line: some StringProtocol) -> String {
    var out = ""
    var rest = Substring(line)
    while let character = rest.first {
      if rest.hasPrefix("{\\"), let end = rest.firstIndex(of: "}") {
        rest = rest[rest.index(after: end)...]
      } else if character == "<", let end = rest.prefix(200).firstIndex(of: ">"), isTag(rest[..<end].dropFirst()) {
        let tag = rest[...end].lowercased()
        if ["<b>", "</b>", "<i>", "</i>", "<u>", "</u>"].contains(tag) { out += tag }
        rest = rest[rest.index(after: end)...]
      } else {
        switch character {
        case "&": out += "&amp;"
        case "<": out += "&lt;"
        case ">": out += "&gt;"
        case "\0": out += "\u{FFFD}"
        default: out.append(character)
        }
        rest = rest.dropFirst()
      }
    }
    return PlainText.trimmed(out)
  }

  private static func isTag(_ content: Substring) -> Bool {
    let name = content.drop { $0 == "/" }
    return name.first?.isLetter == true && !name.contains("<")
  }
}
