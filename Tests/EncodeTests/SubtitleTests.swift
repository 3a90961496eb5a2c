import Diagnostics
import Encode
import Facts
import Files
import Testing

/// Subtitle streams out of real containers.
struct SubtitleTests {
  private let subRip = "1\n00:00:00,500 --> 00:00:01,500\nEins\n"

  private func stream(_ index: Int, _ codec: String) -> StreamReport {
    StreamReport(index: index, kind: .subtitle, codec: codec)
  }

  private func report(_ streams: [StreamReport]) -> ProbeReport {
    let video = StreamReport(index: 0, kind: .video, codec: "h264", width: 320, height: 180)
    return ProbeReport(
      container: "matroska", duration: 2000, size: 1, streams: [video] + streams, title: nil, description: nil,
      created: nil, chapters: [])
  }

  /// A picture, sound, and the streams that `options` take from `a.srt`.
  private func muxed(_ folder: String, _ options: [String]) async throws -> String {
    let plain = try await clip(folder, "plain.mkv", ["-c:v", "libx264", "-c:a", "aac"])
    let output = "\(folder)/a.mkv"
    let words = ["-v", "error", "-i", plain, "-i", "\(folder)/a.srt", "-map", "0", "-c:v", "copy", "-c:a", "copy"]
    let result = try await SubprocessRunner().run(Command("ffmpeg", words + options + ["-y", output]))
    guard result.isSuccess else { throw Surprise(result.errors) }
    return output
  }

  @Test func `all streams come out in one call, SubRip with its own bytes`() async throws {
    try await withFolder { folder in
      // Latin 1, which Matroska does not allow and people write all the same.
      let latin = Array(subRip.replacing("Eins", with: "Gr").utf8.dropLast()) + [0xFC] + Array("n\n".utf8)
      try Files.write(Array(subRip.utf8), to: "\(folder)/a.srt")
      let source = try await muxed(folder, ["-map", "1", "-map", "1", "-c:s:0", "copy", "-c:s:1", "webvtt"])
      var bytes = try Files.read(source, limit: 1 << 24)
      let place = try #require(bytes.firstRange(of: Array("Eins".utf8)))
      bytes.replaceSubrange(place, with: [0x47, 0x72, 0xFC, 0x6E])
      try Files.write(bytes, to: source)
      let streams = [stream(2, "subrip"), stream(3, "webvtt")]
      let (files, failures) = try await SubtitleExtractor().extract(
        streams, of: report(streams), from: source, into: folder, path: "a.mkv")
      #expect(failures == [:])
      let first = try Files.read(try #require(files[2]), limit: 1000)
      #expect(first.starts(with: latin))
      let second = try Files.readText(try #require(files[3]), limit: 1000)
      #expect(second?.hasPrefix("WEBVTT\n\n00:00.500 --> 00:01.500\nEins\n") == true)
    }
  }

  @Test func `a stream that gives nothing costs the others nothing`() async throws {
    try await withFolder { folder in
      try Files.write(Array(subRip.utf8), to: "\(folder)/a.srt")
      let source = try await muxed(folder, ["-map", "1", "-c:s", "copy"])
      let streams = [stream(2, "subrip"), stream(9, "subrip")]
      let (files, failures) = try await SubtitleExtractor().extract(
        streams, of: report(streams), from: source, into: folder, path: "a.mkv")
      #expect(files.keys.sorted() == [2])
      #expect(failures.mapValues(\.id) == [9: "ffmpeg-failed"])
    }
  }

  @Test(
    arguments: [
      (23_000, 0, 23), (0, 0, 0), (500_000, 0, 0), (0, 40_000, 0), (1_200_000, 1_150_400, 1200), (80_000, nil, 80),
    ] as [(Int64, Int64?, Int64)])
  func `times count from the first instant that is shown or heard, not from priming`(
    _ video: Int64, _ audio: Int64?, _ zero: Int64
  ) {
    var probe = report([])
    probe.streams[0].start = video
    if let audio {
      var sound = StreamReport(index: 1, kind: .audio, codec: "aac")
      sound.start = audio
      probe.streams.append(sound)
    }
    #expect(SubtitleExtractor.zero(of: probe) == zero)
  }

  @Test(arguments: [
    ("subrip", true), ("mov_text", true), ("ass", true), ("hdmv_pgs_subtitle", false), ("dvd_subtitle", false),
    ("ttml", false),
  ])
  func `letters can be taken out, pictures cannot`(_ codec: String, _ isText: Bool) {
    #expect(SubtitleExtractor.canExtract(stream(1, codec)) == isText)
  }
}
