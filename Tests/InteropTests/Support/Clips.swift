import Files
import Testing

/// Real media, drawn and encoded by ffmpeg's own sources when a test wants them.
enum Clips {
  static let h264 = ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-bf", "2", "-flags", "+cgop"]
  static let aac = ["-c:a", "aac", "-b:a", "64k"]

  /// Moving pictures and a tone.
  ///
  /// - Parameters:
  ///   - keyframes: pictures between two of them.
  ///   - codecs: ffmpeg's options for both streams; default H.264 and AAC.
  static func make(
    _ path: String, seconds: Double = 12, size: String = "320x180", rate: Int = 15, keyframes: Int = 30,
    codecs: [String] = h264 + aac, extra: [String] = []
  ) async throws {
    try Files.makeFolder(PathRules.parent(path))
    try await Tool.check(
      "ffmpeg",
      [
        "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=\(size):r=\(rate)", "-f", "lavfi", "-i",
        "sine=frequency=440",
      ]
        + ["-t", "\(seconds)", "-g", "\(keyframes)"] + codecs + ["-bitexact"] + extra + [path], seconds: 600)
  }

  static let mpeg4 = ["-c:v", "mpeg4", "-q:v", "8"]
  static let mp3 = ["-c:a", "libmp3lame", "-b:a", "64k"]
  static let vp9 = ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "200k"]
  static let opus = ["-c:a", "libopus", "-b:a", "48k"]
}
