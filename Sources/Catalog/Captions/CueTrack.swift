/// The cues of one file in the order in which they are shown, and what had to be mended.
struct CueTrack: Hashable {
  /// STYLE and REGION blocks of WebVTT, as written.
  var blocks: [String] = []
  /// By rising start.
  var cues: [Cue] = []
  var mendings: [Mending] = []

  /// One kind of mistake in a file: how often, and where first.
  struct Mending: Hashable {
    enum Kind: Hashable {
      /// A line with an arrow and no times.
      case unreadableTime
      /// It ends where it begins, or before the video.
      case neverShown
      /// It begins before the video.
      case startsBeforeVideo
      /// It begins before the cue above it.
      case outOfOrder
    }

    var kind: Kind
    var count = 1
    var line: Int
    var column: Int
    /// The line's text where it says what is wrong.
    var text = ""
  }

  mutating func mend(_ kind: Mending.Kind, line: Int, column: Int, text: String = "") {
    if let index = mendings.firstIndex(where: { $0.kind == kind }) {
      mendings[index].count += 1
    } else {
      mendings.append(Mending(kind: kind, line: line, column: column, text: text))
    }
  }

  /// Brings cues in order (WebVTT, 4.1: a cue begins no earlier than those before it) and drops what is never shown.
  mutating func settle() {
    var kept: [Cue] = []
    for var cue in cues {
      if cue.end <= max(0, cue.start) {
        mend(.neverShown, line: cue.line, column: cue.column)
        continue
      }
      if cue.start < 0 {
        mend(.startsBeforeVideo, line: cue.line, column: cue.column)
        cue.start = 0
      }
      if cue.text.isEmpty { continue }
      if let last = kept.last, cue.start < last.start { mend(.outOfOrder, line: cue.line, column: cue.column) }
      kept.append(cue)
    }
    cues = kept.enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
  }

  mutating func shift(by time: Int64) {
    for index in cues.indices {
      cues[index].start += time
      cues[index].end += time
    }
    settle()
  }

  /// When the last cue ends, in milliseconds.
  var end: Int64 { cues.reduce(0) { max($0, $1.end) } }

  /// The file as browsers read it: UTF-8, LF, nothing but what is shown.
  var webVTT: [UInt8] {
    var out = "WEBVTT\n"
    for block in blocks { out += "\n\(block)\n" }
    for cue in cues {
      out += cue.identifier.isEmpty ? "\n" : "\n\(cue.identifier)\n"
      out += "\(CueTiming.text(cue.start)) --> \(CueTiming.text(cue.end))\(cue.settings)\n\(cue.text)\n"
    }
    return Array(out.utf8)
  }

  /// Cuts what lies behind the end of a video.
  ///
  /// - Parameter duration: in milliseconds.
  /// - Returns: how many cues were dropped and shortened, and the index of the first of them among the cues before.
  mutating func fit(_ duration: Int64) -> (dropped: Int, shortened: Int, first: Int)? {
    guard let first = cues.firstIndex(where: { $0.end > duration }) else { return nil }
    let count = cues.count
    cues.removeAll { $0.start >= duration }
    var shortened = 0
    for index in cues.indices where cues[index].end > duration {
      cues[index].end = duration
      shortened += 1
    }
    return (count - cues.count, shortened, first)
  }
}
