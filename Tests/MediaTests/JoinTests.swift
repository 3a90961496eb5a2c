import Facts
import Hashing
import Testing

@Suite struct `Parts are joined without a seam` {
  @Test(arguments: Parts.all)
  func `packets, pictures and times run through, and segments begin at the cuts`(_ parts: Parts) async throws {
    let folder = try Folder()
    let paths = try await parts.make(folder)
    let seconds = Double(parts.pictures) * Double(parts.ticks) / Double(parts.timescale)
    let sound = try await Parts.sound(folder, seconds: seconds)
    let made = try await MediaProgram.package(.joined(parts.input(paths, sound: sound)), in: folder)
    let playlist = try made.writePlaylist(in: folder)

    var coded: [String] = []
    var shown: [String] = []
    for path in paths {
      coded += try await packets(path, "v")
      shown += try await pictures(path)
    }
    #expect(shown.count == parts.pictures)
    #expect((try await packets(made.path, "v")) == coded)
    #expect((try await packets(made.path, "a")) == (try await packets(sound, "a")))
    #expect((try await pictures(made.path)) == shown)
    #expect((try await pictures(playlist)) == shown)
    #expect(try await remarks(decoding: made.path) == "")
    #expect(try await remarks(decoding: playlist) == "")

    let times = try await numbers(made.path, "frame=pts", "v").map { $0.first }
    #expect(times == (0..<parts.pictures).map { Int64($0) * parts.ticks }, "no gap and nothing twice")
    let coding = try await numbers(made.path, "packet=pts,dts", "v")
    #expect(coding.allSatisfy { $0[1] <= $0[0] })
    #expect(zip(coding, coding.dropFirst()).allSatisfy { $0[1] < $1[1] })

    let scale = made.tables.timescale
    #expect(scale == parts.timescale)
    let ends = parts.cuts.dropFirst().map { Int64($0) * parts.ticks }
    var begin: Int64 = 0
    for (segment, end) in zip(made.tables.segments, ends) {
      begin += segment.duration
      #expect(begin == end)
    }
    #expect(made.tables.segments.count == parts.cuts.count)
    #expect(made.report.sha256 == SHA256.hash(made.bytes))
  }

  @Test func `what is reported is of the whole, and pictures and sound begin together`() async throws {
    let folder = try Folder()
    let parts = Parts.all[1]
    let sound = try await Parts.sound(folder, seconds: 25.7)
    let made = try await MediaProgram.package(
      .joined(parts.input(try await parts.make(folder), sound: sound)), in: folder)
    #expect(made.report.frameRate == Rate(30_000, 1001))
    #expect(made.report.codecs == "avc1.64000b,mp4a.40.2")
    #expect(made.report.width == 192 && made.report.height == 108)
    #expect(abs(made.report.duration - 25_692) < 50)
    #expect(made.report.sourceSHA256 == nil)
    for stream in ["v", "a"] {
      let start = try #require(Double(try await ffprobe(made.path, "stream=start_time", "-select_streams", stream)))
      #expect(abs(start) < 0.001)
    }
    // Sound lies in each segment beside the pictures that it is heard with.
    let heads = made.inner.filter { $0.type == "moof" }.map { $0.all("traf") }
    #expect(heads.allSatisfy { $0.count == 2 })
    for head in heads.dropFirst() {
      let times = head.compactMap { $0.all("tfdt").first?.number(4, 8) }
      #expect(abs(Double(times[0]) / 30_000 - Double(times[1]) / 48_000) < 0.05)
    }
  }

  @Test(arguments: [5.0, 19.0]) func `sound that ends sooner or later is whole`(seconds: Double) async throws {
    let folder = try Folder()
    let parts = Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [200, 130], segment: 100)
    let paths = try await parts.make(folder)
    let sound = try await Parts.sound(folder, seconds: seconds)
    let made = try await MediaProgram.package(.joined(parts.input(paths, sound: sound)), in: folder)
    #expect((try await packets(made.path, "a")) == (try await packets(sound, "a")))
    #expect((try await packets(made.path, "v")).count == 330)
    #expect(abs(Double(made.report.duration) / 1000 - max(seconds, 13.2)) < 0.05)
    #expect(try await remarks(decoding: made.path) == "")
  }

  @Test func `pictures at uneven times keep them over a seam`() async throws {
    let folder = try Folder()
    var paths: [String] = []
    // A second passes after the first picture of each part, and then the steps are uneven.
    for start in [0, 60] {
      let trim = "trim=start_frame=\(start):end_frame=\(start + 60)"
      let times = "setpts='N*512+mod(N,3)*128+gte(N,1)*12800'"
      paths.append(folder("uneven-\(start).mp4"))
      try await ffmpeg(
        Source.picture + ["-vf", "\(trim),settb=1/12800,\(times)", "-frames:v", "60", "-vsync", "passthrough"]
          + ["-enc_time_base", "1:12800"] + Parts.x264 + ["-video_track_timescale", "12800", paths[paths.count - 1]])
    }
    let input = JoinedInput(
      parts: [.init(path: paths[0], start: 0), .init(path: paths[1], start: 51_200)], cuts: [0, 51_200], audio: nil)
    let made = try await MediaProgram.package(.joined(input), in: folder)
    let first = try await numbers(paths[0], "packet=pts", "v").compactMap(\.first)
    let second = try await numbers(paths[1], "packet=pts", "v").compactMap(\.first)
    #expect(Set(first).count == 60)
    let all = try await numbers(made.path, "packet=pts,dts", "v")
    #expect(all.compactMap(\.first) == first + second.map { $0 + 51_200 })
    #expect(all.allSatisfy { $0[1] <= $0[0] })
    #expect(zip(all, all.dropFirst()).allSatisfy { $0[1] < $1[1] })
    #expect(made.tables.segments.first?.duration == 51_200)
  }

  @Test func `late sound stays late`() async throws {
    let folder = try Folder()
    let parts = Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [100, 20], segment: 100)
    let paths = try await parts.make(folder)
    try await ffmpeg(
      ["-itsoffset", "0.5"] + Source.tone + ["-t", "4"] + Source.aac + [folder("late.m4a")])
    let made = try await MediaProgram.package(.joined(parts.input(paths, sound: folder("late.m4a"))), in: folder)
    let start = try #require(Double(try await soundStarts(made.path)))
    #expect(abs(start - 0.5) < 0.05)
  }

  @Test func `parts behind the end of the source hold nothing and are left out, and so are cuts there`() async throws {
    let folder = try Folder()
    let parts = Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [100, 20], segment: 50)
    let paths = try await parts.make(folder)
    try await ffmpeg(["-ss", "60", "-i", paths[0], "-an"] + Parts.x264 + [folder("nothing.mp4")])
    var input = parts.input(paths, sound: nil)
    input.parts.append(.init(path: folder("nothing.mp4"), start: 200 * 512))
    input.cuts += [200 * 512, 300 * 512]
    let made = try await MediaProgram.package(.joined(input), in: folder)
    #expect((try await pictures(made.path)).count == 120)
    #expect(made.tables.segments.count == 3)
    input.parts = [.init(path: folder("nothing.mp4"), start: 0)]
    #expect(try await MediaProgram.failure(.joined(input), in: folder)?.code == .truncated)
  }

  @Test func `thousands of parts are one request`() async throws {
    let folder = try Folder()
    let parts = Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [2], segment: 100)
    let path = try await parts.make(folder)[0]
    let starts = (0..<3000).map { Int64($0) * 1024 }
    let input = JoinedInput(
      parts: starts.map { .init(path: path, start: $0) }, cuts: starts.filter { $0 % 51_200 == 0 }, audio: nil)
    let made = try await MediaProgram.package(.joined(input), in: folder)
    #expect((try await packets(made.path, "v")).count == 6000)
    #expect(made.report.segmentCount == 60)
    #expect(made.report.duration == 240_000)
  }

  @Test func `two runs give the same bytes`() async throws {
    let folder = try Folder()
    let parts = Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [100, 20], segment: 50)
    let input = parts.input(try await parts.make(folder), sound: try await Parts.sound(folder, seconds: 5))
    let first = try await MediaProgram.package(.joined(input), in: folder, as: "first.mp4")
    let second = try await MediaProgram.package(.joined(input), in: folder, as: "second.mp4")
    #expect(first.bytes == second.bytes)
  }
}

/// All that ffmpeg has to say of a file while it decodes it.
func remarks(decoding path: String) async throws -> String {
  try await tool("ffmpeg", ["-v", "warning", "-nostdin", "-i", path, "-f", "null", "-"]).err
}

/// Rows of whole numbers of ffprobe, such as `packet=pts,dts`.
func numbers(_ path: String, _ entries: String, _ stream: String) async throws -> [[Int64]] {
  let text = try await tool(
    "ffprobe", ["-v", "error", "-select_streams", stream, "-show_entries", entries, "-of", "csv=p=0", path]
  ).out
  return text.split(separator: "\n").map { $0.split(separator: ",").compactMap { Int64($0) } }
}
