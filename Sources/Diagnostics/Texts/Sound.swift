/// Texts of renditions of sound alone, and of sources without a picture.
extension Diagnostic {
  // MARK: Sources without a picture

  public static func heightsOfSound(_ path: String) -> Diagnostic {
    Diagnostic(
      "heights-of-sound", .note, at: Location(path), "the heights that `renditions` names mean nothing here",
      note: "the file has no picture, so its sound is published alone")
  }

  public static func encodesSoundAlone(_ path: String, codec: String) -> Diagnostic {
    Diagnostic(
      "encodes-sound", .note, at: Location(path),
      "its sound is encoded to AAC: not every browser plays \(codec) from an MP4")
  }

  public static func posterTimeOfSound(_ path: String) -> Diagnostic {
    Diagnostic(
      "poster-time-of-sound", .warning, at: Location(path), "`poster` names a time, and there is no picture at any",
      note: coverInstead,
      next: "give `poster` the name of a picture, or put one of the same name beside the file")
  }

  /// What is shown where a poster is asked for in vain.
  public static let coverInstead = "its cover is taken instead, or its waveform"

  public static func coverUnreadable(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "cover-unreadable", .note, at: Location(path), "the cover in the file cannot be used: \(reason)",
      note: "its waveform is shown instead",
      next: "put a .jpg or .png of the same name beside the file")
  }

  // MARK: Sounds beside films, and beside each other

  public static func soundLeftOut(_ path: String, name: String, because reason: String) -> Diagnostic {
    Diagnostic(
      "sound-left-out", .warning, at: Location(path), "one of its sounds (`\(name)`) is not published alone",
      note: "\(reason); the video itself is published",
      next: "play that sound through to see whether it is damaged, or set `renditions: auto` and it is encoded")
  }

  /// - Parameter streams: as people find them again: `3 (en, ac3)`.
  public static func soundsAlike(_ path: String, _ streams: [String]) -> Diagnostic {
    Diagnostic(
      "sounds-alike", .note, at: Location(path),
      "some of its sounds are not published: \(streams.joined(separator: ", "))",
      note:
        "each has the language of one before it, and no title that tells them apart: another form of the same sound",
      next:
        "where it is another sound, give it a title: `ffmpeg -i FILE -map 0 -c copy -metadata:s:a:1 title=Comments NEW`"
    )
  }

  public static func tooManySounds(_ path: String, _ streams: [String], limit: Int) -> Diagnostic {
    Diagnostic(
      "too-many-sounds", .warning, at: Location(path),
      "only the first \(limit) further sounds are published, and not: \(streams.joined(separator: ", "))",
      note: "each is a file of its own, and every player gets the list of all of them",
      next: "leave out of the file what nobody listens to")
  }
}
