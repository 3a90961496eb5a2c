import Facts

/// The sound of one source as renditions carry it: taken over or encoded, in a file of its own that all of them share.
public struct SoundTrack: FileCall, Hashable {
  enum Coding: Hashable {
    case copy
    case aac(SoundShape)
    case opus(SoundShape)
  }

  /// Of the source.
  var stream: Int
  var coding: Coding
  /// Where the file's own beginning lies on the video's timeline, in microseconds (``PictureInput/origin``).
  var origin: Int64 = 0
  /// No picture tells when it begins: with what is heard first, which may be later than its container says (WMA).
  var isAlone = false

  var isEncoded: Bool { coding != .copy }

  /// In one line: `aac 160k 2ch 48000`.
  public var recipe: String {
    let shift = (origin == 0 ? "" : " from \(origin)") + (isAlone ? " alone" : "")
    return switch coding {
    case .copy: "audio \(stream) copy\(shift)"
    case .aac(let shape): "audio \(stream) aac \(shape.aacRate) \(shape.channels)ch \(shape.sampleRate)\(shift)"
    case .opus(let shape): "audio \(stream) opus \(shape.opusRate) \(shape.channels)ch\(shift)"
    }
  }

  /// Options of the codec.
  var words: [String] {
    // Gaps become silence and overlaps are cut, so that the frames follow one another.
    let even = ["-af", (isAlone ? "asetpts=PTS-STARTPTS," : "") + "aresample=async=1"]
    return switch coding {
    case .copy: ["-c:a", "copy"]
    case .aac(let shape):
      ["-c:a", "aac", "-b:a", shape.aacRate, "-ac", "\(shape.channels)", "-ar", "\(shape.sampleRate)"] + even
    case .opus(let shape):
      ["-c:a", "libopus", "-b:a", shape.opusRate, "-ac", "\(shape.channels)", "-ar", "48000"] + even
    }
  }

  /// Encoded from end to end and never in chunks: each would begin with the encoder's priming, and click.
  public func arguments(source: String, output: String) -> [String] {
    var words = FFmpegWords.start + ["-threads", "1"]
    if origin != 0 { words += ["-itsoffset", (origin < 0 ? "-" : "") + FramePlace.seconds(micro: abs(origin))] }
    words += FFmpegWords.input(source) + ["-map", "0:\(stream)", "-vn"] + FFmpegWords.exact + self.words
    return words + ["-f", "mp4", "-y", FFmpegWords.file(output)]
  }
}

/// Stereo at most: more is mixed down, since most browsers do it badly.
struct SoundShape: Hashable {
  var channels: Int
  var sampleRate: Int

  init(_ source: StreamReport) {
    channels = source.channels == 1 ? 1 : 2
    sampleRate = [32000, 44100, 48000].contains(source.sampleRate) ? source.sampleRate : 48000
  }

  var aacRate: String { channels == 1 ? "96k" : "160k" }
  var opusRate: String { channels == 1 ? "64k" : "112k" }
}
