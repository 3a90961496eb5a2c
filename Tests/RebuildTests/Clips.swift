import Foundation

/// Small real videos, drawn by ffmpeg's own sources.
enum Clips {
  struct Failure: Error { var message: String }

  /// - Parameters:
  ///   - options: of the output, before its name.
  ///   - picture: a source of lavfi.
  ///   - sound: a source of lavfi; nil for none.
  static func make(
    _ path: String, seconds: Double = 6, picture: String = "testsrc2=s=320x180:r=25", sound: String? = "sine=f=440:r=48000",
    _ options: [String]
  ) throws {
    try FileManager.default.createDirectory(
      at: URL(filePath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
    var arguments = ["-nostdin", "-v", "error", "-y", "-f", "lavfi", "-i", picture]
    if let sound { arguments += ["-f", "lavfi", "-i", sound] }
    arguments += ["-t", String(seconds)] + options + [path]
    let finished = try run("ffmpeg", arguments)
    if finished.status != 0 { throw Failure(message: "\(path): \(finished.errors)") }
  }

  static let h264 = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-bf", "2", "-flags", "+cgop"]
  static let aac = ["-c:a", "aac", "-b:a", "96k"]

  static func mp4(_ path: String, seconds: Double = 6) throws { try make(path, seconds: seconds, h264 + aac) }
  static func mkv(_ path: String, seconds: Double = 6) throws { try make(path, seconds: seconds, h264 + aac) }
  static func mov(_ path: String, seconds: Double = 6) throws { try make(path, seconds: seconds, h264 + aac) }
  static func avi(_ path: String, seconds: Double = 4) throws {
    try make(path, seconds: seconds, ["-c:v", "mpeg4", "-q:v", "5", "-c:a", "libmp3lame"])
  }
  static func webm(_ path: String, seconds: Double = 4) throws {
    try make(path, seconds: seconds, ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "50", "-c:a", "libopus"])
  }
}
