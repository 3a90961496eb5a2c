import JSON
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
      #expect(try await site.films().count == 4)
      try await site.built()
      #expect(try await site.slugs() == ["a", "b", "c", "d", "e"])
    }

    /// Waits until a media process has the source open, stops it there, and does what the test asks for.
    private func strike(_ source: String, _ mishap: Mishap) async throws -> Bool {
      guard let process = try await Processes.mediaProgram(packaging: source) else { return false }
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
  }
}
