import Facts

/// One `ffmpeg` call that turns a source into an MP4 to be packaged, without the two paths.
///
/// Two runs of the same call on the same source give the same bytes: one thread, bit-exact flags, no date, no name of the
/// encoder (with a rate cap and two threads x264 gives other bytes at every run).
public struct Transcode: Sendable, Hashable {
  /// Of the source: which streams are taken.
  var video: Int
  var audio: Int?
  var picture: Picture
  var sound: Sound

  enum Picture: Hashable {
    case copy
    case h264(H264Settings)
  }

  enum Sound: Hashable {
    case none
    case copy
    case aac(AACSettings)
  }

  var encodesAudio: Bool { if case .aac = sound { true } else { false } }

  /// In one line: `h264 1280x720 25/1 crf=23 maxrate=2534k preset=fast; aac 160k 2ch`.
  public var recipe: String {
    let left =
      switch picture {
      case .copy: "copy"
      case .h264(let settings): settings.recipe
      }
    return switch sound {
    case .none: "\(left); no audio"
    case .copy: "\(left); audio copy"
    case .aac(let settings): "\(left); \(settings.recipe)"
    }
  }

  /// - Parameters:
  ///   - source: absolute.
  ///   - output: absolute; replaced where it exists.
  public func arguments(source: String, output: String) -> [String] {
    var words = FFmpegWords.start + ["-threads", "1"] + FFmpegWords.input(source) + ["-map", "0:\(video)"]
    if let audio { words += ["-map", "0:\(audio)"] }
    words += ["-map_metadata", "-1", "-map_chapters", "-1", "-dn", "-sn", "-max_muxing_queue_size", "1024"]
    words += ["-threads", "1", "-filter_threads", "1"]
    words += ["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]
    switch picture {
    case .copy: words += ["-c:v", "copy"]
    case .h264(let settings): words += settings.words
    }
    switch sound {
    case .none: words += ["-an"]
    case .copy: words += ["-c:a", "copy"]
    case .aac(let settings): words += settings.words
    }
    return words + ["-f", "mp4", "-y", FFmpegWords.file(output)]
  }
}

/// Arguments that every call has.
enum FFmpegWords {
  static let start = ["-nostdin", "-hide_banner", "-v", "error", "-nostats", "-progress", "pipe:1"]

  /// Only the file itself is read, and only as a container that holds its media (``ContainerPolicy``).
  static func input(_ path: String, demuxers: String = ContainerPolicy.demuxers) -> [String] {
    ["-protocol_whitelist", "file,pipe", "-format_whitelist", demuxers, "-i", file(path)]
  }

  /// With the protocol named, no character of a path is taken for another protocol or an option.
  static func file(_ path: String) -> String { "file:" + path }
}
