internal import Diagnostics

/// Captions as they lie beside a video (or in its container), in order, before the length of the video is known.
public struct CaptionTrack: Sendable, Hashable {
  /// Whole: nothing is cut.
  public var caption: Video.Caption
  /// For diagnostics.
  public var path: String
  /// In milliseconds: when the last cue ends.
  var end: Int64
  /// Where the times of each cue stand in the file.
  var places: [Place]

  struct Place: Sendable, Hashable {
    var line: Int32
    var column: Int32
  }

  init(_ track: CueTrack, path: String, language: String, label: String?, kind: Video.Caption.Kind, isAutomatic: Bool) {
    caption = Video.Caption(
      language: language, label: label ?? LanguageTag.label(language), kind: kind, isAutomatic: isAutomatic,
      webVTT: track.webVTT)
    self.path = path
    end = track.end
    places = track.cues.map { Place(line: Int32(clamping: $0.line), column: Int32(clamping: $0.column)) }
  }

  /// - Parameter bytes: what ``EmbeddedCaptions`` made of a stream; nil where they are something else.
  init?(embedded bytes: [UInt8], language: String, of path: String) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let track = try? CueReader.read(text, isCalledWebVTT: true) else { return nil }
    self.init(track, path: path, language: language, label: nil, kind: .captions, isAutomatic: false)
    places = []
  }

  /// The captions without what lies behind the end of the video; nil where nothing is left.
  ///
  /// - Parameter duration: in milliseconds.
  func fitted(to duration: Int64) -> (caption: Video.Caption?, diagnostic: Diagnostic?) {
    // What we wrote ourselves is always read.
    guard end > duration,
      var track = try? CueReader.read(String(decoding: caption.webVTT, as: UTF8.self), isCalledWebVTT: true),
      let cut = track.fit(duration)
    else { return (caption, nil) }
    let place = places.indices.contains(cut.first) ? places[cut.first] : nil
    let diagnostic = Diagnostic.captionsBehindEnd(
      dropped: cut.dropped, shortened: cut.shortened, duration: CueTiming.text(duration),
      at: Location(path, line: place.map { Int($0.line) }, column: place.map { Int($0.column) }))
    var caption = caption
    caption.webVTT = track.webVTT
    return (track.cues.isEmpty ? nil : caption, diagnostic)
  }
}
