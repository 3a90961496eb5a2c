import Facts
import Hashing
import Testing

@Suite struct `Sound alone` {
  @Test(arguments: [
    (["-c:a", "aac", "-b:a", "64k"], "sound.m4a", "mp4a.40.2", 1024), (["-c:a", "libopus"], "sound.mp4", "opus", 960),
    (["-c:a", "libopus"], "sound.webm", "opus", 960), (["-c:a", "flac"], "sound.mkv", "fLaC", 4608),
    (["-c:a", "flac"], "sound.ogg", "fLaC", 4608),
  ])
  func `plays as a file and as segments of four seconds`(
    codec: [String], name: String, codecs: String, frame: Int
  ) async throws {
    let folder = try Folder()
    let source = try await Parts.sound(folder, name, seconds: 13.3, more: codec)
    let heard = try await samples(source, in: folder)
    for input in [
      PackageInput.streams(source: source, video: nil, audio: 0),
      .joined(JoinedInput(parts: [], cuts: [0, 9], audio: source)),
    ] {
      let made = try await MediaProgram.package(input, in: folder)
      #expect(made.boxes.map(\.type) == ["ftyp", "mdat", "moov"])
      #expect(made.report.codecs == codecs)
      #expect(made.report.width == 0 && made.report.height == 0)
      #expect(made.report.frameRate == Rate(0, 1))
      #expect(made.report.sha256 == SHA256.hash(made.bytes))
      #expect(abs(made.report.duration - 13_300) <= Int64(frame) / 48 + 10)
      #expect((try await packets(made.path, "a")) == (try await packets(source, "a")))

      #expect(made.tables.timescale == 48_000)
      #expect(made.tables.segments.count == 4)
      #expect(made.tables.segments.allSatisfy { $0.pictureLength == 0 })
      #expect(made.tables.segments.prefix(3).allSatisfy { abs($0.duration - 192_000) <= Int64(frame) })
      let sum = made.tables.segments.reduce(0) { $0 + $1.duration }
      #expect(abs(sum - 638_400) <= Int64(frame) + 480)

      let playlist = try made.writePlaylist(in: folder)
      for path in [made.path, playlist] {
        #expect(try await remarks(decoding: path) == "")
        let again = try await samples(path, in: folder)
        #expect(abs(again - heard) <= frame)
      }
      let start = try #require(Double(try await ffprobe(made.path, "stream=start_time")))
      #expect(abs(start) < 0.011)
    }
  }

  @Test func `of a film stays where it lies beside the pictures`() async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 6)
    try await ffmpeg(
      "-i", plain, "-itsoffset", "0.5", "-i", plain, "-map", "0:v", "-map", "1:a", "-c", "copy", folder("late.mp4"))
    for (name, late) in [("plain.mp4", 0.0), ("late.mp4", 0.5)] {
      let made = try await MediaProgram.package(.streams(source: folder(name), video: nil, audio: 1), in: folder)
      let start = try #require(Double(try await ffprobe(made.path, "stream=start_time")))
      #expect(abs(start - late) < 0.025)
      let sum = made.tables.segments.reduce(0) { $0 + $1.duration }
      #expect(abs(Double(sum) / 48_000 - 6 - late) < 0.05)
    }
  }

  @Test func `MP3 must be encoded, and a stream of pictures is no sound`() async throws {
    let folder = try Folder()
    let film = try await Source.encoded(folder, "film.mkv", Source.x264(50, 0) + ["-c:a", "libmp3lame"], seconds: 2)
    #expect(
      try await MediaProgram.failure(.streams(source: film, video: nil, audio: 1), in: folder)?.code == .mustEncode)
    #expect(try await MediaProgram.failure(.streams(source: film, video: nil, audio: 0), in: folder)?.code == .noVideo)
    #expect(
      try await MediaProgram.failure(.streams(source: film, video: nil, audio: nil), in: folder)?.code == .noVideo)
  }

  @Test func `a file without pictures is probed`() async throws {
    let folder = try Folder()
    let report = try await MediaProgram.report(try await Parts.sound(folder, seconds: 2))
    #expect(report.streams.map(\.kind) == [.audio])
    #expect(abs(report.duration - 2000) < 50)
  }

  @Test(arguments: ["song.mp3", "song.m4a", "song.flac"])
  func `a cover is no picture to publish`(name: String) async throws {
    let folder = try Folder()
    try await ffmpeg(
      "-f", "lavfi", "-i", "sine=d=3", "-f", "lavfi", "-i", "color=c=red:s=64x64:d=0.04:r=25", "-map", "0", "-map", "1",
      "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-disposition:v", "attached_pic", "-metadata", "title=A song",
      "-metadata",
      "date=2019-07-01", folder(name))
    let report = try await MediaProgram.report(folder(name))
    #expect(report.streams.map(\.kind) == [.audio, .picture])
    #expect(abs(report.duration - 3000) < 60)
    #expect(report.title == "A song" && report.created == "2019-07-01")
  }

  @Test func `Ogg tells title and date in its stream`() async throws {
    let folder = try Folder()
    try await ffmpeg(
      "-f", "lavfi", "-i", "sine=d=1", "-c:a", "libopus", "-metadata", "title=A talk", "-metadata", "date=2019-07-01",
      folder("talk.opus"))
    let report = try await MediaProgram.report(folder("talk.opus"))
    #expect(report.title == "A talk" && report.created == "2019-07-01")
  }

  @Test(arguments: ["mp3", "aac", "ac3"])
  func `random bytes are no sound, whatever they are called`(ending: String) async throws {
    let folder = try Folder()
    var state: UInt64 = 1
    let noise = (0..<1_500_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 56)
    }
    try folder.put(noise, "noise.\(ending)")
    #expect(try await MediaProgram.failure(probing: folder("noise.\(ending)")) == .notMedia)
  }

  /// Samples that ffmpeg hears.
  private func samples(_ path: String, in folder: Folder) async throws -> Int {
    try await ffmpeg("-i", path, "-map", "0:a", "-f", "s16le", "-ac", "1", "-ar", "48000", folder("heard.raw"))
    return try folder.bytes("heard.raw").count / 2
  }
}
