internal import Diagnostics

/// Reads the caption files of one video. A bad file costs only itself.
struct CaptionReader {
  let files: ProjectFiles

  /// `written` replaces what the names of files tell; `fallback` is the language of a file whose name tells none.
  func read(
    _ video: VideoFiles, written: [VideoFrontMatter.CaptionEntry]?, fallback: String
  ) -> (captions: [CaptionTrack], diagnostics: [Diagnostic]) {
    var found = Found()
    if let written {
      for entry in written {
        guard let path = files.resolve(entry.file.value, from: entry.file.location.path) else {
          found.diagnostics.append(.fileNotFound("captions", entry.file.value, at: entry.file.location))
          continue
        }
        var name = CaptionName(language: entry.language)
        (name.kind, name.isAutomatic) = (entry.kind, entry.isAutomatic)
        add(path, at: entry.file.location, language: entry.language, label: entry.label, name, to: &found)
      }
    } else {
      let sorted = video.captions.sorted { a, b in
        let (first, second) = (rank(a), rank(b))
        return first == second
          ? a.path.utf8.lexicographicallyPrecedes(b.path.utf8) : first.lexicographicallyPrecedes(second)
      }
      for (path, name) in sorted {
        let shown = files.shown(path)
        let name = name ?? CaptionName(language: nil)
        if name.language == nil {
          let example = "\(video.name).\(fallback).\(FileName.ending(path))"
          found.diagnostics.append(.captionsWithoutLanguage(example, at: Location(shown)))
        }
        add(shown, at: Location(shown), language: name.language ?? fallback, label: nil, name, to: &found)
      }
    }
    let captions = found.captions.map(\.track).sorted {
      $0.caption.language.utf8.lexicographicallyPrecedes($1.caption.language.utf8)
    }
    return (captions, found.diagnostics)
  }

  private struct Found {
    var captions: [(track: CaptionTrack, name: CaptionName)] = []
    var diagnostics: [Diagnostic] = []
  }

  private func add(
    _ path: String, at location: Location, language: String, label: String?, _ name: CaptionName, to found: inout Found
  ) {
    if let first = found.captions.first(where: { $0.track.caption.language == language }) {
      // Two of different extent are no mistake.
      let isOther = first.name.extent != name.extent || first.name.isAutomatic != name.isAutomatic
      found.diagnostics.append(
        isOther
          ? .otherCaptionsTaken(language, first: first.track.path, at: location)
          : .secondCaptions(language, first: first.track.path, at: location))
      return
    }
    switch files.read(path, limit: CaptionText.fileLimit) {
    case .failure(let error): found.diagnostics.append(error.diagnostic)
    case .success(let bytes):
      switch CueFile.read(bytes, path: path, language: language, wrong: Diagnostic.badCaptions) {
      case .failure(let error): found.diagnostics.append(error.diagnostic)
      case .success(let file):
        found.diagnostics += file.diagnostics
        let track = CaptionTrack(
          file.track, path: path, language: language, label: label, kind: name.kind, isAutomatic: name.isAutomatic)
        found.captions.append((track, name))
      }
    }
  }

  /// What people wrote before what machines wrote, all of it before a part, WebVTT before SubRip.
  private func rank(_ caption: (path: String, name: CaptionName?)) -> [Int] {
    let extent = caption.name?.extent ?? .speech
    return [
      extent == .foreignParts ? 1 : 0, caption.name?.isAutomatic == true ? 1 : 0, extent.rawValue,
      FileName.ending(caption.path) == "vtt" ? 0 : 1,
    ]
  }
}
