internal import Diagnostics

/// Reads the caption files of one video. A bad file costs only itself.
struct CaptionReader {
  let files: ProjectFiles

  /// `written` replaces what the names of files tell; `fallback` is the language of a file whose name tells none.
  func read(
    _ video: VideoFiles, written: [VideoFrontMatter.CaptionEntry]?, fallback: String
  ) -> (captions: [Video.Caption], diagnostics: [Diagnostic]) {
    var captions: [(caption: Video.Caption, path: String)] = []
    var diagnostics: [Diagnostic] = []

    func add(_ path: String, at location: Location, language: String, label: String?, _ name: CaptionName) {
      if let first = captions.first(where: { $0.caption.language == language }) {
        diagnostics.append(.secondCaptions(language, first: first.path, at: location))
        return
      }
      switch webVTT(path) {
      case .success(let bytes):
        let caption = Video.Caption(
          language: language, label: label ?? LanguageTag.label(language), kind: name.kind,
          isAutomatic: name.isAutomatic, webVTT: bytes)
        captions.append((caption, path))
      case .failure(let error): diagnostics.append(error.diagnostic)
      }
    }

    if let written {
      for entry in written {
        guard let path = files.resolve(entry.file.value, from: entry.file.location.path) else {
          diagnostics.append(.fileNotFound("captions", entry.file.value, at: entry.file.location))
          continue
        }
        var name = CaptionName(language: entry.language)
        (name.kind, name.isAutomatic) = (entry.kind, entry.isAutomatic)
        add(path, at: entry.file.location, language: entry.language, label: entry.label, name)
      }
    } else {
      // WebVTT before SubRip where both are there; what people wrote before what machines wrote.
      let sorted = video.captions.sorted { a, b in
        let (first, second) = (rank(a), rank(b))
        return first == second ? a.path.utf8.lexicographicallyPrecedes(b.path.utf8) : first < second
      }
      for (path, name) in sorted {
        let shown = files.shown(path)
        let name = name ?? CaptionName(language: nil)
        if name.language == nil {
          let example = "\(video.name).\(fallback).\(FileName.ending(path))"
          diagnostics.append(.captionsWithoutLanguage(example, at: Location(shown)))
        }
        add(shown, at: Location(shown), language: name.language ?? fallback, label: nil, name)
      }
    }
    return (
      captions.map(\.caption).sorted { $0.language.utf8.lexicographicallyPrecedes($1.language.utf8) }, diagnostics
    )
  }

  private func rank(_ caption: (path: String, name: CaptionName?)) -> Int {
    (caption.name?.isAutomatic == true ? 2 : 0) + (FileName.ending(caption.path) == "vtt" ? 0 : 1)
  }

  private func webVTT(_ path: String) -> Result<[UInt8], ProjectFiles.Diagnosed> {
    switch files.read(path, limit: CaptionText.fileLimit) {
    case .failure(let error): return .failure(error)
    case .success(let bytes):
      do throws(WebVTT.Malformed) {
        return .success(FileName.ending(path) == "srt" ? try WebVTT.subRip(bytes) : try WebVTT.webVTT(bytes))
      } catch {
        return .failure(.init(.badCaptions(error.reason, at: Location(path, line: error.line))))
      }
    }
  }
}

extension CaptionName {
  init(language: String?) { self.language = language }
}
