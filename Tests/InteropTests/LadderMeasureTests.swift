import Files
import Subprocess
import Testing

extension Interop {
  /// A ladder from one decode, against one `ffmpeg` run a resolution with PeerTube's options. Pictures alone: sound is copied by both.
  @Suite(.serialized) struct `A ladder against one ffmpeg run a resolution` {
    private static let sizes: (size: String, seconds: Int, heights: [Int]) =
      Programs.isFull
      ? ("1920x1080", Int(Files.environment("BOBINE_LADDER_SECONDS") ?? "") ?? 60, [720, 480, 360])
      : ("640x360", 8, [240, 120])

    /// At the small size starting programs is most of the time: the bounds only guard against a ladder that got out of hand.
    private static let limits: (time: Double, size: Double, loss: Double) =
      Programs.isFull ? (0.6, 0.05, 0.003) : (2.0, 0.35, 0.02)

    /// Sharp edges that move, a picture that changes everywhere, and a still ground with grains.
    private static let clips = [
      ("chart", "testsrc2=s=SIZE:r=30,noise=alls=6:allf=t"),
      ("fractal", "mandelbrot=s=SIZE:r=30:end_scale=0.003:end_pts=1200"),
      ("cells", "life=s=320x180:mold=10:r=30:ratio=0.12:seed=7:death_color=#202060:life_color=#f0e0a0,scale=SIZE:flags=bicubic"),
    ]

    @Test func `takes less time, no more bytes, and looks no worse`() async throws {
      let (size, seconds, heights) = Self.sizes
      var ours = 0.0
      var theirs = 0.0
      var peak = Memory()
      for (name, source) in Self.clips {
        let site = try Site()
        try await Clips.make(
          site.folder("\(name).mp4"), drawing: source.split(separator: "SIZE", omittingEmptySubsequences: false)
            .joined(separator: size), seconds: seconds)
        try site.folder.put("renditions: [\(heights.map(String.init).joined(separator: ", "))]\n", "bobine.yml")
        let start = SystemClock.monotonic()
        let ended = try await RunningBuild.run(site) { build in
          while Processes.isAlive(build.process) {
            peak.look(at: build)
            try await Task.sleep(for: .milliseconds(100))
          }
        }
        let built = SystemClock.monotonic()
        try #require(ended.status == 0, "\(ended)")
        for height in heights {
          try await peer(site.folder("\(name).mp4"), height, to: site.folder("peer-\(height).mp4"))
        }
        let done = SystemClock.monotonic()
        ours += Double(built - start) / 1e9
        theirs += Double(done - built) / 1e9
        print("ladder: \(name): ours \(Double(built - start) / 1e9) s, theirs \(Double(done - built) / 1e9) s")
        try await compare(name, heights, site)
      }
      print("ladder: \(seconds) s of \(size), three clips: ours \(ours) s, theirs \(theirs) s, ratio \(ours / theirs)")
      print("ladder: peak of PSS: ours \(peak.own / 1_000_000) MB, all encoders \(peak.encoders / 1_000_000) MB")
      #expect(ours / theirs < Self.limits.time)
      #expect(peak.own > 1_000_000 && peak.own < 200_000_000)
      #expect(peak.encoders > 1_000_000, "no encoder was seen")
    }

    private func compare(_ name: String, _ heights: [Int], _ site: Site) async throws {
      let (_, more, loss) = Self.limits
      for height in heights {
        let own = site.folder("public/" + (try await site.only("/\(height)p-", ".mp4")))
        let other = site.folder("peer-\(height).mp4")
        let bytes = (try await pictureBytes(own), try await pictureBytes(other))
        let looks = (try await likeness(own, site.folder("\(name).mp4"), height), try await likeness(other, site.folder("\(name).mp4"), height))
        let part = Double(bytes.0) / Double(bytes.1)
        print("ladder: \(name) \(height)p: ours \(bytes.0) bytes, theirs \(bytes.1), ratio \(part); SSIM \(looks.0), \(looks.1)")
        #expect(part < 1 + more, "\(name) \(height)p is larger")
        #expect(looks.0 > looks.1 - loss, "\(name) \(height)p looks worse")
      }
    }

    /// contracts/peertube.md 5.1: no -crf, which is x264's 23, capped by a rate for the size.
    private func peer(_ source: String, _ height: Int, to path: String) async throws {
      let perPixel = [720: 0.11, 480: 0.12, 360: 0.15, 240: 0.17, 180: 0.17, 120: 0.19][height] ?? 0.1
      let rate = Int(Double(height * height) * 16 / 9 * 30 * perPixel / 1000)
      try await Tool.check(
        "ffmpeg",
        [
          "-v", "error", "-y", "-i", source, "-c:v", "libx264", "-preset", "veryfast", "-b_strategy", "1", "-bf", "16",
          "-r", "30", "-maxrate", "\(rate)k", "-bufsize", "\(2 * rate)k", "-g:v", "60", "-pix_fmt", "yuv420p",
          "-map_metadata", "-1", "-max_muxing_queue_size", "1024", "-vf", "scale=w=-2:h=\(height)", "-an",
          "-movflags", "faststart", path,
        ], seconds: 600)
    }

    /// Of the coded pictures alone.
    private func pictureBytes(_ path: String) async throws -> Int64 {
      let told = try await Tool.check(
        "ffprobe", ["-v", "error", "-select_streams", "v", "-show_entries", "packet=size", "-of", "csv=p=0", path])
      return told.out.split(separator: "\n").reduce(0) { $0 + (Int64($1.prefix { $0.isNumber }) ?? 0) }
    }

    /// SSIM against the source scaled once.
    private func likeness(_ path: String, _ source: String, _ height: Int) async throws -> Double {
      let graph = "[1:v]scale=w=-2:h=\(height):flags=bicubic[s];[0:v][s]ssim"
      let told = try await Tool.check(
        "ffmpeg", ["-v", "info", "-nostats", "-i", path, "-i", source, "-lavfi", graph, "-f", "null", "-"], seconds: 600)
      let all = try #require(told.err.split(separator: "All:").last, "\(told)")
      return try #require(Double(all.prefix { $0 != " " }), "\(told)")
    }
  }
}

/// Peaks of proportional set sizes, in bytes.
private struct Memory {
  /// Of `bobine` and its media programs together.
  var own: Int64 = 0
  /// Of all encoders that run at a time.
  var encoders: Int64 = 0

  mutating func look(at build: RunningBuild) {
    var sums: (own: Int64, encoders: Int64) = (Self.of(build.process), 0)
    for process in build.descendants {
      switch Processes.name(of: process) {
      case "bobine-media": sums.own += Self.of(process)
      case "ffmpeg": sums.encoders += Self.of(process)
      default: break
      }
    }
    (own, encoders) = (max(own, sums.own), max(encoders, sums.encoders))
  }

  private static func of(_ process: String) -> Int64 {
    let text = (try? Files.readText("/proc/\(process)/smaps_rollup", limit: 65_536)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("Pss:") }
    return (line?.split(separator: " ").dropFirst().first).flatMap { Int64($0) }.map { $0 * 1024 } ?? 0
  }
}

extension Clips {
  /// A camera's file: larger than any rendition of it.
  fileprivate static func make(_ path: String, drawing: String, seconds: Int) async throws {
    try await Tool.check(
      "ffmpeg",
      ["-v", "error", "-y", "-f", "lavfi", "-i", drawing, "-t", "\(seconds)", "-c:v", "libx264", "-preset", "superfast"]
        + ["-crf", "15", "-pix_fmt", "yuv420p", "-g", "60", "-bitexact", path], seconds: 900)
  }
}

extension Site {
  /// The one published path that holds one text and ends with another.
  fileprivate func only(_ part: String, _ suffix: String) async throws -> String {
    let found = try await published(suffix).filter { $0.contains(part) }
    try #require(found.count == 1, "\(part): \(found)")
    return found[0]
  }
}
