import Facts
import Testing

@Suite struct `What the probe tells of streams` {
  @Test func `colours are named as libavutil does, and not where the stream is silent`() async throws {
    let folder = try Folder()
    let params = "colorprim=bt2020:transfer=smpte2084:colormatrix=bt2020nc:fullrange=on"
    let told = try await Source.h264(folder, "told.mp4", seconds: 1, audio: [], more: ["-x264-params", params])
    let video = try #require(try await MediaProgram.report(told).streams.first)
    #expect(video.transfer == "smpte2084" && video.primaries == "bt2020" && video.matrix == "bt2020nc")
    #expect(video.isFullRange)
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 1)
    for stream in try await MediaProgram.report(plain).streams {
      #expect(stream.transfer == "" && stream.primaries == "" && stream.matrix == "")
      #expect(!stream.isFullRange)
    }
  }

  @Test(arguments: ["late.mp4", "late.mkv", "late.ts"])
  func `a stream's start is counted from that of the file`(name: String) async throws {
    let folder = try Folder()
    let plain = try await Source.h264(folder, "plain.mp4", seconds: 3)
    try await ffmpeg(
      "-i", plain, "-itsoffset", "0.5", "-i", plain, "-map", "0:v", "-map", "1:a", "-c", "copy", folder(name))
    let report = try await MediaProgram.report(folder(name))
    let video = try #require(report.streams.first { $0.kind == .video })
    let audio = try #require(report.streams.first { $0.kind == .audio })
    #expect(abs(video.start) < 1000)
    #expect(abs(audio.start - 500_000) < 30_000)
  }

  @Test func `an audio description is told from the other sound`() async throws {
    let folder = try Folder()
    try await ffmpeg(
      Source.tone + Source.tone + ["-t", "1", "-map", "0", "-map", "1"] + Source.aac
        + ["-disposition:a:1", "visual_impaired", folder("two.mkv")])
    #expect(try await MediaProgram.report(folder("two.mkv")).streams.map(\.isDescription) == [false, true])
  }

  @Test(arguments: ["tff", "bff"])
  func `fields are known from the codec's headers where the container denies them`(order: String) async throws {
    let folder = try Folder()
    let woven = try await Source.h264(
      folder, "woven.mkv", seconds: 1,
      more: ["-vf", "interlace=scan=\(order)", "-flags", "+ildct+ilme", "-x264-params", "\(order)=1"])
    #expect(try await MediaProgram.report(woven).streams.first?.isInterlaced == true)
    let plain = try await Source.h264(folder, "plain.mkv", seconds: 1)
    #expect(try await MediaProgram.report(plain).streams.first?.isInterlaced == false)
  }

  @Test func `the rate of a recording with pictures left out is that of the others`() async throws {
    let folder = try Folder()
    let holes = ["-vf", "select='lt(mod(n,25),14)+gt(mod(n,25),19)'", "-fps_mode", "vfr"]
    let uneven = try await Source.h264(folder, "uneven.mp4", seconds: 4, more: holes)
    #expect(try await MediaProgram.report(uneven).streams.first?.frameRate == Rate(25, 1))
    // Half of the pictures: the average says more.
    let half = try await Source.h264(folder, "half.mp4", seconds: 4, more: ["-r", "12.5"])
    #expect(try await MediaProgram.report(half).streams.first?.frameRate.value == 12.5)
  }

  @Test func `an AVI's pictures that are decoded in another order have a delay that nobody tells`() async throws {
    let folder = try Folder()
    for (name, frames, delay) in [("b.avi", 2, 80_000), ("b.mp4", 2, 0), ("p.avi", 0, 0)] as [(String, Int, Int64)] {
      let source = try await Source.h264(folder, name, seconds: 2, frames: frames)
      #expect(try await MediaProgram.report(source).streams.first?.untoldDelay == delay, "\(name)")
    }
  }
}
