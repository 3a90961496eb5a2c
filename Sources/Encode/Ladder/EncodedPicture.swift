import Facts

/// The picture of one rendition that `ffmpeg` encodes, 8 bit and 4:2:0, with square pixels, in standard dynamic range.
struct EncodedPicture: Hashable {
  enum Coder: Hashable {
    case x264(preset: String, crf: Int)
    /// It takes no forced keyframes (tried with 1.4), so that they stand at even distances from the first picture.
    case svtAV1(preset: Int, crf: Int)
  }

  var coder: Coder
  var size: PictureSize
  var rate: Rate
  /// In thousands of bits a second.
  var maxRate: Int
  /// What must be done to the source's pixels on the way.
  var colour: ColourChange

  var codec: RenditionFacts.Codec { if case .svtAV1 = coder { .av1 } else { .h264 } }

  /// `bf=8` stands for all that ``words(keyframes:interval:)`` adds to the settings: chunks of other words have other names.
  var recipe: String {
    let shape = "\(size.width)x\(size.height) \(rate.numerator)/\(rate.denominator)"
    let coding =
      switch coder {
      case .x264(let preset, let crf): "h264 \(shape) crf=\(crf) maxrate=\(maxRate)k preset=\(preset) bf=8"
      case .svtAV1(let preset, let crf): "av1 \(shape) crf=\(crf) preset=\(preset)"
      }
    return coding + colour.recipe
  }

  /// From the decoder's picture to the encoder's. ffmpeg has turned it already.
  ///
  /// `fps` with a start repeats or drops pictures so that the first one is that of the chunk's first instant, whatever came
  /// before it, and `trim` ends the chunk to the picture.
  ///
  /// - Parameter count: pictures; nil: all that come.
  func filters(count: Int64?) -> String {
    var filters = ["fps=\(rate.numerator)/\(rate.denominator):start_time=0:round=near"]
    if let count { filters.append("trim=end_frame=\(count)") }
    filters += colour.filters(size)
    return filters.joined(separator: ",")
  }

  /// - Parameters:
  ///   - keyframes: pictures of the chunk at which segments begin.
  ///   - interval: of keyframes within a segment, in pictures.
  func words(keyframes: [Int64], interval: Int64) -> [String] {
    // A quarter of a picture early: the comparison is one of rounded seconds.
    let instants = keyframes.map { picture in
      FramePlace.seconds(micro: Int64((max(Double(picture) - 0.25, 0) / rate.value * 1_000_000).rounded()))
    }
    switch coder {
    case .x264(let preset, let crf):
      return [
        "-c:v", "libx264", "-preset", preset, "-profile:v", "high", "-pix_fmt", "yuv420p",
        "-crf", "\(crf)", "-maxrate", "\(maxRate)k", "-bufsize", "\(2 * maxRate)k",
        "-force_key_frames", instants.joined(separator: ","), "-forced-idr", "1",
        // Of films of ours, x264's own three B-frames made two 2 to 11 % larger than PeerTube makes them. Its sixteen
        // (contracts/peertube.md 5.1) starve a rich picture under a rate cap on one thread: SSIM 0.82, with eight 0.90.
        "-bf", "8", "-b_strategy", "1", "-g", "\(interval)",
        // Every chunk begins with a buffer of its own. With 90 % of it, x264's default, a rich video spends it again at each.
        "-x264-params", "open-gop=0:vbv-init=0.5" + (preset == "veryfast" ? ":rc-lookahead=20" : ""),
        // x264 writes its version and settings into the first frame as SEI (NAL type 6); nothing else there is needed.
        "-bsf:v", "filter_units=remove_types=6",
      ]
    case .svtAV1(let preset, let crf):
      return [
        "-c:v", "libsvtav1", "-preset", "\(preset)", "-crf", "\(crf)", "-pix_fmt", "yuv420p", "-g", "\(interval)",
        "-svtav1-params", "lp=1",
      ]
    }
  }

  /// Ticks a second of the chunks, and of one picture: whole ticks for every picture, and fine enough for players.
  var timescale: (scale: Int64, picture: Int64) {
    var factor: Int64 = 1
    while rate.numerator * factor < 10_000 { factor *= 2 }
    return (rate.numerator * factor, rate.denominator * factor)
  }
}
