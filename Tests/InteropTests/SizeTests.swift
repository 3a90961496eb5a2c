import Files
import JSON
import Subprocess
import Synchronization
import SystemPackage
import Testing

/// Speed and memory, at a size for every run and at the sizes that `make test-full` and `make bench` take.
extension Interop {
  @Suite(.serialized) struct `Speed and memory` {
    /// MB of source; the time may grow with it, the memory may not.
    static let memorySizes = Programs.isFull ? [10, 1_000, 20_000] : [10, 150]

    @Test(arguments: memorySizes)
    func `both programs together stay under 200 MB, whatever the size of the source`(_ megabytes: Int) async throws {
      let site = try Site()
      try await Sources.large(site.folder("large.mp4"), megabytes: megabytes)
      let peak = try await peakMemory(of: ["build", site.folder.path, "--now", Site.now])
      print("memory: \(megabytes) MB of source, peak of PSS \(peak / 1_000_000) MB")
      #expect(peak > 1_000_000, "nothing was measured")
      #expect(peak < 200_000_000)
      #expect(try await site.slugs() == ["large"])
    }

    @Test func `a whole build keeps its pace against ffmpeg, mktorrent and sha256sum together`() async throws {
      // At the small size the poster and the keys, which cost the same for any video, are most of our time, and other
      // tests' leftovers most of the noise: it only guards against a build that became several times slower.
      let (megabytes, runs, goal) = Programs.isFull ? (1_000, 5, 0.5) : (200, 3, 4.0)
      try await compare("\(megabytes) MB", runs: runs, goal: goal) { path in
        try await Sources.large(path, megabytes: megabytes)
      }
    }

    @Test(.enabled(if: Programs.isFull, "make test-full"))
    func `one hour of small packets at 50 pictures a second is built faster as well`() async throws {
      try await compare("one hour at 50 fps", runs: 5, goal: 1.0) { path in
        let seed = path + ".seed.mp4"
        try await Clips.make(
          seed, seconds: 60, size: "320x180", rate: 50, keyframes: 100,
          codecs: ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-b:v", "150k"] + Clips.aac)
        try await Sources.loop(seed, times: 60, to: path)
      }
    }

    /// The median of the ratios of alternating runs, our time by theirs, with a warm cache.
    private func compare(_ what: String, runs: Int, goal: Double, source: (String) async throws -> Void) async throws {
      let site = try Site()
      let others = try Folder()
      let path = site.folder("content/talk.mp4")
      try Files.makeFolder(site.folder("content"))
      try await source(path)
      try site.folder.put("renditions: copy\n", "bobine.yml")
      _ = try await Tool.check("sha256sum", [path], seconds: 600)
      var ratios: [Double] = []
      for _ in 0..<runs {
        for name in ["public", ".bobine"] { try Files.removeTree(site.folder(name)) }
        let ours = try await seconds {
          let built = try await site.build("--base-url", "https://speed.example/", seconds: 1200)
          try #require(built.status == 0, "\(built)")
        }
        try Files.removeTree(others.path)
        try Files.makeFolder(others.path)
        let theirs = try await seconds {
          try await Tool.check(
            "ffmpeg",
            [
              "-v", "error", "-i", path, "-c", "copy", "-hls_time", "4", "-hls_playlist_type", "vod",
              "-hls_segment_type", "fmp4",
            ]
              + ["-hls_flags", "single_file", others("talk.m3u8")], seconds: 1200)
          let media = try #require(try Files.list(others.path).first { $0.hasSuffix(".m4s") || $0.hasSuffix(".mp4") })
          try await Tool.check("mktorrent", ["-l", "20", "-o", others("talk.torrent"), others(media)], seconds: 1200)
          try await Tool.check("sha256sum", [others(media)], seconds: 1200)
        }
        ratios.append(ours / theirs)
        print("speed: \(what): ours \(ours) s, theirs \(theirs) s")
      }
      let median = ratios.sorted()[runs / 2]
      print("speed: \(what): median of \(runs) ratios \(median)")
      #expect(median < goal)
    }

    private func seconds(_ work: () async throws -> Void) async throws -> Double {
      let start = SystemClock.monotonic()
      try await work()
      return Double(SystemClock.monotonic() - start) / 1e9
    }

    /// The largest sum of proportional set sizes of `bobine` and its media programs, in bytes, looked at every 20 ms.
    private func peakMemory(of arguments: [String]) async throws -> Int64 {
      let peak = Mutex<Int64>(0)
      let result = try await Subprocess.run(
        .path(FilePath(Programs.bobine)), arguments: Arguments(arguments), input: .none, output: .discarded,
        error: .discarded
      ) { process in
        let own = "\(process.processIdentifier)"
        while Processes.isAlive(own) {
          let media = Processes.children(of: own).filter { Processes.name(of: $0) == "bobine-media" }
          let now = ([own] + media).reduce(0) { $0 + memory(of: $1) }
          peak.withLock { $0 = max($0, now) }
          try await Task.sleep(for: .milliseconds(20))
        }
      }
      #expect(result.terminationStatus.isSuccess)
      return peak.withLock { $0 }
    }

    private func memory(of process: String) -> Int64 {
      let text = (try? Files.readText("/proc/\(process)/smaps_rollup", limit: 65_536)) ?? ""
      let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
      return (line?.split(separator: " ").dropFirst().first).flatMap { Int64($0) }.map { $0 * 1024 } ?? 0
    }
  }
}

/// Large real media, made from a small one.
enum Sources {
  static func large(_ path: String, megabytes: Int) async throws {
    let seed = path + ".seed.mp4"
    try await Clips.make(
      seed, seconds: 10, size: "640x360", rate: 25, keyframes: 50,
      codecs: ["-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-b:v", "8M", "-maxrate", "8M"]
        + ["-bufsize", "8M", "-vf", "noise=alls=40:allf=t", "-flags", "+cgop"] + Clips.aac)
    let size = try #require(try Files.status(seed)).size
    try await loop(seed, times: max(1, Int(Int64(megabytes) * 1_000_000 / size)), to: path)
  }

  /// `times` repetitions of a clip, copied without encoding; the clip is removed.
  static func loop(_ seed: String, times: Int, to path: String) async throws {
    try await Tool.check(
      "ffmpeg", ["-v", "error", "-stream_loop", "\(times - 1)", "-i", seed, "-c", "copy", "-bitexact", path],
      seconds: 1200)
    try Files.remove(seed)
  }
}
