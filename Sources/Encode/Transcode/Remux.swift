import Facts

/// The pictures of a source as they are, in an MP4 that can be packaged; their sound as it is, or encoded.
public struct Remux: FileCall, Hashable {
  /// Of the source: which streams are taken.
  var video: Int
  var sound: SoundTrack?

  var encodesAudio: Bool { sound?.isEncoded ?? false }

  /// In one line: `copy; aac 160k 2ch 48000`.
  public var recipe: String { "copy \(video); \(sound?.recipe ?? "no audio")" }

  public func arguments(source: String, output: String) -> [String] {
    var words = FFmpegWords.start + ["-threads", "1"] + FFmpegWords.input(source) + ["-map", "0:\(video)"]
    if let sound { words += ["-map", "0:\(sound.stream)"] }
    words += FFmpegWords.exact + ["-c:v", "copy"]
    words += sound?.words ?? ["-an"]
    return words + ["-f", "mp4", "-y", FFmpegWords.file(output)]
  }
}

/// The pictures of a source in a container that can be entered anywhere: MPEG streams and AVI cannot (``PictureInput``).
public struct IndexedPictures: FileCall, Hashable {
  var video: Int

  public var recipe: String { "indexed \(video)" }

  public func arguments(source: String, output: String) -> [String] {
    // AVI and raw streams do not say when a picture is shown: genpts works it out of the decoding order.
    FFmpegWords.start + ["-fflags", "+genpts"] + FFmpegWords.input(source) + ["-map", "0:\(video)"] + FFmpegWords.exact
      + ["-c:v", "copy", "-an", "-f", "matroska", "-y", FFmpegWords.file(output)]
  }
}
