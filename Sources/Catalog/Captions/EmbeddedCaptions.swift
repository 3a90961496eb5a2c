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
    let location = Location(path)
    guard bytes.count <= CaptionText.fileLimit else {
      return (nil, [.subtitleStreamFailed(stream, reason: "it is too long", at: location)])
    }
    let text = CaptionText(bytes, language: language)
    var track = (try? CueReader.read(text.text, isCalledWebVTT: false)) ?? CueTrack()
    track.shift(by: -zero)
    if track.cues.isEmpty { return (nil, [.subtitleStreamEmpty(stream, at: location)]) }
    switch text.certainty {
    case .known: return (track.webVTT, [])
    case .assumed(let set): return (track.webVTT, [.subtitleStreamAssumed(stream, set: set, at: location)])
    case .damaged(let set, let count, _):
      return (track.webVTT, [.subtitleStreamDamaged(stream, set: set, count: count, at: location)])
    }
  }
}
