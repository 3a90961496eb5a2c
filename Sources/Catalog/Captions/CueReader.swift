/// Reads WebVTT (W3C) and SubRip as programs and people write them: what can be shown is taken, wherever it stands.
struct CueReader {
  struct Malformed: Error, Hashable {
    var reason: String
    /// From 1.
    var line: Int?
  }

  private let lines: [Substring]
  private let dialect: CueMarkup.Dialect
  private var track = CueTrack()
  private var index = 0

  /// - Parameters:
  ///   - text: with LF; its beginning tells the format, whatever the file is called.
  ///   - isCalledWebVTT: by its name, for the reason why nothing was found.
  static func read(_ text: String, isCalledWebVTT: Bool) throws(Malformed) -> CueTrack {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let start = lines.first ?? ""
    let isWebVTT = start == "WEBVTT" || start.hasPrefix("WEBVTT ") || start.hasPrefix("WEBVTT\t")
    var reader = CueReader(lines: lines, dialect: isWebVTT ? .webVTT : .subRip)
    reader.index = isWebVTT ? 1 : 0
    while reader.index < lines.count { reader.step() }
    reader.track.settle()
    if reader.track.cues.isEmpty {
      if let bad = reader.track.mendings.first(where: { $0.kind == .unreadableTime }) {
        let form = isCalledWebVTT ? "00:01.000 --> 00:02.000" : "00:00:01,000 --> 00:00:02,000"
        throw Malformed(reason: "\"\(bad.text)\" is no time of the form \(form)", line: bad.line)
      }
      if isCalledWebVTT, !isWebVTT { throw Malformed(reason: "a WebVTT file starts with the word WEBVTT", line: 1) }
      throw Malformed(reason: "there is no cue in it")
    }
    return reader.track
  }

  private init(lines: [Substring], dialect: CueMarkup.Dialect) {
    self.lines = lines
    self.dialect = dialect
  }

  private mutating func step() {
    let line = lines[index]
    if hasArrow(index) {
      cue(line)
    } else if dialect == .webVTT, isBlank(index - 1), ["STYLE", "REGION"].contains(PlainText.trimmed(line)) {
      block()
    } else if dialect == .webVTT, isBlank(index - 1),
      line == "NOTE" || line.hasPrefix("NOTE ") || line.hasPrefix("NOTE\t")
    {
      // A comment; times in it are no cues. It ends at an empty line.
      while index < lines.count, !isBlank(index) { index += 1 }
    } else {
      index += 1
    }
  }

  private func isBlank(_ index: Int) -> Bool {
    !lines.indices.contains(index) || lines[index].allSatisfy(\.isWhitespace)
  }

  private func hasArrow(_ index: Int) -> Bool { CueTiming.hasArrow(lines[index]) }

  /// Only those before the first cue have a meaning (WebVTT, 4.1).
  private mutating func block() {
    var block: [String] = []
    while index < lines.count, !isBlank(index), !hasArrow(index) {
      block.append(String(lines[index].replacing("\0", with: "\u{FFFD}")))
      index += 1
    }
    if track.cues.isEmpty, block.count > 1 { track.blocks.append(block.joined(separator: "\n")) }
  }

  private mutating func cue(_ line: Substring) {
    let number = index + 1
    let before = index
    index += 1
    guard let timing = CueTiming(line) else {
      let column = line.utf8.distance(from: line.startIndex, to: line.drop(while: \.isWhitespace).startIndex) + 1
      track.mend(.unreadableTime, line: number, column: column, text: String(PlainText.trimmed(line).prefix(60)))
      return
    }
    let markup = CueMarkup(text(), dialect, span: timing.start..<max(timing.start, timing.end))
    var cue = Cue(start: timing.start, end: timing.end, text: markup.text, line: number, column: timing.column)
    switch dialect {
    case .webVTT:
      cue.settings = Self.settings(timing.rest)
      if !isBlank(before - 1), isBlank(before - 2), before > 1 { cue.identifier = Self.identifier(lines[before - 1]) }
    case .subRip:
      if markup.isAtTop { cue.settings = " line:0" }
    }
    track.cues.append(cue)
  }

  /// The lines up to the next cue. One of WebVTT ends at an empty line; some programs leave such lines inside one of SubRip.
  private mutating func text() -> [Substring] {
    var text: [Substring] = []
    while index < lines.count, !hasArrow(index), dialect == .subRip || !isBlank(index) {
      text.append(lines[index])
      index += 1
    }
    // The number of the next cue; in files with an empty line after every line it stands apart.
    if index < lines.count, hasArrow(index), let last = text.lastIndex(where: { !$0.allSatisfy(\.isWhitespace) }),
      let number = Int(PlainText.trimmed(text[last])), last == text.count - 1 || number == track.cues.count + 2
    {
      text.removeSubrange(last...)
    }
    return text
  }

  /// Numbers name nothing; other names are there for styles.
  private static func identifier(_ line: Substring) -> String {
    let name = PlainText.withoutControls(PlainText.trimmed(line))
    return Int(name) == nil && name.utf8.count <= 200 ? name : ""
  }

  private static func settings(_ text: Substring) -> String {
    let names = ["vertical", "line", "position", "size", "align", "region"]
    return text.split(whereSeparator: \.isWhitespace).filter { word in
      let parts = word.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 && names.contains(String(parts[0])) && !parts[1].isEmpty && word.utf8.count <= 100
        && parts[1].utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ">") }
    }.map { " \($0)" }.joined()
  }
}
