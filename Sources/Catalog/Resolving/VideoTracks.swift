internal import Diagnostics
internal import Facts

/// The captions and chapters of one video, by precedence and within its length.
struct VideoTracks {
  /// By language.
  private(set) var captions: [Video.Caption] = []
  private(set) var chapters: [Video.Chapter] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - language: of the video, for captions of its container that name none; BCP 47.
  ///   - embedded: WebVTT that a media pass took from the container, by the language that the facts name.
  init(
    _ text: VideoText, _ facts: VideoFacts, language: String, embedded: (_ language: String) -> [UInt8]?
  ) {
    let duration = facts.source.duration
    readChapters(text, facts)
    var tracks = text.captions
    // A written list is the whole list.
    for name in text.frontMatter.captions == nil ? facts.source.captions : [] {
      // A file beside the video is what its author corrected.
      let code = name == "und" ? language : name
      if tracks.contains(where: { $0.caption.language == code }) { continue }
      guard let bytes = embedded(name), let track = CaptionTrack(embedded: bytes, language: code, of: text.shownPath)
      else {
        diagnostics.append(.embeddedCaptionsMissing(code, at: Location(text.shownPath)))
        continue
      }
      tracks.append(track)
    }
    for track in tracks {
      let (caption, diagnostic) = track.fitted(to: duration)
      if let caption { captions.append(caption) }
      if let diagnostic { diagnostics.append(diagnostic) }
    }
    captions.sort { $0.language.utf8.lexicographicallyPrecedes($1.language.utf8) }
  }

  /// Front matter, a file of chapters, `.info.json`, the container: the first that has any. An empty list means none.
  private mutating func readChapters(_ text: VideoText, _ facts: VideoFacts) {
    let duration = facts.source.duration
    let list: ChapterList
    if let written = text.frontMatter.chapters ?? (text.chapters.isEmpty ? nil : text.chapters) {
      list = ChapterList(written: written, duration: duration)
    } else {
      let told = text.info.map(\.chapters) ?? []
      let own = facts.source.chapters.map { Video.Chapter(start: $0.start, title: PlainText.oneLine($0.title)) }
      list = ChapterList(told: told.isEmpty ? own : told, duration: duration)
    }
    chapters = list.chapters
    diagnostics += list.diagnostics
  }
}
