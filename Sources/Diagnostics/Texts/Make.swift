/// What `bobine new` and `bobine init` say where they make nothing.
extension Diagnostic {
  public static func noSuchVideoFile(_ path: String) -> Diagnostic {
    Diagnostic(
      "no-such-file", .error, at: Location(path), "there is no such file",
      next: "give the video's own file: `bobine new FILE`")
  }

  public static func noVideoByName(_ path: String) -> Diagnostic {
    Diagnostic(
      "no-video-by-name", .error, at: Location(path), "a build would not take this for a video",
      note: "Videos and recordings are known by the endings of their names, such as .mp4, .mkv, .webm, .mp3.",
      next: "give it the ending of its container, then run the command again")
  }

  public static func alreadyThere(_ path: String) -> Diagnostic {
    Diagnostic(
      "already-there", .error, at: Location(path), "this is there already, and stays as it is",
      next: "edit it, give another --slug, or move it away")
  }

  public static func textBesideNewVideo(_ path: String) -> Diagnostic {
    Diagnostic(
      "text-beside-video", .error, at: Location(path), "this video has a text already",
      note: "`bobine new` writes one.", next: "move the video and its text into the content as they are")
  }

  public static func videoIsContent(_ path: String) -> Diagnostic {
    Diagnostic(
      "video-is-content", .error, at: Location(path), "this file lies in the content already",
      note: "It stays where it is, and its folder decides its channel.",
      next: "leave --channel, --move and --link out to write a text beside it")
  }

  public static func channelNotChosen(_ names: [String]) -> Diagnostic {
    Diagnostic(
      "channel-not-chosen", .error, at: nil, "there are several channels: \(names.joined(separator: ", "))",
      next: "name one, or a new one: `bobine new FILE --channel \(names.first ?? "NAME")`")
  }

  public static func badChannelFolder(_ name: String) -> Diagnostic {
    Diagnostic(
      "bad-channel", .error, at: nil, "\"\(name)\" cannot be the folder of a channel",
      next: "write one name without / and \\ that does not begin with a point")
  }

  public static func cannotMakeVideo(_ path: String, reason: String) -> Diagnostic {
    Diagnostic(
      "cannot-make", .error, at: Location(path), "this cannot be read or written: \(reason)",
      next: "see who may with `ls -ld`, and how much the disk holds with `df -h`, then run the command again")
  }

  public static func projectIsThere(_ paths: [String], project: String) -> Diagnostic {
    Diagnostic(
      "project-is-there", .error, at: Location(project),
      "nothing is written: \(paths.joined(separator: ", ")) \(paths.count == 1 ? "is" : "are") there already",
      next: "edit what is there, or name another folder: `bobine init FOLDER`")
  }

  public static func themeFilesAreThere(_ paths: [String]) -> Diagnostic {
    let shown = paths.prefix(5).joined(separator: ", ") + (paths.count > 5 ? " and \(paths.count - 5) more" : "")
    return Diagnostic(
      "theme-files-are-there", .error, at: nil,
      "nothing is written: \(shown) \(paths.count == 1 ? "is" : "are") there already, and may hold your changes",
      next: "name only files that you do not have, or move yours away first")
  }

  public static func noSuchThemeFile(_ name: String, suggestion: String?, theme: String) -> Diagnostic {
    Diagnostic(
      "no-such-theme-file", .error, at: nil,
      "the theme has no file \(name)" + (suggestion.map { "; did you mean \($0)?" } ?? ""),
      note: "The theme lies in \(theme).",
      next: suggestion.map { "`bobine init --theme \($0)`" } ?? "look at the names with `ls -R` there")
  }
}
