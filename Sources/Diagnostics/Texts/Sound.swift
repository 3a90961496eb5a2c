/// Texts of renditions of sound alone.
extension Diagnostic {
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
      note: "each has the language of one before it, and no title that tells them apart: another form of the same sound",
      next: "where it is another sound, give it a title: `ffmpeg -i FILE -map 0 -c copy -metadata:s:a:1 title=Comments NEW`")
  }

  public static func tooManySounds(_ path: String, _ streams: [String], limit: Int) -> Diagnostic {
    Diagnostic(
      "too-many-sounds", .warning, at: Location(path),
      "only the first \(limit) further sounds are published, and not: \(streams.joined(separator: ", "))",
      note: "each is a file of its own, and every player gets the list of all of them",
      next: "leave out of the file what nobody listens to")
  }
}
