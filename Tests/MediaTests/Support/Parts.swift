import Facts
import Testing

/// Pictures encoded in parts, as a long video is: each part by a run of ffmpeg of its own.
struct Parts: Sendable, CustomTestStringConvertible {
  var rate: String
  /// Of the time base, and of one picture in it.
  var timescale: Int64
  var ticks: Int64
  /// Pictures of each part.
  var counts: [Int]
  /// Pictures between cuts.
  var segment: Int
  var codec = Parts.x264
  var name = "H.264"
  var size = "192x108"

  static let x264 = [
    "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-bf", "3", "-g", "999", "-sc_threshold", "0",
  ]

  var testDescription: String { "\(name), \(rate) pictures a second, parts of \(counts)" }

  /// The last part shorter than what the encoder reorders, one in the middle, and whole ones.
  static let all = [
    Parts(rate: "25", timescale: 12_800, ticks: 512, counts: [200, 200, 1], segment: 100),
    Parts(rate: "30000/1001", timescale: 30_000, ticks: 1001, counts: [240, 240, 240, 50], segment: 120),
    Parts(rate: "50", timescale: 12_800, ticks: 256, counts: [400, 400, 203], segment: 200),
    Parts(rate: "25", timescale: 25, ticks: 1, counts: [50, 1, 2, 3, 50, 2, 4], segment: 25),
    Parts(
      rate: "30000/1001", timescale: 30_000, ticks: 1001, counts: [240, 240, 7], segment: 120,
      codec: ["-c:v", "libsvtav1", "-preset", "12", "-g", "120", "-pix_fmt", "yuv420p"], name: "AV1"),
  ]

  var pictures: Int { counts.reduce(0, +) }
  var starts: [Int] { counts.indices.map { counts[..<$0].reduce(0, +) } }
  /// In pictures: within each part from its start on.
  var cuts: [Int] {
    zip(starts, counts).flatMap { start, count in stride(from: start, to: start + count, by: segment) }
  }

  func input(_ paths: [String], sound: String?) -> JoinedInput {
    JoinedInput(
      parts: zip(paths, starts).map { .init(path: $0, start: Int64($1) * ticks) }, cuts: cuts.map { Int64($0) * ticks },
      audio: sound)
  }

  func make(_ folder: Folder) async throws -> [String] {
    var paths: [String] = []
    for (number, start) in starts.enumerated() {
      let path = folder("part-\(number).mp4")
      let end = start + counts[number]
      try await ffmpeg(
        ["-f", "lavfi", "-i", "testsrc2=size=\(size):rate=\(rate)"]
          + ["-vf", "trim=start_frame=\(start):end_frame=\(end),setpts=PTS-STARTPTS", "-frames:v", "\(counts[number])"]
          + codec
          + [
            "-force_key_frames", "expr:gte(n,n_forced*\(segment))", "-video_track_timescale", "\(timescale)", path,
          ])
      paths.append(path)
    }
    return paths
  }

  static func sound(_ folder: Folder, _ name: String = "sound.m4a", seconds: Double, more: [String] = Source.aac)
    async throws -> String
  {
    try await ffmpeg(Source.tone + ["-t", "\(seconds)"] + more + [folder(name)])
    return folder(name)
  }
}

extension MediaProgram {
  static func answer(_ input: PackageInput, in folder: Folder, as name: String = "out.mp4") async throws -> MediaAnswer
  {
    let request = PackageRequest(
      input: input, output: folder(name), tables: folder(name + ".hashes"), hashSource: false)
    let answers = try await ask([.package(request)])
    #expect(answers.endedWell)
    return try #require(answers.all.last)
  }

  static func package(_ input: PackageInput, in folder: Folder, as name: String = "out.mp4") async throws -> Packaged {
    let answer = try await answer(input, in: folder, as: name)
    guard case .packaged(let report) = answer else { throw ToolFailure("\(answer)") }
    let tables = try HashTablesFile.decode(folder.bytes(name + ".hashes"))
    return Packaged(
      path: folder(name), report: report, tables: try #require(tables.renditions.first), bytes: try folder.bytes(name))
  }

  static func failure(_ input: PackageInput, in folder: Folder) async throws -> MediaFailure? {
    guard case .failed(let failure) = try await answer(input, in: folder) else { return nil }
    return failure
  }
}
