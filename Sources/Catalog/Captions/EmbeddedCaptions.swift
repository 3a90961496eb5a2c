public import Diagnostics

/// Captions that lay inside a container, once they are a file.
public enum EmbeddedCaptions {
  /// The file as facts keep it: valid WebVTT in the order of its times, whole.
  ///
  /// - Parameters:
  ///   - bytes: WebVTT or SubRip, in any encoding: Matroska's SubRip should be UTF-8 and is not always.
  ///   - zero: what in the file is the start of the published video, in milliseconds.
  ///   - path: of the video, for diagnostics.
  ///   - stream: how people know the stream: `2 (fr, subrip)`.
  /// - Returns: nil where there is no cue in it; what is to be said either way.
  public static func webVTT(
    _ bytes: [UInt8], zero: Int64 = 0, language: String, path: String, stream: String
  ) -> (bytes: [UInt8]?, diagnostics: [Diagnostic]) {
    let failed = { (reason: String) in Diagnostic.subtitleStreamFailed(stream, reason: reason, at: Location(path)) }
    guard bytes.count <= CaptionText.fileLimit else { return (nil, [failed("it is too long")]) }
    let text = CaptionText(bytes, language: language)
    guard var track = try? CueReader.read(text.text, isCalledWebVTT: false) else {
      return (nil, [failed("there is no text in it")])
    }
    track.shift(by: -zero)
    if track.cues.isEmpty { return (nil, [failed("there is no text in it")]) }
    switch text.certainty {
    case .known: return (track.webVTT, [])
    case .assumed(let set): return (track.webVTT, [.subtitleStreamAssumed(stream, set: set, at: Location(path))])
    case .damaged(let set, let count, _):
      return (track.webVTT, [.subtitleStreamDamaged(stream, set: set, count: count, at: Location(path))])
    }
  }
}
