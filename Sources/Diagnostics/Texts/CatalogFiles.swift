/// What the reading of folders says: videos without bytes, pictures, links.
extension Diagnostic {
  // MARK: Videos without their bytes

  public static func gitLFSPointer(object: String, size: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "git-lfs-pointer", .error, at: location, "this is a pointer of Git LFS, not a video",
      note: "The video (\(size), object \(object)) has not been fetched.",
      next: "git lfs pull --include \(shellQuoted(location.path))")
  }

  public static func gitAnnexPointer(key: String, size: String?, at location: Location) -> Diagnostic {
    Diagnostic(
      "git-annex-pointer", .error, at: location, "the content of this file is not here: git-annex keeps it elsewhere",
      note: "The video (\(size.map { $0 + ", " } ?? "")key \(key)) has not been fetched.",
      next: "git annex get \(shellQuoted(location.path))")
  }

  public static func absentVideo(_ stem: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "absent-video", .error, at: location, "there is no video file for this text",
      note: "A file with the same name and the ending of a video was expected beside it: \(stem).mp4, \(stem).mkv ...",
      next: "put the video there, or remove this text")
  }

  public static func absentVideoInBundle(at location: Location) -> Diagnostic {
    Diagnostic(
      "absent-video", .error, at: location, "there is no video file for this text",
      note: "A folder with an index.md is one video, and holds exactly one video file.",
      next: "put the video into the folder, or rename index.md")
  }

  public static func severalVideosInBundle(_ names: [String], at location: Location) -> Diagnostic {
    Diagnostic(
      "several-videos", .error, at: location,
      "a folder with an index.md is one video, and this one holds \(names.count)",
      note: names.joined(separator: ", "),
      next: "keep one video file in the folder, or rename index.md after one of them")
  }

  public static func soundBesideVideoInBundle(_ names: [String], video: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "sound-beside-video", .note, at: location,
      "a folder with an index.md is one video, and `\(video)` is this one: not published is \(names.joined(separator: ", "))",
      note: "the sound of the video is published alone as well, as `audio`",
      next: "where it is a recording of its own, move it out of this folder")
  }

  public static func danglingLink(_ target: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "dangling-link", .error, at: location, "this link leads to nothing", note: "Its target is \(target).",
      next: "put the target back, or remove the link")
  }

  // MARK: Files that cannot be read

  public static func unreadable(_ reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "unreadable", .error, at: location, "this cannot be read: \(reason)", next: "check that it is there and readable")
  }

  public static func tooLarge(_ limit: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "too-large", .error, at: location, "this file is larger than \(limit) and is not read", next: "make it smaller")
  }

  public static func notUTF8(line: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "not-utf-8", .error, at: Location(location.path, line: line), "this text is not written in UTF-8",
      next: "save the file again as UTF-8")
  }

  // MARK: Pictures, sidecars

  public static func fileNotFound(_ key: String, _ file: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "file-not-found", .error, at: location, "\"\(key)\": there is no file \"\(file)\"",
      next: "write a path that starts at the folder of this text")
  }

  public static func badPicture(_ reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "bad-picture", .error, at: location, "this picture cannot be used: \(reason)", next: "save it as JPEG or PNG")
  }

  public static func logoNotFound(_ logo: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "file-not-found", .error, at: location, "\"logo\": there is no file static/\(logo)",
      note: "The site is built without a logo.", next: "put the picture there, or correct the name")
  }

  public static func badInfoJSON(_ reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "bad-info-json", .warning, at: location, "this .info.json cannot be used: \(reason)",
      note: "The video is published without what it tells.", next: "download it again, or remove it")
  }

  public static func textWithoutVideos(at location: Location) -> Diagnostic {
    Diagnostic(
      "text-not-used", .warning, at: location, "no page comes of this text",
      note: "A channel.md describes a folder at the top of the content.", next: "move it to the channel's folder")
  }
}

/// One word of a POSIX shell, so that a command can be copied as it stands.
func shellQuoted(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || "/._-+,@%=:".utf8.contains(byte)
  }
  if isPlain, !word.isEmpty, !word.hasPrefix("-") { return word }
  var out = "'"
  for character in word { out += character == "'" ? "'\\''" : String(character) }
  return out + "'"
}
