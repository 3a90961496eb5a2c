import Facts
import Testing

@Suite struct `When pictures and sound begin` {
  /// The outer edits of a track as (ticks of the movie, media time).
  private func edits(_ movie: Box?, track: Int) throws -> [(duration: Int64, mediaTime: Int64)] {
    let tracks = try #require(movie?.all("trak"))
    guard let list = tracks[track].all("edts", "elst").first else { return [] }
    return (0..<Int(list.number(4, 4))).map { (list.number(8 + $0 * 20, 8), list.number(16 + $0 * 20, 8)) }
  }

  @Test func `late audio is a later first tfdt inside and an empty edit outside`() async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 6)
    try await ffmpeg(
      "-i", plain, "-itsoffset", "0.5", "-i", plain, "-map", "0:v", "-map", "1:a", "-c", "copy", folder("late.mp4"))
    let made = try await MediaProgram.package(folder("late.mp4"), in: folder)
    let first = try #require(made.inner.first { $0.type == "moof" })
    let audio = try #require(first.all("traf").first { $0.all("tfhd").first?.number(4, 4) == 2 })
    let start = try #require(audio.all("tfdt").first).number(4, 8)
    // Priming and its edit may be told or not; what is heard at 0.5 s is the same.
    let inner = try edits(made.inner[1], track: 1).first?.mediaTime ?? 0
    #expect(abs(start - (inner == 0 ? 22_976 : 24_000)) <= 96)
    let outer = try edits(made.outerMovie, track: 1)
    #expect(outer.map(\.mediaTime) == [-1, inner])
    // In the track's ticks, which are the movie's here: Firefox counts in them.
    #expect(abs((outer.first?.duration ?? 0) - start) < 100)
    #expect((try await packets(made.path, "a")) == (try await packets(folder("late.mp4"), "a")))
    #expect((try await soundStarts(made.path)) == (try await soundStarts(folder("late.mp4"))))
  }

  @Test func `late video is an empty edit of the video`() async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 6)
    try await ffmpeg(
      "-itsoffset", "0.4", "-i", plain, "-i", plain, "-map", "0:v", "-map", "1:a", "-c", "copy", folder("late.mp4"))
    let made = try await MediaProgram.package(folder("late.mp4"), in: folder)
    let outer = try edits(made.outerMovie, track: 0)
    #expect(outer.count == 2 && outer.first?.mediaTime == -1)
    // ffmpeg's clock of 25 pictures a second has 12,800 ticks.
    #expect(abs((outer.first?.duration ?? 0) - 5_120) < 30)
    let start = try #require(Double(try await ffprobe(made.path, "stream=start_time", "-select_streams", "v")))
    #expect(abs(start - 0.4) < 0.01)
  }

  @Test func `an encoder's priming stays in the stream and is skipped by an edit`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, seconds: 5)
    let made = try await MediaProgram.package(source, in: folder)
    #expect(try edits(made.outerMovie, track: 1).map(\.mediaTime) == [1024])
    #expect((try await soundStarts(made.path)) == (try await soundStarts(source)))
  }

  @Test func `a source that an edit list cuts inside a GOP shows the same pictures`() async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 8)
    try await ffmpeg("-ss", "1.2", "-i", plain, "-c", "copy", folder("cut.mp4"))
    let made = try await MediaProgram.package(folder("cut.mp4"), in: folder)
    #expect((try await packets(made.path, "v")) == (try await packets(folder("cut.mp4"), "v")))
    #expect((try await pictures(made.path)) == (try await pictures(folder("cut.mp4"))))
    #expect(abs(made.report.duration - 6_800) < 50)
    // Fragments cannot hide pictures before 0 in browsers: there they pass in a few ticks.
    let streamed = try await pictures(try made.writePlaylist(in: folder))
    let hidden = streamed.count - 170
    #expect(hidden == 30)
    let plainPictures = try await pictures(made.path)
    #expect(Array(streamed.dropFirst(hidden)) == plainPictures)
    let seconds = Double(made.tables.segments.reduce(0) { $0 + $1.duration }) / Double(made.tables.timescale)
    #expect(abs(seconds - 6.8) < 0.05)
  }

  @Test(arguments: [90, 180, 270]) func `a turned picture stays turned`(degrees: Int) async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 2)
    try await ffmpeg("-i", plain, "-c", "copy", "-metadata:s:v", "rotate=\(degrees)", folder("turned.mp4"))
    let report = try await MediaProgram.report(folder("turned.mp4"))
    // This option of ffmpeg counts against the clock.
    #expect(report.streams.first { $0.kind == .video }?.rotation == 360 - degrees)
    let made = try await MediaProgram.package(folder("turned.mp4"), in: folder)
    let sideways = degrees != 180
    #expect(made.report.width == (sideways ? 108 : 192))
    #expect(made.report.height == (sideways ? 192 : 108))
    #expect((try await pictures(made.path)) == (try await pictures(folder("turned.mp4"))))
    let playlist = try made.writePlaylist(in: folder)
    #expect((try await pictures(playlist)) == (try await pictures(folder("turned.mp4"))))
  }

  @Test func `pixels that are not square are said in both places`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, seconds: 2, more: ["-vf", "setsar=4/3"])
    let made = try await MediaProgram.package(source, in: folder)
    #expect(made.report.width == 256 && made.report.height == 108)
    #expect(try await ffprobe(made.path, "stream=sample_aspect_ratio", "-select_streams", "v") == "4:3")
  }

  @Test func `language and chapters are told`() async throws {
    let folder = try Folder()
    try folder.put(
      ";FFMETADATA1\ntitle=A film\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=2000\ntitle=One\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=2000\nEND=4000\ntitle=Two\n",
      "meta")
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 4)
    try await ffmpeg(
      "-i", plain, "-i", folder("meta"), "-map_metadata", "1", "-map_chapters", "1", "-map", "0", "-c", "copy",
      "-metadata:s:a", "language=fra", folder("told.mp4"))
    let report = try await MediaProgram.report(folder("told.mp4"))
    #expect(report.title == "A film")
    #expect(report.chapters.map(\.title) == ["One", "Two"])
    #expect(report.chapters.map(\.start) == [0, 2000])
    #expect(report.streams.first { $0.kind == .audio }?.language == "fra")
    let made = try await MediaProgram.package(folder("told.mp4"), in: folder)
    #expect(try await ffprobe(made.path, "stream_tags=language", "-select_streams", "a") == "fra")
  }
}
