/// How pictures are written, the same bytes at every run: one thread, no name of the encoder.
extension FFmpegWords {
  /// JPEG means full range and the matrix of BT.601 (JFIF 1.02), whatever the video has.
  static func jpegScaling(flags: String) -> String {
    scaling(flags, range: "pc") + ",setsar=1,format=yuvj420p"
  }

  /// Lossy WebP means limited range and BT.601 (RFC 9649, 2.5, and RFC 6386, 9.2).
  static func webPScaling(flags: String) -> String {
    scaling(flags, range: "tv") + ",setsar=1,format=yuv420p"
  }

  private static func scaling(_ flags: String, range: String) -> String {
    ":flags=\(flags)+accurate_rnd+full_chroma_int+bitexact:out_range=\(range):out_color_matrix=bt601"
  }

  /// - Parameter quality: `ffmpeg`'s, 2 is the best.
  static func jpeg(quality: Int) -> [String] {
    one + ["-c:v", "mjpeg", "-q:v", "\(quality)", "-f", "mjpeg", "-y"]
  }

  /// About as good as `jpeg(quality: 3)`, in three quarters of the bytes.
  static let webP = one + ["-c:v", "libwebp", "-quality", "80", "-compression_level", "4", "-f", "webp", "-y"]

  private static let one = [
    "-frames:v", "1", "-map_metadata", "-1", "-threads", "1", "-filter_threads", "1", "-fflags", "+bitexact",
    "-flags:v", "+bitexact",
  ]
}
