import Files
import Testing

/// Processes by their ids, as /proc tells of them (proc(5)).
enum Processes {
  /// One that has ended stays as a zombie until somebody asks how.
  static func isAlive(_ process: String) -> Bool {
    guard let state = try? Files.readText("/proc/\(process)/stat", limit: 4096) else { return false }
    return !state.contains(") Z ")
  }

  static func name(of process: String) -> String? {
    (try? Files.readText("/proc/\(process)/comm", limit: 64)).map { String($0.prefix { $0 != "\n" }) }
  }

  static func children(of process: String) -> [String] {
    let tasks = (try? Files.list("/proc/\(process)/task")) ?? []
    return tasks.flatMap { task in
      ((try? Files.readText("/proc/\(process)/task/\(task)/children", limit: 65_536)) ?? "").split(separator: " ")
        .map(String.init)
    }
  }

  static func descendants(of process: String) -> [String] {
    children(of: process).flatMap { [$0] + descendants(of: $0) }
  }

  /// All at once, as a power cut or the end of a container does it.
  static func kill(_ processes: [String]) async throws {
    // One that has ended meanwhile is an error of the command, and none here.
    _ = try await Tool.run("kill", ["-KILL"] + processes)
  }

  /// The media program in the middle of packaging `source`, within a minute: it has it open, and has written a megabyte.
  static func mediaProgram(packaging source: String) async throws -> String? {
    let end = SystemClock.monotonic() + 60_000_000_000
    while SystemClock.monotonic() < end {
      for process in try Files.list("/proc") where process.allSatisfy(\.isNumber) {
        guard name(of: process) == "bobine-media" else { continue }
        let open = ((try? Files.list("/proc/\(process)/fd")) ?? []).compactMap {
          Files.linkTarget("/proc/\(process)/fd/\($0)")
        }
        let written = open.filter { $0.hasSuffix(".mp4") && $0 != source }.compactMap {
          (try? Files.status($0)) ?? nil
        }
        if open.contains(source), written.contains(where: { $0.size > 1_000_000 }) { return process }
      }
      try await Task.sleep(for: .milliseconds(2))
    }
    return nil
  }
}
