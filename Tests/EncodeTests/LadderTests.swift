import Encode
import Facts
import Files
import Hashing
import Synchronization
import Testing

/// Chunks of real encodes, and the pictures in them.
struct LadderTests {
  @Test func `four seconds of whole pictures are a segment, also at half the rate`() {
    #expect(SegmentGrid(rate: Rate(25, 1), duration: 10_000).starts == [0, 100, 200])
    #expect(SegmentGrid(rate: Rate(30000, 1001), duration: 9000).starts == [0, 120, 240])
    #expect(SegmentGrid(rate: Rate(60, 1), duration: 8000).starts == [0, 240])
    #expect(SegmentGrid(rate: Rate(24, 1), duration: 0).starts == [0])
  }

  @Test func `beside a copied rendition the grid is the copy's`() {
    let grid = SegmentGrid(rate: Rate(25, 1), durations: [5_320, 4_000, 800], timescale: 1000)
    #expect(grid.starts == [0, 133, 233])
  }

  @Test func `no picture is lost or doubled between chunks, whatever the source's keyframes`() async throws {
    try await withFolder { folder in
      for (name, options) in [
        ("a.mp4", ["-c:v", "libx264", "-g", "250", "-bf", "2"]), ("b.avi", ["-c:v", "mpeg4", "-bf", "2", "-g", "120"]),
        ("c.ts", ["-c:v", "mpeg2video", "-bf", "2"]), ("d.wmv", ["-c:v", "wmv2", "-g", "70"]),
      ] {
        let source = try await clip(folder, name, ["-an"] + options, seconds: 13)
        let report = ProbeReport(
          container: container(name), duration: 13_000, size: 1,
          streams: [
            StreamReport(
              index: 0, kind: .video, codec: "x", width: 320, height: 180, frameRate: Rate(25, 1),
              pixelFormat: "yuv420p")
          ],
          title: nil, description: nil, created: nil, chapters: [])
        let (parts, _) = try await encoded(source, report, "\(folder)/\(name)-work")
        #expect(parts.map { $0.map(\.start) } == [[0, 102_400], [0, 102_400]])
        for rendition in parts {
          var pictures = 0
          for part in rendition {
            let count = try await numbers(part.path).count
            #expect(abs(count - (part.start == 0 ? 200 : 125)) <= 1, "\(name)")
            pictures += count
          }
          #expect(pictures == 325, "\(name)")
        }
        // The second chunk shows what stands at its place in the source, not one picture earlier or later.
        var likeness: [Double] = []
        for first in [199, 200, 201] { likeness.append(try await self.likeness(parts[0][1].path, source, from: first)) }
        #expect(likeness.max() == likeness[1], "\(name): \(likeness)")
      }
    }
  }

  @Test func `segments begin with keyframes at the grid's places, and the rest have two seconds at most`() async throws
  {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264", "-an"], seconds: 10)
      let report = Source(video: Picture(codec: "hevc", width: 320, height: 180), audio: nil).probe
      let grid = SegmentGrid(rate: Rate(25, 1), durations: [133, 100, 17], timescale: 25)
      let (parts, _) = try await encoded(source, report, "\(folder)/work", grid: grid)
      let times = try await probe(parts[0][0].path, "packet=pts,flags", ["-select_streams", "v"])
      let keys = keyframes(times)
      #expect(keys.contains(133) && keys.contains(0))
      #expect(zip(keys, keys.dropFirst()).allSatisfy { $1 - $0 <= 50 })
      #expect(parts[0].map(\.start) == [0, 233 * 512])
    }
  }

  @Test func `another rendition changes no byte of the others, and finished chunks are not made again`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264", "-an"], seconds: 9)
      let report = Source(video: Picture(codec: "hevc", width: 320, height: 180), audio: nil).probe
      let (one, _) = try await encoded(source, report, "\(folder)/one", heights: [90])
      let (two, calls) = try await encoded(source, report, "\(folder)/two", heights: [180, 90])
      #expect(try hashes(one[0]) == hashes(two[1]))
      #expect(calls == two[0].count)
      // A third height: only its chunks are made, in as many calls.
      let before = try Files.list("\(folder)/two").count
      let (three, more) = try await encoded(source, report, "\(folder)/two", heights: [180, 120, 90])
      #expect(more == three[0].count)
      #expect(try Files.list("\(folder)/two").count == before + three[0].count)
      let (_, none) = try await encoded(source, report, "\(folder)/two", heights: [180, 120, 90])
      #expect(none == 0)
    }
  }

  @Test func `a source that ends before its container says leaves an empty part, not a failure`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264", "-an"], seconds: 5)
      let report = Source(video: Picture(codec: "hevc", width: 320, height: 180), audio: nil).probe
      let (parts, _) = try await encoded(source, report, "\(folder)/work", duration: 30_000)
      #expect(parts[0].count == 4)
      #expect(try await numbers(parts[0][0].path).count == 125)
    }
  }

  // MARK: Help

  private func container(_ name: String) -> String {
    ["mp4": "mov", "avi": "avi", "ts": "mpegts", "wmv": "asf"][String(name.split(separator: ".")[1])] ?? ""
  }

  private func encoded(
    _ source: String, _ report: ProbeReport, _ work: String, heights: [Int] = [180, 90], grid: SegmentGrid? = nil,
    duration: Int64? = nil
  ) async throws -> (parts: [[JoinedInput.Part]], calls: Int) {
    guard case .planned(let plan) = RenditionPlanner.plan(report, .heights(heights), path: "a") else {
      throw Surprise("refused")
    }
    try Files.makeFolder(work)
    let runner = CountingRunner()
    let tools = Transcoder(runner: runner)
    var input = plan.input(source)
    if let indexing = plan.indexing {
      try await tools.make(indexing, from: source, to: "\(work)/index.mkv", path: "a", task: "index")
      input = plan.indexedInput("\(work)/index.mkv")
    }
    let before = runner.count
    let encodings = plan.renditions.compactMap { rendition -> (name: String, encoding: Encode.Encoding)? in
      guard case .encode(let encoding) = rendition.step else { return nil }
      return (rendition.name.text, encoding)
    }
    let ladder = RenditionPlan.ladder(
      encodings, input, grid ?? SegmentGrid(rate: plan.rate, duration: duration ?? measured(report)))
    let parts = try await LadderEncoder(tools, folder: work).encode(ladder, identity: "source", path: "a")
    return (parts, runner.count - before)
  }

  /// Invented reports say a minute; the clips of these tests are shorter, and their grids too.
  private func measured(_ report: ProbeReport) -> Int64 { report.duration == 60_000 ? 9_000 : report.duration }

  private func hashes(_ parts: [JoinedInput.Part]) throws -> [String] {
    try parts.map { SHA256.hash(try Files.read($0.path, limit: 1 << 24)).hex }
  }

  /// Mean PSNR in dB between a chunk and as many pictures of the source.
  private func likeness(_ part: String, _ source: String, from first: Int) async throws -> Double {
    let graph =
      "[1:v]trim=start_frame=\(first),setpts=N/25/TB,scale=320:180[a];[0:v]setpts=N/25/TB,scale=320:180[b];[b][a]psnr=shortest=1"
    let result = try await SubprocessRunner().run(
      Command("ffmpeg", ["-nostdin", "-i", part, "-i", source, "-lavfi", graph, "-f", "null", "-"]))
    guard let start = result.errors.ranges(of: "average:").last else { throw Surprise(result.errors) }
    let number = result.errors[start.upperBound...].prefix {
      $0.isNumber || $0 == "." || $0 == "i" || $0 == "n" || $0 == "f"
    }
    return Double(number) ?? 0
  }

  private func numbers(_ path: String) async throws -> [Substring] {
    try await probe(path, "frame=pts", ["-select_streams", "v"]).split(whereSeparator: \.isNewline)
  }

  private func keyframes(_ text: String) -> [Int] {
    let lines = text.split(whereSeparator: \.isNewline)
    return zip(lines, lines.dropFirst()).compactMap { time, flags in
      guard time.hasPrefix("pts="), flags.hasPrefix("flags=K"), let ticks = Int(time.dropFirst(4)) else { return nil }
      return ticks / 512
    }
  }
}

/// Runs programs, and counts those that read a file: to be asked for its version does not count.
final class CountingRunner: ProcessRunner {
  private let runs = Atomic<Int>(0)
  var count: Int { runs.load(ordering: .relaxed) }

  func run(
    _ command: Command, onProgress: @escaping @Sendable (ProcessProgress) -> Void
  ) async throws -> ProcessResult {
    if command.arguments.contains("-i") { runs.add(1, ordering: .relaxed) }
    return try await SubprocessRunner().run(command, onProgress: onProgress)
  }
}
