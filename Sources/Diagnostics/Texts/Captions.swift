/// What the reading of captions and chapters says.
extension Diagnostic {
  // MARK: Which files

  public static func badCaptions(_ reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "bad-captions", .error, at: location, "these captions cannot be used: \(reason)",
      note: "The video is published without them.", next: "write them as WebVTT or SubRip (.srt)")
  }

  public static func captionsWithoutLanguage(_ example: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "captions-without-language", .warning, at: location, "the name of this file tells no language",
      note: "The video's language is taken.", next: "rename it, for example \(example)")
  }

  public static func secondCaptions(_ language: String, first: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "second-captions", .warning, at: location, "there are captions in \"\(language)\" already",
      note: "\(first) is used, this file is not.", next: "remove one of the two, or write another language")
  }

  public static func otherCaptionsTaken(_ language: String, first: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "other-captions-taken", .note, at: location,
      "there are better captions in \"\(language)\": this file is not used",
      note:
        "\(first) is used. Captions with sounds come before those without, people before machines, all before a part.",
      next: "list the file that you prefer under \"captions\" in the video's text")
  }

  // MARK: In the container

  public static func pictureSubtitles(_ streams: [String], at location: Location) -> Diagnostic {
    Diagnostic(
      "picture-subtitles", .note, at: location,
      "its \(streams.count == 1 ? "subtitle stream" : "subtitle streams") \(streams.joined(separator: ", ")) cannot become captions",
      note: "They are pictures, or in a form that is not read: letters cannot be taken out of them.",
      next: "turn them into text with a program that recognises letters, and put the .srt beside the video")
  }

  public static func subtitleStreamFailed(_ stream: String, reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "subtitle-stream-failed", .warning, at: location, "its subtitle stream \(stream) gave no captions: \(reason)",
      note: "The video is published without them.", next: "put a .vtt or .srt in that language beside the video")
  }

  public static func subtitleStreamEmpty(_ stream: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "subtitle-stream-empty", .note, at: location, "its subtitle stream \(stream) has no text in it",
      note: "The video is published without it.")
  }

  public static func subtitleStreamAssumed(_ stream: String, set: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "encoding-assumed", .note, at: location, "its subtitle stream \(stream) is not UTF-8: it is read as \(set)",
      note: "Of what is usual for its language, its bytes fit that best.",
      next: "look at the captions in the page; if they are wrong, put a .vtt in UTF-8 beside the video")
  }

  public static func subtitleStreamDamaged(
    _ stream: String, set: String, count: Int, at location: Location
  ) -> Diagnostic {
    Diagnostic(
      "encoding-damaged", .warning, at: location,
      "in its subtitle stream \(stream) \(count) \(count == 1 ? "byte is" : "bytes are") no character of \(set)",
      note: "The sign \u{FFFD} stands for each.", next: "put a .vtt in UTF-8 beside the video")
  }

  public static func embeddedCaptionsMissing(_ language: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "embedded-captions-missing", .warning, at: location,
      "the captions in \"\(language)\" that its container holds are not beside its facts",
      note: "The page is built without them.", next: "build once where the video is, and take .bobine/facts along")
  }

  // MARK: How they are written

  public static func encodingAssumed(_ set: String, language: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "encoding-assumed", .note, at: location, "this file is not UTF-8: it is read as \(set)",
      note: "Of what is usual for the language \"\(language)\", its bytes fit that best.",
      next:
        "look at the captions in the page, and to be certain: iconv -f \(set) -t UTF-8 \(shellQuoted(location.path))")
  }

  public static func encodingDamaged(_ set: String, count: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "encoding-damaged", .warning, at: location,
      "\(count) \(count == 1 ? "byte is" : "bytes are") no character of \(set)",
      note: "The sign \u{FFFD} stands for each.",
      next: "save the file again as UTF-8")
  }

  // MARK: Times

  public static func cueTimesUnreadable(_ count: Int, first: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "cue-times-unreadable", .warning, at: location, "\"\(first)\" is no time of a cue",
      note: count == 1 ? "The cue is left out." : "\(count) cues are left out for such a line.",
      next: "write 00:00:01.000 --> 00:00:02.000")
  }

  public static func cuesNeverShown(_ count: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "cues-never-shown", .warning, at: location,
      count == 1 ? "a cue ends before it begins" : "\(count) cues end before they begin",
      note: count == 1 ? "It is left out." : "They are left out.", next: "correct the times, the later one last")
  }

  public static func cuesBeforeVideo(_ count: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "cues-before-video", .warning, at: location,
      count == 1 ? "a cue begins before the video" : "\(count) cues begin before the video",
      note: "They are shown from its start.", next: "correct the times: they were shifted too far")
  }

  public static func cuesOutOfOrder(_ count: Int, at location: Location) -> Diagnostic {
    Diagnostic(
      "cues-out-of-order", .note, at: location,
      count == 1 ? "a cue begins before the one above it" : "\(count) cues begin before the one above them",
      note: "They are published in the order of their times.")
  }

  public static func captionsBehindEnd(
    dropped: Int, shortened: Int, duration: String, at location: Location
  ) -> Diagnostic {
    let begin = dropped == 0 ? nil : dropped == 1 ? "a cue begins" : "\(dropped) cues begin"
    let end = shortened == 0 ? nil : shortened == 1 ? "a cue ends" : "\(shortened) cues end"
    let message = [begin, end].compactMap { $0 }.joined(separator: " and ") + " after the end of the video"
    return Diagnostic(
      "captions-behind-end", dropped == 0 ? .note : .warning, at: location, message,
      note: "It ends at \(duration); what lies behind is left out.",
      next: dropped == 0 ? nil : "check that these captions belong to this video")
  }

  // MARK: Chapters

  public static func badChapters(_ reason: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "bad-chapters", .error, at: location, "these chapters cannot be used: \(reason)",
      note: "The video is published without them.", next: "write them as WebVTT: one cue a chapter, its text the title")
  }

  public static func secondChapters(first: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "second-chapters", .warning, at: location, "there is another file of chapters for this video",
      note: "\(first) is used, this file is not.", next: "remove one of the two")
  }

  public static func chapterBehindEnd(
    _ title: String, time: String, duration: String, at location: Location
  ) -> Diagnostic {
    Diagnostic(
      "chapter-behind-end", .warning, at: location, "the chapter \"\(title)\" begins after the end of the video",
      note: "It begins at \(time), the video ends at \(duration). It is left out.", next: "correct its time")
  }

  public static func secondChapter(_ title: String, time: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "second-chapter", .warning, at: location, "another chapter begins at \(time) too",
      note: "\"\(title)\" is left out.", next: "give each chapter a time of its own")
  }

  public static func firstChapterLate(_ title: String, time: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "first-chapter-late", .note, at: location, "the first chapter begins at \(time)",
      note: "What comes before \"\(title)\" is in no chapter, and some players show none at all then.",
      next: "begin the first chapter at 0")
  }

  public static func chaptersOutOfOrder(_ title: String, at location: Location) -> Diagnostic {
    Diagnostic(
      "chapters-out-of-order", .note, at: location, "the chapter \"\(title)\" begins before the one above it",
      note: "They are published in the order of their times.")
  }
}
