import Files
import JSON
import Subprocess
import SystemPackage
import Testing

extension Interop {
  @Suite(.serialized) struct `The media program in trouble` {
    /// What befalls the process that packages the third video.
    enum Mishap: String, CaseIterable, Sendable {
      case killed, stopped, outOfMemory
    }

    @Test(arguments: Mishap.allCases)
    func `four of five videos are built, and one is a diagnostic`(_ mishap: Mishap) async throws {
      let site = try Site()
      for (name, seconds) in [("a", 2), ("b", 2.5), ("d", 3), ("e", 3.5)] {
        try await Clips.make(site.folder("\(name).mp4"), seconds: seconds)
      }
      try await Sources.large(site.folder("c.mp4"), megabytes: 120)

      async let struck = strike(site.folder("c.mp4"), mishap)
      let outcome = try await site.build("--json", "--jobs", "1", "--stall-timeout", "3")
      #expect(try await struck, "the media program was never seen at work on the third video")
      #expect(outcome.status == 1, "\(outcome)")
      #expect(try await site.slugs() == ["a", "b", "d", "e"])
      let errors = try Site.diagnostics(outcome).filter { $0["severity"]?.text == "error" }
      #expect(errors.compactMap { $0["path"]?.text } == ["c.mp4"], "\(outcome)")
      #expect(errors.allSatisfy { $0["next"]?.text != nil })

      // Nothing half-written under a final name, and the next build makes good.
      #expect(try await site.published(".mp4").count == 4)
      try await site.built()
      #expect(try await site.slugs() == ["a", "b", "c", "d", "e"])
    }

    @Test func `a killed build leaves nothing half-written, and the next one carries on`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("a.mp4"), seconds: 2)
      try await Sources.large(site.folder("b.mp4"), megabytes: 120)
      _ = try await Subprocess.run(
        .path(FilePath(Programs.bobine)), arguments: ["build", site.folder.path, "--jobs", "1"], input: .none,
        output: .discarded,
        error: .discarded
      ) { process in
        _ = try await worker(on: site.folder("b.mp4"))
        try process.send(signal: .kill)
      }
      for file in try await site.publicFiles() where file.hasSuffix(".mp4") && !file.contains("/.") {
        try await Tool.check(
          "ffmpeg", ["-v", "error", "-xerror", "-i", site.folder("public/\(file)"), "-f", "null", "-"])
      }
      try await site.built()
      #expect(try await site.slugs() == ["a", "b"])
      #expect(try await site.publicFiles().filter { $0.contains("tmp") || $0.contains(".incoming") } == [])
    }

    /// Waits until a media process has the source open, stops it there, and does what the test asks for.
    private func strike(_ source: String, _ mishap: Mishap) async throws -> Bool {
      guard let process = try await worker(on: source) else { return false }
      try await Tool.check("kill", ["-STOP", process])
      switch mishap {
      case .killed: try await Tool.check("kill", ["-KILL", process])
      case .stopped: break
      case .outOfMemory:
        // Less than it has already: its next allocation fails.
        try await Tool.check("prlimit", ["--pid", process, "--as=1000000"])
        try await Tool.check("kill", ["-CONT", process])
      }
      return true
    }

    /// The process id of the media program in the middle of packaging `source`: it has it open, and has written a megabyte.
    private func worker(on source: String) async throws -> String? {
      let end = SystemClock.monotonic() + 60_000_000_000
      while SystemClock.monotonic() < end {
        for process in try Files.list("/proc") where process.allSatisfy(\.isNumber) {
          guard (try? Files.readText("/proc/\(process)/comm", limit: 64)) == "bobine-media\n" else { continue }
          let open = ((try? Files.list("/proc/\(process)/fd")) ?? []).compactMap {
            Files.linkTarget("/proc/\(process)/fd/\($0)")
          }
          let written = open.filter { $0.hasSuffix(".mp4") && $0 != source }.compactMap {
            (try? Files.status($0)) ?? nil
          }
          if open.contains(source), written.contains(where: { $0.size > 1_000_000 }) { return process }
        }
        await Task.yield()
      }
      return nil
    }
  }
}
