import Facts

/// How a picture is encoded to the H.264 that every browser plays.
struct H264Settings: Hashable {
  var size: PictureSize
  var rate: Rate
  /// In thousands of bits a second.
  var maxRate: Int
  var deinterlace: Bool
  /// The source's pixels are RGB: their matrix has to be chosen, and said.
  var isRGB: Bool

  static let preset = "fast"

  var recipe: String {
    "h264 \(size.width)x\(size.height) \(rate.numerator)/\(rate.denominator) crf=\(RateControl.crf) "
      + "maxrate=\(maxRate)k preset=\(Self.preset)" + (deinterlace ? " deinterlace" : "")
  }

  var words: [String] {
    [
      "-vf", filters, "-c:v", "libx264", "-preset", Self.preset, "-profile:v", "high", "-pix_fmt", "yuv420p",
      "-crf", "\(RateControl.crf)", "-maxrate", "\(maxRate)k", "-bufsize", "\(2 * maxRate)k",
      // A closed GOP of two seconds, cut by time: renditions of one source have their keyframes at the same instants.
      "-force_key_frames", "expr:gte(t,n_forced*2)", "-forced-idr", "1", "-sc_threshold", "0",
      "-g", "\(Int((2 * rate.value).rounded(.up)))", "-x264-params", "open-gop=0",
      // x264 writes its version and settings into the first frame as SEI (NAL type 6); nothing else there is needed.
      "-bsf:v", "filter_units=remove_types=6",
    ]
  }

  /// ffmpeg turns the picture by itself before the first filter.
  private var filters: String {
    var filters: [String] = []
    if deinterlace { filters.append("bwdif=mode=send_frame:deint=all") }
    filters.append("fps=\(rate.numerator)/\(rate.denominator)")
    let matrix = isRGB ? ":out_color_matrix=bt709" : ""
    filters.append(
      "scale=\(size.width):\(size.height):flags=bicubic+accurate_rnd+full_chroma_int+bitexact:out_range=tv\(matrix)")
    filters += ["setsar=1", "format=yuv420p"]
    if isRGB { filters.append("setparams=range=tv:colorspace=bt709:color_primaries=bt709:color_trc=bt709") }
    return filters.joined(separator: ",")
  }
}

/// How sound is encoded: AAC-LC, stereo at most.
struct AACSettings: Hashable {
  var channels: Int
  var sampleRate: Int

  init(_ source: StreamReport) {
    channels = source.channels == 1 ? 1 : 2
    sampleRate = [32000, 44100, 48000].contains(source.sampleRate) ? source.sampleRate : 48000
  }

  private var bitRate: String { channels == 1 ? "96k" : "160k" }

  var recipe: String { "aac \(bitRate) \(channels)ch \(sampleRate)" }

  var words: [String] {
    [
      "-c:a", "aac", "-b:a", bitRate, "-ac", "\(channels)", "-ar", "\(sampleRate)",
      // Gaps become silence and overlaps are cut, so that the frames follow one another.
      "-af", "aresample=async=1",
    ]
  }
}
