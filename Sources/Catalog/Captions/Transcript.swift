/// Captions as a text to be read: what is said, in paragraphs, each with the time at which it begins.
public struct Transcript: Sendable, Hashable {
  public struct Paragraph: Sendable, Hashable {
    /// In milliseconds.
    public var start: Int64
    /// Plain text on one line.
    public var text: String
  }

  public private(set) var paragraphs: [Paragraph] = []

  /// Silence after which a new paragraph begins, in milliseconds: behind a sentence, and anywhere.
  private static let pause: (sentence: Int64, any: Int64) = (2000, 6000)
  /// Letters from which on a paragraph ends with its sentence, and anywhere.
  private static let length = (sentence: 320, any: 900)

  /// - Parameter webVTT: as ``Video/Caption/webVTT``; what cannot be read has no paragraphs.
  public init(webVTT: [UInt8]) {
    guard let track = try? CueReader.read(String(decoding: webVTT, as: UTF8.self), isCalledWebVTT: true) else { return }
    var (end, letters) = (Int64.min, 0)
    var (speaker, shown): (String, [Substring]) = ("", [])
    for cue in track.cues {
      let lines = CueMarkup.plain(cue.text).split(separator: "\n")
      // Automatic captions roll: each cue shows the line before once more.
      let new = lines.drop { shown.contains($0) }
      let voice = Self.voice(cue.text)
      shown = lines
      guard !new.isEmpty else { continue }
      let words = new.joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ")
      guard !words.isEmpty else { continue }
      let isSentence = paragraphs.last.map { Self.endsSentence($0.text) } ?? true
      let silence = paragraphs.isEmpty ? Int64.max : cue.start - end
      let turns = !voice.isEmpty && voice != speaker
      if turns || silence >= (isSentence ? Self.pause.sentence : Self.pause.any)
        || letters >= (isSentence ? Self.length.sentence : Self.length.any)
      {
        paragraphs.append(Paragraph(start: cue.start, text: turns ? "\(voice): \(words)" : words))
        letters = 0
      } else {
        paragraphs[paragraphs.count - 1].text += " \(words)"
      }
      letters += words.count
      if !voice.isEmpty { speaker = voice }
      end = max(end, cue.end)
    }
  }

  /// `Anne` of `<v.loud Anne>Good evening`: who speaks in a cue that one person has to itself.
  private static func voice(_ text: String) -> String {
    guard text.hasPrefix("<v"), let end = text.firstIndex(of: ">") else { return "" }
    let name = text[..<end].drop { !$0.isWhitespace }
    return PlainText.trimmed(CueMarkup.plain(String(name)))
  }

  /// Quotation marks and brackets may follow the sign.
  private static func endsSentence(_ text: String) -> Bool {
    let closing: Set<Character> = ["\"", "'", "”", "’", "»", ")", "]", "」", "』", "\u{A0}", "\u{202F}", " "]
    return text.reversed().first { !closing.contains($0) }.map { ".!?…。！？؟۔।".contains($0) } ?? true
  }
}
