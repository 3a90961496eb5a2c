import Diagnostics
import Encode
import Facts
import Files
import Hashing
import Testing

/// Posters and thumbnails of real files.
struct PictureTests {
  @Test func `a poster and its thumbnails are written under their hashes, the same at every run`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264"], size: "1600x900")
      let report = probe(width: 1600, height: 900)
      let a = try await pictures(source, report, .automatic, "\(folder)/a")
      let b = try await pictures(source, report, .automatic, "\(folder)/b")
      #expect(a == b)
      let facts = try #require(a.facts)
      #expect(facts.poster.width == 1280 && facts.poster.height == 720)
      #expect(facts.thumbnails.map(\.width) == [280, 480, 850])
      #expect(facts.thumbnails.map(\.height) == [158, 270, 478])
      #expect(try Files.list("\(folder)/a").sorted() == a.names.sorted())
      let poster = try Files.read("\(folder)/a/\(facts.poster.posterName)", limit: 1 << 22)
      #expect(SHA256.hash(poster) == facts.poster.sha256)
      #expect(Int64(poster.count) == facts.poster.size)
      #expect(!String(decoding: poster, as: UTF8.self).contains("Lavc"), "the encoder's name is in the file")
    }
  }

  @Test func `a one-second clip with a black first frame shows something else`() async throws {
    try await withFolder { folder in
      let source = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 1, filter: "drawbox=c=black:t=fill:enable='eq(n,0)'")
      let made = try await pictures(source, probe(duration: 1000), .automatic, folder)
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `of a long video a keyframe that is neither dark nor plain is taken`() async throws {
    try await withFolder { folder in
      // Black until 20 s, a plain grey until 28 s, then a picture.
      let source = try await clip(
        folder, "a.mp4", ["-c:v", "libx264", "-g", "50", "-preset", "ultrafast"], seconds: 40,
        filter: "drawbox=c=black:t=fill:enable='lt(t,20)',drawbox=c=gray:t=fill:enable='between(t,20,28)'")
      let made = try await pictures(source, probe(duration: 40_000), .automatic, folder)
      let origin = try #require(made.facts?.origin)
      #expect(["frame 32500", "frame 37500"].contains(origin))
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `an all-black video takes the middle`() async throws {
    try await withFolder { folder in
      let source = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 4, filter: "drawbox=c=black:t=fill")
      let made = try await pictures(source, probe(duration: 4000), .automatic, folder)
      #expect(made.facts?.origin == "frame 2000")
    }
  }

  @Test(arguments: [
    ("a.mp4", ["-c:v", "libx265", "-x265-params", "log-level=none", "-pix_fmt", "yuv420p10le"]),
    ("a.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"]),
    ("a.avi", ["-c:v", "mpeg4"]), ("a.wmv", ["-c:v", "wmv2", "-c:a", "wmav2"]), ("a.ts", ["-c:v", "mpeg2video"]),
  ])
  func `whatever ffmpeg decodes gets a poster`(name: String, options: [String]) async throws {
    try await withFolder { folder in
      let source = try await clip(folder, name, options)
      let made = try await pictures(source, probe(duration: 2000), .automatic, folder)
      #expect(made.notes.isEmpty)
      #expect(made.facts?.poster.width == 320)
      #expect(made.facts?.thumbnails.map(\.width) == [280, 320])
    }
  }

  @Test func `a length that is not known is no obstacle`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.ts", ["-c:v", "mpeg2video"])
      #expect(try await pictures(source, probe(duration: 0), .automatic, folder).facts != nil)
    }
  }

  @Test func `the instant that front matter names is shown`() async throws {
    try await withFolder { folder in
      let source = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 4, filter: "drawbox=c=black:t=fill:enable='lt(t,2.98)'")
      let made = try await pictures(source, probe(duration: 4000), .time(3000), folder)
      #expect(made.facts?.origin == "time 3000")
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `an instant after the end gives a chosen frame and a diagnostic`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      let made = try await pictures(source, probe(duration: 2000), .time(60_000), folder)
      #expect(made.facts?.origin.hasPrefix("frame ") == true)
      #expect(made.notes.map(\.id) == ["poster-time-beyond-end"])
    }
  }

  @Test(arguments: ["p.png", "p.jpg", "p.webp"])
  func `the file beside the video is the poster`(name: String) async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      let poster = try await clip(folder, name, ["-frames:v", "1"], size: "600x400")
      let made = try await pictures(source, probe(), .file(poster), folder)
      let digest = SHA256.hash(try Files.read(poster, limit: 1 << 22)).hex
      #expect(made.facts?.origin == "file \(digest)")
      #expect(made.facts?.poster.width == 600 && made.facts?.poster.height == 400)
      #expect(made.facts?.thumbnails.map(\.width) == [280, 480, 600])
    }
  }

  @Test func `a text that calls itself a poster is refused in words`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      try Files.write(Array("#EXTM3U\n/etc/passwd\n".utf8), to: "\(folder)/p.png")
      let made = try await pictures(source, probe(), .file("\(folder)/p.png"), folder)
      #expect(made.notes.map(\.id) == ["poster-unreadable"])
      #expect(made.facts?.origin.hasPrefix("frame ") == true)
    }
  }

  @Test func `a damaged poster is refused in words`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      try Files.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0], to: "\(folder)/p.png")
      #expect(
        try await pictures(source, probe(), .file("\(folder)/p.png"), folder).notes.map(\.id) == ["poster-unreadable"])
    }
  }

  @Test func `a video that cannot be decoded has no poster and a diagnostic`() async throws {
    try await withFolder { folder in
      try Files.write([UInt8](repeating: 7, count: 5000), to: "\(folder)/a.mp4")
      let made = try await pictures("\(folder)/a.mp4", probe(), .automatic, folder)
      #expect(made.facts == nil)
      #expect(made.notes.map(\.id) == ["no-poster"])
    }
  }

  @Test func `a portrait video has a portrait poster`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mp4", ["-c:v", "libx264"], size: "180x320")
      let made = try await pictures(source, probe(width: 180, height: 320), .automatic, folder)
      #expect(made.facts?.poster.height == 320)
    }
  }
}

/// What a probe says of the clips above.
private func probe(width: Int = 320, height: Int = 180, duration: Int64 = 2000) -> ProbeReport {
  var report = Source(video: Picture(codec: "h264", width: width, height: height), audio: "aac").probe
  report.duration = duration
  return report
}

private func pictures(
  _ source: String, _ report: ProbeReport, _ choice: PosterChoice, _ folder: String
) async throws -> MadePictures {
  try Files.makeFolder(folder)
  return try await PictureMaker().make(from: source, report, choice, into: folder, path: "a")
}
