/// One picture of a file, and how `ffmpeg` gets there.
struct FramePlace: Hashable {
  /// Absolute.
  var file: String
  /// In milliseconds from the start.
  var time: Int64
  /// The first picture at or after this very instant; else the keyframe at or before it, which costs one picture.
  var isExact: Bool

  /// An input. A file without the picture that is looked for is not read to its end.
  var words: [String] {
    let seek = ["-ss", Self.seconds(time), "-t", "20", "-threads", "1"]
    return (isExact ? seek : ["-noaccurate_seek", "-skip_frame", "nokey"] + seek) + FFmpegWords.input(file)
  }

  /// `12.340`
  static func seconds(_ milliseconds: Int64) -> String {
    let rest = String(milliseconds % 1000)
    return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - rest.count) + rest
  }

  /// Of microseconds, not negative.
  static func seconds(micro: Int64) -> String {
    let rest = String(micro % 1_000_000)
    return "\(micro / 1_000_000)." + String(repeating: "0", count: 6 - rest.count) + rest
  }
}
