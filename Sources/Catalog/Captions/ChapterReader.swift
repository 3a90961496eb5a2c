internal import Diagnostics

/// `talk.chapters.vtt`, or `chapters.vtt` in a bundle: one cue a chapter, its text the title.
enum ChapterReader {
  /// - Parameter path: below the project.
  /// - Returns: chapters in the order of their times, each with its place.
  static func read(
    _ path: String, _ files: ProjectFiles, language: String
  ) -> (chapters: [Placed<Video.Chapter>], diagnostics: [Diagnostic]) {
    switch files.read(path, limit: CaptionText.fileLimit) {
    case .failure(let error): return ([], [error.diagnostic])
    case .success(let bytes):
      switch CueFile.read(bytes, path: path, language: language, wrong: Diagnostic.badChapters) {
      case .failure(let error): return ([], [error.diagnostic])
      case .success(let file):
        let chapters = file.track.cues.prefix(maximumChapters).map { cue in
          Placed(
            Video.Chapter(start: cue.start, title: PlainText.oneLine(CueMarkup.plain(cue.text))),
            at: Location(path, line: cue.line, column: cue.column))
        }
        return (Array(chapters), file.diagnostics)
      }
    }
  }

  /// As many as a container's chapters may be.
  private static let maximumChapters = 1000
}

/// The chapters of a video once its length is known.
struct ChapterList {
  /// In order, each at a time of its own, none behind the end.
  private(set) var chapters: [Video.Chapter] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - written: by a person; what is wrong with them is told.
  ///   - duration: of the video, in milliseconds.
  init(written: [Placed<Video.Chapter>], duration: Int64) {
    let sorted = written.enumerated().sorted {
      ($0.element.value.start, $0.offset) < ($1.element.value.start, $1.offset)
    }.map(\.element)
    for chapter in sorted where !chapter.value.title.isEmpty {
      let time = CueTiming.text(chapter.value.start)
      if chapter.value.start >= max(1, duration) {
        diagnostics.append(
          .chapterBehindEnd(chapter.value.title, time: time, duration: CueTiming.text(duration), at: chapter.location))
      } else if chapters.last?.start == chapter.value.start {
        diagnostics.append(.secondChapter(chapter.value.title, time: time, at: chapter.location))
      } else {
        chapters.append(chapter.value)
      }
    }
    if let first = sorted.first, let chapter = chapters.first, chapter == first.value, chapter.start > 0 {
      diagnostics.append(.firstChapterLate(chapter.title, time: CueTiming.text(chapter.start), at: first.location))
    }
    if let later = zip(written, written.dropFirst()).first(where: { $0.value.start > $1.value.start })?.1 {
      diagnostics.append(.chaptersOutOfOrder(later.value.title, at: later.location))
    }
  }

  /// - Parameter told: by a container or a sidecar of a program: what is wrong with them is nobody's to mend.
  init(told: [Video.Chapter], duration: Int64) {
    var starts: Set<Int64> = []
    chapters = told.filter {
      (0..<max(1, duration)).contains($0.start) && !$0.title.isEmpty && starts.insert($0.start).inserted
    }.sorted { $0.start < $1.start }
  }
}
