import Subprocess
import SystemPackage
import Testing

/// What a tool said before it ended.
struct ToolOutput {
  var succeeded: Bool
  /// Ended by a signal: a crash.
  var wasKilled: Bool
  var out: String
  var err: String
}

func tool(_ name: String, _ arguments: [String], input: String = "") async throws -> ToolOutput {
  let path: Executable = name.hasPrefix("/") ? .path(FilePath(name)) : .name(name)
  let result = try await run(
    path, arguments: Arguments(arguments), input: .string(input), output: .string(limit: 32 << 20),
    error: .string(limit: 1 << 20))
  var wasKilled = false
  if case .signaled = result.terminationStatus { wasKilled = true }
  return ToolOutput(
    succeeded: result.terminationStatus.isSuccess, wasKilled: wasKilled, out: result.standardOutput,
    err: result.standardError)
}

/// Runs ffmpeg, quietly, on few threads so that many tests share the machine.
@discardableResult
func ffmpeg(_ arguments: String...) async throws -> String { try await ffmpeg(arguments) }

@discardableResult
func ffmpeg(_ arguments: [String]) async throws -> String {
  let result = try await tool("ffmpeg", ["-v", "error", "-nostdin", "-y", "-threads", "1"] + arguments)
  #expect(result.succeeded, "ffmpeg \(arguments.joined(separator: " ")): \(result.err)")
  return result.out
}

/// Size and hash of each packet of a stream, as ffmpeg demuxes it.
func packets(_ path: String, _ stream: String) async throws -> [String] {
  try await frames(["-i", path, "-map", "0:\(stream)", "-c", "copy", "-f", "framehash", "-hash", "sha256", "-"])
}

/// Hash of each decoded picture.
func pictures(_ path: String) async throws -> [String] {
  try await frames(["-i", path, "-map", "0:v", "-vsync", "passthrough", "-f", "framehash", "-hash", "sha256", "-"])
}

private func frames(_ arguments: [String]) async throws -> [String] {
  let text = try await tool("ffmpeg", ["-v", "error", "-nostdin"] + arguments).out
  return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
    // Stream, dts, pts, duration, size, hash; side data may follow.
    line.split(separator: ",").prefix(6).suffix(2).map { $0.split(separator: " ").joined() }.joined(separator: " ")
  }
}

/// One entry of ffprobe, such as `format=duration`.
func ffprobe(_ path: String, _ entry: String, _ more: String...) async throws -> String {
  let result = try await tool(
    "ffprobe", ["-v", "error"] + more + ["-show_entries", entry, "-of", "default=noprint_wrappers=1:nokey=1", path])
  #expect(result.err == "", "ffprobe \(path)")
  return result.out.split(separator: "\n").joined(separator: " ")
}

/// First audible sample, in milliseconds, of what ffmpeg decodes.
func soundStarts(_ path: String) async throws -> String {
  let text = try await tool(
    "ffmpeg",
    [
      "-nostdin", "-i", path, "-map", "0:a", "-af", "aresample=async=1:first_pts=0,silencedetect=noise=-40dB:d=0.1",
      "-f", "null", "-",
    ]
  ).err
  return text.split(separator: "\n").filter { $0.contains("silence_end") }.first.map {
    String($0.split(separator: "silence_end: ").last?.prefix(4) ?? "")
  } ?? "0"
}
