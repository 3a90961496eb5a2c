import Facts
import Hashing
import Testing

/// A source, and what must come of it.
struct Takeover: Sendable, CustomTestStringConvertible {
  var name: String
  var codecs: String
  /// Seconds, as ffprobe says of the plain file.
  var duration: Double = 6
  var arguments: [String]
  var testDescription: String { name }

  static let all: [Takeover] = [
    Takeover(name: "a.mp4", codecs: "avc1.64000b,mp4a.40.2", arguments: Source.x264(50, 3) + Source.aac),
    Takeover(name: "no-reordering.mp4", codecs: "avc1.64000b,mp4a.40.2", arguments: Source.x264(50, 0) + Source.aac),
    Takeover(name: "b.mkv", codecs: "avc1.64000b,mp4a.40.2", arguments: Source.x264(50, 3) + Source.aac),
    Takeover(name: "no-reordering.mkv", codecs: "avc1.64000b,mp4a.40.2", arguments: Source.x264(50, 0) + Source.aac),
    Takeover(name: "c.mov", codecs: "avc1.64000b,mp4a.40.2", arguments: Source.x264(50, 3) + Source.aac),
    Takeover(name: "d.flv", codecs: "avc1.64000b,mp4a.40.2", arguments: Source.x264(50, 3) + Source.aac),
    Takeover(name: "silent.mp4", codecs: "avc1.64000b", arguments: Source.x264(50, 3) + ["-an"]),
    Takeover(name: "silent.mkv", codecs: "avc1.64000b", arguments: Source.x264(50, 3) + ["-an"]),
    Takeover(
      name: "fragmented.mp4", codecs: "avc1.64000b,mp4a.40.2",
      arguments: Source.x264(50, 3) + Source.aac + ["-movflags", "frag_keyframe+delay_moov"]),
    Takeover(name: "flac.mkv", codecs: "avc1.64000b,fLaC", arguments: Source.x264(50, 3) + ["-c:a", "flac"]),
    Takeover(
      name: "opus.mp4", codecs: "avc1.64000b,opus", arguments: Source.x264(50, 3) + ["-c:a", "libopus", "-b:a", "64k"]),
    Takeover(
      name: "e.webm", codecs: "vp09.00.10.08,opus",
      arguments: [
        "-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "50", "-b:v", "300k", "-c:a", "libopus",
        "-b:a", "64k",
      ]),
    Takeover(
      name: "vp9.mp4", codecs: "vp09.00.10.08,mp4a.40.2",
      arguments: ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "50", "-b:v", "300k"]
        + Source.aac),
    Takeover(
      name: "av1.mp4", codecs: "av01.0.00M.08,mp4a.40.2",
      arguments: ["-c:v", "libaom-av1", "-usage", "realtime", "-cpu-used", "8", "-g", "50", "-b:v", "300k"] + Source.aac
    ),
    Takeover(
      name: "av1.mkv", codecs: "av01.0.00M.08,opus",
      arguments: ["-c:v", "libsvtav1", "-preset", "12", "-g", "50", "-b:v", "300k", "-c:a", "libopus", "-b:a", "64k"]),
  ]
}

@Suite struct `Streams are taken over as they are` {
  @Test(arguments: Takeover.all) func `packets, pictures and length are the source's`(_ takeover: Takeover) async throws
  {
    let folder = try Folder()
    let source = try await Source.encoded(folder, takeover.name, takeover.arguments, seconds: takeover.duration)
    let made = try await MediaProgram.package(source, in: folder)
    let playlist = try made.writePlaylist(in: folder)

    #expect(made.report.codecs == takeover.codecs)
    #expect((try await packets(made.path, "v")) == (try await packets(source, "v")))
    if takeover.codecs.contains(",") {
      #expect((try await packets(made.path, "a")) == (try await packets(source, "a")))
    }

    let shown = try await pictures(source)
    #expect(shown.count == Int(takeover.duration * 25))
    #expect(try await pictures(made.path) == shown)
    #expect(try await pictures(playlist) == shown)

    let duration = try #require(Double(try await ffprobe(made.path, "format=duration")))
    #expect(abs(duration - takeover.duration) < 0.1)
    #expect(abs(Double(made.report.duration) / 1000 - takeover.duration) < 0.1)
    let sum = made.tables.segments.reduce(0) { $0 + $1.duration }
    #expect(abs(Double(sum) / Double(made.tables.timescale) - takeover.duration) < 0.1)
    let start = try #require(Double(try await ffprobe(made.path, "stream=start_time", "-select_streams", "v")))
    // Matroska and FLV put an encoder's priming before the picture instead of skipping it.
    #expect(abs(start) < 0.025)
    #expect(made.report.width == 192 && made.report.height == 108)
    #expect(abs(made.report.frameRate.value - 25) < 0.01)
  }

  @Test(arguments: ["source.mp4", "source.mkv"]) func `of a keyframe range one picture decodes`(name: String)
    async throws
  {
    let folder = try Folder()
    let made = try await MediaProgram.package(try await Source.h264(folder, name), in: folder)
    #expect(made.tables.segments.count == 3)
    let head = made.bytes[Int(made.report.initOffset)..<Int(made.report.initOffset + made.report.initLength)]
    for segment in made.tables.segments {
      let range = Int(segment.offset)..<Int(segment.offset + segment.pictureLength)
      try folder.put(Array(head + made.bytes[range]), "picture.mp4")
      // The range ends in the middle of the mdat, which the tool remarks.
      let result = try await tool(
        "ffmpeg", ["-v", "quiet", "-nostdin", "-i", folder("picture.mp4"), "-map", "0:v", "-f", "framehash", "-"])
      #expect(result.out.split(separator: "\n").count { !$0.hasPrefix("#") } == 1)
    }
  }

  @Test func `segments aim at four seconds and begin at keyframes`() async throws {
    let folder = try Folder()
    let made = try await MediaProgram.package(try await Source.h264(folder, seconds: 10, keyframes: 25), in: folder)
    let seconds = made.tables.segments.map { Double($0.duration) / Double(made.tables.timescale) }
    #expect(seconds.count == 3)
    #expect(seconds.prefix(2).allSatisfy { abs($0 - 4) < 0.001 })
    #expect(made.report.peakBandwidth >= made.report.averageBandwidth)
    let bits = made.tables.segments.reduce(0) { $0 + $1.length } * 8
    #expect(abs(Double(made.report.averageBandwidth) - Double(bits) / 10) < Double(bits) / 1000)
  }

  @Test func `a segment too large for memory goes through a scratch file that nobody sees`() async throws {
    let folder = try Folder()
    let source = folder("noise.mp4")
    try await ffmpeg(
      ["-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25,noise=alls=100:allf=t"] + Source.tone + ["-t", "4"]
        + [
          "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-qp", "4", "-g", "300", "-sc_threshold",
          "0",
        ]
        + Source.aac + [source])
    let made = try await MediaProgram.package(source, in: folder)
    #expect(made.tables.segments.count == 1)
    #expect(made.bytes.count > 40 << 20)
    #expect(made.report.sha256 == SHA256.hash(made.bytes))
    #expect((try await packets(made.path, "v")) == (try await packets(source, "v")))
    let left = try await tool("ls", ["-A", folder.path]).out.split(separator: "\n")
    #expect(Set(left) == ["noise.mp4", "out.mp4", "out.mp4.hashes"])
  }
}
