import Facts
import Files
import Testing

@Suite struct `A reel of keyframes` {
  /// Asks for a reel of a packaged file.
  private func reel(
    _ film: String, in folder: Folder, interval: Int64 = 1000, count: Int = 121, origin: Int64 = 0
  ) async throws -> Int {
    let request = ReelRequest(
      source: film, output: folder("reel.mp4"), interval: interval, count: count, origin: origin)
    let answers = try await MediaProgram.ask([.reel(request)])
    #expect(answers.endedWell)
    guard case .reeled(let pictures)? = answers.all.last else { throw ToolFailure("\(answers.all)") }
    return pictures
  }

  private func times(_ path: String) async throws -> [Double] {
    try await ffprobe(path, "packet=pts_time").split(separator: " ").compactMap { Double($0) }
  }

  @Test func `holds the keyframe at or before each instant, at its own time, as it is`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, seconds: 9, keyframes: 25)
    let film = try await MediaProgram.package(source, in: folder).path
    #expect(try await reel(film, in: folder, interval: 2000, count: 4) == 4)
    #expect(try await times(folder("reel.mp4")) == [0, 2, 4, 6])
    #expect(try await ffprobe(folder("reel.mp4"), "packet=flags") == "K_ K_ K_ K_")
    let all = try await pictures(film)
    #expect(try await pictures(folder("reel.mp4")) == [0, 50, 100, 150].map { all[$0] })
    #expect(try await ffprobe(folder("reel.mp4"), "stream=codec_name") == "h264", "no sound")
  }

  @Test func `of a source holds what that of its packaged file holds`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, seconds: 9, keyframes: 25)
    let film = try await MediaProgram.package(source, in: folder).path
    #expect(try await reel(film, in: folder, interval: 2000, count: 5) == 5)
    let packaged = try Files.read(folder("reel.mp4"), limit: 1 << 24)
    #expect(try await reel(source, in: folder, interval: 2000, count: 5) == 5)
    #expect(try Files.read(folder("reel.mp4"), limit: 1 << 24) == packaged)
  }

  @Test func `counts from where the video's timeline begins`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, seconds: 9, keyframes: 25)
    #expect(try await reel(source, in: folder, interval: 2000, count: 4, origin: -1_000_000) == 4)
    #expect(try await times(folder("reel.mp4")) == [0, 2, 4, 6])
    let all = try await pictures(source)
    #expect(try await pictures(folder("reel.mp4")) == [0, 75, 125, 175].map { all[$0] })
  }

  @Test func `names no keyframe twice where they are sparse`() async throws {
    let folder = try Folder()
    let film = try await MediaProgram.package(Source.h264(folder, seconds: 9, keyframes: 75), in: folder).path
    #expect(try await reel(film, in: folder) == 3)
    #expect(try await times(folder("reel.mp4")) == [0, 3, 6])
  }

  @Test func `of a video with one keyframe holds that one`() async throws {
    let folder = try Folder()
    let film = try await MediaProgram.package(Source.h264(folder, seconds: 3, keyframes: 999), in: folder).path
    #expect(try await reel(film, in: folder) == 1)
    #expect(try await pictures(folder("reel.mp4")).first == (try await pictures(film)).first)
  }

  @Test func `keeps rotation and pixel aspect`() async throws {
    let folder = try Folder()
    let wide = try await Source.h264(folder, "wide.mp4", seconds: 3, more: ["-vf", "setsar=4/3"])
    try await ffmpeg("-i", wide, "-c", "copy", "-metadata:s:v", "rotate=90", folder("turned.mp4"))
    let film = try await MediaProgram.package(folder("turned.mp4"), in: folder).path
    _ = try await reel(film, in: folder)
    let said = ["stream=sample_aspect_ratio,width,height", "stream_side_data=rotation"]
    for entry in said {
      #expect(try await ffprobe(folder("reel.mp4"), entry) == (try await ffprobe(film, entry, "-select_streams", "v")))
    }
    #expect(try await ffprobe(folder("reel.mp4"), said[0]).contains("4:3"))
  }

  @Test func `shows its first picture from the start where the video is late`() async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 6, keyframes: 25)
    try await ffmpeg(
      "-itsoffset", "0.4", "-i", plain, "-i", plain, "-map", "0:v", "-map", "1:a", "-c", "copy", folder("late.mp4"))
    let film = try await MediaProgram.package(folder("late.mp4"), in: folder).path
    #expect(try await reel(film, in: folder, interval: 2000, count: 3) == 3)
    #expect(try await times(folder("reel.mp4")) == [0, 1.4, 3.4])
  }

  @Test(arguments: [
    ["-c:v", "libsvtav1", "-preset", "12", "-g", "25", "-c:a", "libopus"],
    ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-g", "25", "-c:a", "libopus"],
  ])
  func `is made of every codec that is copied`(options: [String]) async throws {
    let folder = try Folder()
    let source = try await Source.encoded(folder, "source.mkv", options, seconds: 4)
    let film = try await MediaProgram.package(source, in: folder).path
    let count = try await reel(film, in: folder)
    #expect(count >= 2)
    #expect(try await pictures(folder("reel.mp4")).count == count, "each picture decodes alone")
  }

  @Test func `is refused where there is no video`() async throws {
    let folder = try Folder()
    try folder.put("A text that somebody called a film.\n", "text.mp4")
    try await ffmpeg(Source.tone + ["-t", "1"] + Source.aac + [folder("sound.m4a")])
    for (name, code) in [("text.mp4", MediaFailure.Code.damaged), ("sound.m4a", .noVideo), ("absent.mp4", .unreadable)]
    {
      let request = ReelRequest(source: folder(name), output: folder("reel.mp4"), interval: 1000, count: 5)
      guard case .failed(let failure)? = try await MediaProgram.ask([.reel(request)]).all.last else {
        Issue.record("a reel was made of \(name)")
        continue
      }
      #expect(failure.code == code)
    }
  }

  @Test(arguments: [(0, 1), (122, 1), (5, 0), (5, -1), (5, Int64.max)]) func `out of its bounds is no request`(
    count: Int, interval: Int64
  ) {
    let request = MediaRequest.reel(ReelRequest(source: "/a", output: "/b", interval: interval, count: count))
    #expect(MediaRequest(record: request.record) == nil)
  }
}
