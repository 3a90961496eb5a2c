import Files
import JSON
import Testing

extension Interop {
  /// What a build shows while it runs, to people and to programs.
  @Suite(.serialized) struct `The progress of a build` {
    @Test func `is told to programs as it happens`() async throws {
      let site = try await encoded()
      try site.folder.put("nothing", "broken.mp4")
      let built = try await site.build("--json")
      #expect(built.status == 1 && built.err == "", "\(built)")
      let events = try built.out.split(separator: "\n").map { try JSON(Array($0.utf8)) }
      func places(_ event: String, _ path: String? = nil) -> [Int] {
        events.indices.filter { events[$0]["event"]?.text == event && (path == nil || events[$0]["path"]?.text == path) }
      }
      #expect(events.allSatisfy { $0["event"]?.text != nil })
      #expect(places("planned") == [0] && places("totals") == [events.count - 1])
      let started = try #require(places("started", "film.avi").first)
      let finished = try #require(places("finished", "film.avi").first)
      let progress = places("progress", "film.avi")
      #expect(!progress.isEmpty && progress.allSatisfy { $0 > started && $0 < finished })
      let encodes = progress.map { events[$0] }.filter { $0["step"]?.text?.hasPrefix("encode ") == true }
      let done = encodes.compactMap { $0["done"]?.integer }
      #expect(encodes.allSatisfy { $0["unit"]?.text == "milliseconds" } && done == done.sorted())
      #expect(encodes.last.map { $0["done"] == $0["total"] } == true)
      let failed = try #require(places("finished", "broken.mp4").first)
      #expect(events[failed]["failed"]?.bool == true)
      #expect(places("diagnostic", "broken.mp4").count == 1)
    }

    @Test func `is a bar with speed, time left and a total on a terminal, and a line a step elsewhere`() async throws {
      let site = try await encoded()
      try await Clips.make(site.folder("other.mp4"), seconds: 1)
      let log = try Folder()
      let command = "stty cols 100; '\(Programs.bobine)' build '\(site.folder.path)' --now \(Site.now)"
      try await Tool.check("script", ["-qec", command, log("terminal")])
      let shown = try log.text("terminal")
      #expect(shown.contains(/film\.avi  encode 540p, 480p [█░]{16} \d+ %, \d+(\.\d)?x, .* left/), "\(shown)")
      #expect(shown.contains("1 of 2 videos done"))
      let lines = shown.split(whereSeparator: \.isNewline).map { $0.split(separator: "\u{1B}[J").last ?? "" }
      #expect(lines.allSatisfy { $0.count < 100 || !$0.contains("█") })

      let plain = try await site.unbuilt().built()
      #expect(plain.err.contains("film.avi: encode 540p, 480p\n"), "\(plain)")
      #expect(plain.err.contains(/film\.avi: done: 540p, 480p, audio \(.* s\)/))
      #expect(!plain.err.contains("\u{1B}"))
    }

    @Test func `leaves the machine to others: encoders and the media program run at low priority`() async throws {
      let site = try await encoded()
      _ = try await RunningBuild.run(site) { build in
        try await build.wait { site.intermediates().contains { $0.hasSuffix(".part") } }
        let own = try Self.priorities(of: build.process)
        var seen: Set<String> = []
        for process in build.descendants {
          guard let name = Processes.name(of: process), ["ffmpeg", "bobine-media"].contains(name) else { continue }
          let priorities = (try? Self.priorities(of: process)) ?? []
          if priorities.isEmpty { continue }
          seen.insert(name)
          #expect(priorities == [min((own.max() ?? 0) + 10, 19)], "\(name)")
        }
        #expect(seen == ["ffmpeg", "bobine-media"])
        try await build.kill()
      }
    }

    /// Nice values of all threads (proc(5), field 19).
    private static func priorities(of process: String) throws -> Set<Int> {
      Set(
        try Files.list("/proc/\(process)/task").compactMap { thread in
          let text = try Files.readText("/proc/\(process)/task/\(thread)/stat", limit: 4096) ?? ""
          return text.split(separator: ") ").last?.split(separator: " ").dropFirst(16).first.flatMap { Int($0) }
        })
    }

    /// Takes a few seconds to encode.
    private func encoded() async throws -> Site {
      let site = try Site()
      try await Clips.make(
        site.folder("film.avi"), seconds: 16, size: "960x540", rate: 25, codecs: Clips.mpeg4 + Clips.mp3)
      return site
    }
  }
}
