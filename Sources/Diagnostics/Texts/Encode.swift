/// Texts of planning, encoding and pictures.
extension Diagnostic {
  // MARK: Plans

  public static func nothingToPlay(_ path: String) -> Diagnostic {
    Diagnostic(
      "nothing-to-play", .error, at: Location(path), "the file has neither a picture to show nor a sound to play",
      next: "put a video or audio file here, or take this one out of the folder")
  }

  public static func cannotCopyPicture(_ path: String, because reason: String) -> Diagnostic {
    Diagnostic(
      "cannot-copy", .error, at: Location(path), "the video cannot be published without encoding", note: reason,
      next: "set `renditions: auto` for this video, and it is encoded once")
  }

  public static func cannotCopySound(_ path: String, codec: String) -> Diagnostic {
    cannotCopyPicture(path, because: "browsers do not play its \(codec) sound from an MP4")
  }

  /// - Parameter added: what `auto` does about it.
  public static func copyPlaysNotEverywhere(
    _ path: String, what: String, who: String, added: String = "to add an H.264 rendition that plays everywhere"
  ) -> Diagnostic {
    Diagnostic(
      "copy-not-universal", .note, at: Location(path), "published as it is, as `renditions: copy` asks",
      note: "\(what) does not play in \(who)",
      next: "set `renditions: auto` \(added)")
  }

  public static func encodes(
    _ path: String, name: String, to codec: String = "H.264", because reason: String
  ) -> Diagnostic {
    Diagnostic("encodes", .note, at: Location(path), "\(name) is encoded to \(codec): \(reason)")
  }

  public static func encodesSound(_ path: String, name: String, codec: String) -> Diagnostic {
    Diagnostic(
      "encodes-sound", .note, at: Location(path),
      "the sound of \(name) is encoded to AAC, its picture is not touched: not every browser plays \(codec) from an MP4"
    )
  }

  public static func everyHeightAboveSource(_ path: String, own: Int) -> Diagnostic {
    Diagnostic(
      "heights-above-source", .note, at: Location(path),
      "every height that `renditions` names is above the source's own, \(own)",
      note: "a larger picture would show no more, so it is published at its own size")
  }

  public static func leavesOut(_ path: String, name: String, because reason: String) -> Diagnostic {
    Diagnostic(
      "rendition-left-out", .note, at: Location(path), "\(name) is left out: \(reason)",
      note: "the H.264 rendition of the same size is published")
  }

  public static func packagingFailed(_ path: String, name: String, detail: String) -> Diagnostic {
    Diagnostic(
      "packaging-failed", .error, at: Location(path), "\(name) cannot be packaged: \(detail)",
      next: "play the file through to see whether it is damaged")
  }

  // MARK: Running ffmpeg

  public static func ffmpegMissing(_ path: String?) -> Diagnostic {
    Diagnostic(
      "ffmpeg-missing", .error, at: path.map { Location($0) }, "the `ffmpeg` command was not found",
      note: "it encodes what browsers do not play, and makes posters",
      next: "apt-get install ffmpeg, or put it on PATH")
  }

  public static func ffmpegTooOld(_ path: String, found: String, needed: String) -> Diagnostic {
    Diagnostic(
      "ffmpeg-too-old", .error, at: Location(path),
      "this `ffmpeg` is version \(found), and Bobine needs \(needed) or newer",
      note: "an older one does not know all that it is asked for, or makes other pictures",
      next: "install a newer ffmpeg, or put one before it on PATH, then build again")
  }

  public static func ffmpegFailed(_ path: String, task: String, said: String?) -> Diagnostic {
    Diagnostic(
      "ffmpeg-failed", .error, at: Location(path), "ffmpeg could not make \(task)",
      note: said.map { "it said: \($0)" }, next: "play the file through to see whether it is damaged")
  }

  public static func ffmpegEnded(_ path: String, task: String, signal: Int) -> Diagnostic {
    Diagnostic(
      "ffmpeg-ended", .error, at: Location(path), "ffmpeg was ended by signal \(signal) while it made \(task)",
      note: signal == 9 ? "the system may have run out of memory" : nil, next: "build again; what is finished is kept")
  }

  public static func ffmpegStalled(_ path: String, task: String, seconds: Int) -> Diagnostic {
    Diagnostic(
      "ffmpeg-stalled", .error, at: Location(path),
      "ffmpeg was ended: it made no progress on \(task) for \(seconds) seconds",
      next: "build again; if it happens again, the file is damaged or the disk is very slow")
  }

  public static func ffmpegNotStarted(_ path: String, reason: String) -> Diagnostic {
    Diagnostic("ffmpeg-not-started", .error, at: Location(path), "ffmpeg could not be started", note: reason)
  }

  public static func encodingNotStored(_ path: String, task: String, reason: String) -> Diagnostic {
    Diagnostic(
      "encoding-not-stored", .error, at: Location(path), "\(task) cannot be stored: \(reason)",
      next: "make room, or name another folder with --state or -o")
  }

  // MARK: Pictures

  public static func noFrame(_ path: String) -> Diagnostic {
    Diagnostic(
      "no-poster", .warning, at: Location(path), "no picture of the video could be read for its poster",
      next: "put a .jpg or .png of the same name beside the video")
  }

  public static func webPNotMade(_ path: String) -> Diagnostic {
    Diagnostic(
      "no-webp", .note, at: Location(path), "its pictures are JPEG alone: this `ffmpeg` cannot write WebP",
      next: "for smaller pages, install an ffmpeg with libwebp and build once with --repackage")
  }

  public static func posterUnreadable(
    _ path: String, reason: String, instead: String = "a frame of the video is taken instead"
  ) -> Diagnostic {
    Diagnostic(
      "poster-unreadable", .warning, at: Location(path), "the poster cannot be used: \(reason)",
      note: instead, next: "save it again as JPEG, PNG or WebP")
  }

  public static func posterTimeBeyondEnd(_ path: String, seconds: String) -> Diagnostic {
    Diagnostic(
      "poster-time-beyond-end", .warning, at: Location(path), "the video has no picture at \(seconds) s for its poster",
      note: "a frame is chosen instead", next: "give `poster` a time inside the video")
  }
}
