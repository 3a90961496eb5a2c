import Facts
import Testing

@Suite struct `Streams that cannot be taken over` {
  @Test func `keyframes fifteen seconds apart must be encoded`() async throws {
    let folder = try Folder()
    let source = try await Source.h264(folder, seconds: 16, keyframes: 375)
    #expect(try await MediaProgram.failure(packaging: source, in: folder) == .mustEncode)
    let video = try await MediaProgram.report(source).streams.first { $0.kind == .video }
    #expect(video?.keyframeGap.map { $0 > 12_000 } == true)
  }

  @Test func `an open GOP's keyframes start no segment`() async throws {
    let folder = try Folder()
    // One IDR frame, then only recovery points: what containers call keyframes.
    let source = try await Source.h264(
      folder, seconds: 14, keyframes: 25, more: ["-x264-params", "open-gop=1:keyint=25:min-keyint=1"])
    #expect(try await MediaProgram.failure(packaging: source, in: folder) == .mustEncode)
  }

  @Test func `open GOPs must be encoded, and recovery points that need nothing before them are taken`() async throws {
    let folder = try Folder()
    let points = ["-x264-params", "open-gop=1:keyint=25:min-keyint=25:scenecut=0"]
    let open = try await Source.h264(folder, "open.mkv", seconds: 5, keyframes: 25, more: points)
    #expect(try await MediaProgram.failure(packaging: open, in: folder) == .mustEncode)
    let closed = try await Source.h264(folder, "closed.mp4", seconds: 5, keyframes: 25, frames: 0, more: points)
    #expect((try await pictures(try await MediaProgram.package(closed, in: folder).path)) == (try await pictures(closed)))
  }

  @Test func `Annex B and ADTS must be remuxed, and ffmpeg's copy of them is taken`() async throws {
    let folder = try Folder()
    let stream = try await Source.h264(folder, "source.ts", seconds: 5)
    #expect(try await MediaProgram.failure(packaging: stream, in: folder) == .mustRemux)
    let report = try await MediaProgram.report(stream)
    let forms = report.streams.filter { $0.kind == .video || $0.kind == .audio }.map(\.needsRemux)
    #expect(forms == [true, true])
    try await ffmpeg("-i", stream, "-c", "copy", folder("copy.mp4"))
    let made = try await MediaProgram.package(folder("copy.mp4"), in: folder)
    #expect((try await pictures(made.path)) == (try await pictures(stream)))
  }

  @Test(arguments: [
    ["-c:v", "libx264", "-pix_fmt", "yuv422p"], ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-qp", "0"],
    ["-c:v", "libx264", "-pix_fmt", "yuv420p10le"],
    ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-flags", "+ilme+ildct"], ["-c:v", "mpeg4"],
    ["-c:v", "libx265", "-x265-params", "log-level=none"],
  ])
  func `what browsers do not all show must be encoded`(codec: [String]) async throws {
    let folder = try Folder()
    let source = try await Source.encoded(
      folder, "source.mp4", codec + ["-preset", "ultrafast"] + Source.aac, seconds: 2)
    #expect(try await MediaProgram.failure(packaging: source, in: folder) == .mustEncode)
  }

  @Test func `other audio must be encoded`() async throws {
    let folder = try Folder()
    let source = try await Source.encoded(folder, "source.mkv", Source.x264(50, 0) + ["-c:a", "ac3"], seconds: 2)
    #expect(try await MediaProgram.failure(packaging: source, in: folder) == .mustEncode)
  }
}
