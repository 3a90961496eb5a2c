internal import Diagnostics

/// A file of cues with everything that is to be said of it.
struct CueFile {
  var track: CueTrack
  var diagnostics: [Diagnostic]

  /// - Parameters:
  ///   - path: below the project; its ending tells the format where the bytes do not.
  ///   - language: of the texts, BCP 47: decides the encoding where the bytes do not.
  ///   - wrong: what to say where there is nothing to show.
  static func read(
    _ bytes: [UInt8], path: String, language: String, wrong: (String, Location) -> Diagnostic
  ) -> Result<CueFile, ProjectFiles.Diagnosed> {
    let text = CaptionText(bytes, language: language)
    do throws(CueReader.Malformed) {
      let track = try CueReader.read(text.text, isCalledWebVTT: FileName.ending(path) == "vtt")
      return .success(
        CueFile(
          track: track, diagnostics: encoding(text.certainty, path, language) + track.mendings.map { note($0, path) }))
    } catch {
      return .failure(.init(wrong(error.reason, Location(path, line: error.line))))
    }
  }

  private static func encoding(_ certainty: CaptionText.Certainty, _ path: String, _ language: String) -> [Diagnostic] {
    switch certainty {
    case .known: []
    case .assumed(let set): [.encodingAssumed(set, language: language, at: Location(path))]
    case .damaged(let set, let count, let line): [.encodingDamaged(set, count: count, at: Location(path, line: line))]
    }
  }

  private static func note(_ mending: CueTrack.Mending, _ path: String) -> Diagnostic {
    let location = Location(path, line: mending.line, column: mending.column)
    return switch mending.kind {
    case .unreadableTime: .cueTimesUnreadable(mending.count, first: mending.text, at: location)
    case .neverShown: .cuesNeverShown(mending.count, at: location)
    case .startsBeforeVideo: .cuesBeforeVideo(mending.count, at: location)
    case .outOfOrder: .cuesOutOfOrder(mending.count, at: location)
    }
  }
}
