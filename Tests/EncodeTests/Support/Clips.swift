import Encode
import Files
import Subprocess

/// A folder that is removed after `body`.
func withFolder(_ body: (String) async throws -> Void) async throws {
  let folder = Files.temporaryName(beside: "/tmp/encode-tests")
  try Files.makeFolder(folder)
  do {
    try await body(folder)
    try Files.removeTree(folder)
  } catch {
    try? Files.removeTree(folder)
    throw error
  }
}

/// A moving picture with a tone, made by ffmpeg's own sources.
func clip(
  _ folder: String, _ name: String, _ options: [String], seconds: Int = 2, filter: String = "null",
  size: String = "320x180"
) async throws -> String {
  let path = "\(folder)/\(name)"
  let arguments =
    [
      "-nostdin", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=\(size):r=25", "-f", "lavfi", "-i",
      "sine=f=440:r=48000", "-t", "\(seconds)", "-vf", filter,
    ] + options + ["-y", path]
  let result = try await SubprocessRunner().run(Command("ffmpeg", arguments))
  guard result.isSuccess else { throw Surprise(result.errors) }
  return path
}

/// What `bobine-media` makes of a packaged file, made by ffmpeg here: its keyframes alone, at their own times where the
/// film has no B-frames.
func reel(_ film: String, _ folder: String) async throws -> String {
  let path = "\(folder)/reel.mp4"
  let arguments = ["-nostdin", "-v", "error", "-discard", "nokey", "-i", film, "-map", "0:v", "-c", "copy", "-y", path]
  let result = try await SubprocessRunner().run(Command("ffmpeg", arguments))
  guard result.isSuccess else { throw Surprise(result.errors) }
  return path
}

/// What ffprobe prints of a file, one `key=value` a line.
func probe(_ path: String, _ entries: String, _ options: [String] = []) async throws -> String {
  let arguments = ["-v", "error"] + options + ["-show_entries", entries, "-of", "default=nw=1", path]
  return try await Subprocess.run(.name("ffprobe"), arguments: Arguments(arguments), output: .string(limit: 1 << 20))
    .standardOutput
}

/// Of the decoded pictures.
func pictureHash(_ path: String) async throws -> String {
  let arguments = ["-v", "error", "-i", path, "-map", "0:v", "-f", "md5", "-"]
  return try await Subprocess.run(.name("ffmpeg"), arguments: Arguments(arguments), output: .string(limit: 1 << 10))
    .standardOutput
}

/// Mean luma of a picture, 0 to 255.
///
/// - Parameter part: of the picture, as the `crop` filter has it: `width:height:x:y`.
func brightness(_ path: String, part: String? = nil) async throws -> Int {
  let crop = part.map { "crop=\($0)," } ?? ""
  let arguments = ["-v", "error", "-i", path, "-vf", crop + "scale=1:1:flags=area,format=gray", "-frames:v", "1", "-f", "rawvideo", "-"]
  let bytes = try await Subprocess.run(.name("ffmpeg"), arguments: Arguments(arguments), output: .bytes(limit: 16))
    .standardOutput
  return Int(bytes.first ?? 0)
}
