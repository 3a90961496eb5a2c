/// Small real media, made by ffmpeg's own sources when a test wants them.
enum Source {
  static let picture = ["-f", "lavfi", "-i", "testsrc2=size=192x108:rate=25"]
  static let tone = ["-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000"]
  static let aac = ["-c:a", "aac", "-b:a", "64k"]

  /// - Parameters:
  ///   - keyframes: distance of IDR frames in pictures.
  ///   - more: arguments before the output.
  static func h264(
    _ folder: Folder, _ name: String = "source.mp4", seconds: Double = 9, keyframes: Int = 50, frames b: Int = 3,
    audio: [String] = Source.tone, more: [String] = []
  ) async throws -> String {
    try await ffmpeg(
      picture + audio + ["-t", "\(seconds)"] + x264(keyframes, b) + (audio.isEmpty ? [] : aac) + more + [folder(name)])
    return folder(name)
  }

  static func x264(_ keyframes: Int, _ b: Int) -> [String] {
    [
      "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "\(keyframes)", "-keyint_min",
      "\(keyframes)",
      "-sc_threshold", "0", "-bf", "\(b)",
    ]
  }

  static func encoded(_ folder: Folder, _ name: String, _ arguments: [String], seconds: Double = 6) async throws
    -> String
  {
    try await ffmpeg(picture + tone + ["-t", "\(seconds)"] + arguments + [folder(name)])
    return folder(name)
  }
}
