import Diagnostics
import Encode
import Facts
import Files
import Hashing
import Testing

/// Posters and thumbnails of real files.
struct PictureTests {
  @Test func `every picture is written under its hash, the same at every run`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"], seconds: 4, size: "1600x900")
      let source = source(film, width: 1600, height: 900, duration: 4000)
      let a = try await pictures(source, .automatic, "\(folder)/a")
      let b = try await pictures(source, .automatic, "\(folder)/b")
      #expect(a == b)
      let facts = try #require(a.facts)
      #expect(facts.poster.width == 1280 && facts.poster.height == 720)
      #expect(facts.thumbnails.map(\.width) == [280, 480, 850])
      #expect(facts.thumbnails.map(\.height) == [158, 270, 478])
      #expect(try Files.list("\(folder)/a").sorted() == a.names.sorted())
      #expect(a.names.count == 9, "four pictures in two forms, and the storyboard: \(a.names)")
      for file in facts.files {
        let bytes = try Files.read("\(folder)/a/\(file.name)", limit: 1 << 22)
        #expect(SHA256.hash(bytes) == file.sha256)
        #expect(Int64(bytes.count) == file.size)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("Lavc"), "the encoder's name is in \(file.name)")
      }
    }
  }

  @Test func `the WebP shows what the JPEG shows, in the same size and fewer bytes`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"], size: "640x360")
      let poster = try #require(try await pictures(source(film, width: 640, height: 360), .automatic, folder).facts?.poster)
      let webP = "\(folder)/\(try #require(poster.posterWebPName))"
      let size = try await probe(webP, "stream=width,height,codec_name")
      #expect(size == "codec_name=webp\nwidth=640\nheight=360\n")
      let jpeg = "\(folder)/\(poster.posterName)"
      // Eight stripes of colours that are far apart: a wrong range or matrix shows.
      for stripe in 0..<8 {
        let part = "20:20:\(stripe * 80 + 30):300"
        let (a, b) = (try await brightness(jpeg, part: part), try await brightness(webP, part: part))
        #expect(abs(a - b) <= 4, "stripe \(stripe)")
      }
      #expect(try #require(poster.webP).size < poster.size)
    }
  }

  @Test func `a one-second clip with a black first frame shows something else`() async throws {
    try await withFolder { folder in
      let film = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 1, filter: "drawbox=c=black:t=fill:enable='eq(n,0)'")
      let made = try await pictures(source(film, duration: 1000), .automatic, folder)
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `of a long video a keyframe that is neither dark nor plain is taken`() async throws {
    try await withFolder { folder in
      // Black until 20 s, a plain grey until 28 s, then a picture.
      let film = try await clip(
        folder, "a.mp4", ["-c:v", "libx264", "-g", "50", "-preset", "ultrafast"], seconds: 40,
        filter: "drawbox=c=black:t=fill:enable='lt(t,20)',drawbox=c=gray:t=fill:enable='between(t,20,28)'")
      let made = try await pictures(
        source(film, reel: try await reel(film, folder), duration: 40_000), .automatic, folder)
      let origin = try #require(made.facts?.origin)
      #expect(["frame 32000", "frame 37000"].contains(origin))
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `an all-black video takes the middle`() async throws {
    try await withFolder { folder in
      let film = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 4, filter: "drawbox=c=black:t=fill")
      let made = try await pictures(source(film, duration: 4000), .automatic, folder)
      #expect(made.facts?.origin == "frame 2000")
    }
  }

  @Test(arguments: [
    ("a.mp4", ["-c:v", "libx264"]), ("b.mp4", ["-c:v", "libsvtav1", "-preset", "12", "-pix_fmt", "yuv420p10le"]),
    ("c.mp4", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
  ])
  func `every codec that is published gets a poster`(name: String, options: [String]) async throws {
    try await withFolder { folder in
      let film = try await clip(folder, name, options)
      let made = try await pictures(source(film), .automatic, folder)
      #expect(made.notes.isEmpty)
      #expect(made.facts?.poster.width == 320)
      #expect(made.facts?.thumbnails.map(\.width) == [280, 320])
    }
  }

  @Test func `of a long video whose keyframes are all black a picture between them is taken`() async throws {
    try await withFolder { folder in
      let film = try await clip(
        folder, "a.mp4", ["-c:v", "libx264", "-g", "50", "-sc_threshold", "0", "-preset", "ultrafast"], seconds: 20,
        filter: "drawbox=c=black:t=fill:enable='lt(mod(n,50),25)'")
      let made = try await pictures(
        source(film, reel: try await reel(film, folder), duration: 20_000), .automatic, folder)
      #expect(made.facts?.origin.hasPrefix("frame ") == true)
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `a single picture is the poster`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264", "-frames:v", "1", "-an"], seconds: 1)
      let made = try await pictures(source(film, duration: 40), .automatic, folder)
      #expect(made.facts?.origin == "frame 0")
      #expect(made.notes.isEmpty)
    }
  }

  @Test func `a long video without a reel has a poster and no storyboard`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"], seconds: 20)
      let facts = try #require(try await pictures(source(film, duration: 20_000), .automatic, folder).facts)
      #expect(facts.origin.hasPrefix("frame "))
      #expect(facts.storyboard == nil)
    }
  }

  @Test func `without WebP in ffmpeg the pictures are JPEG, and it is said`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      let tools = Transcoder(runner: WithoutWebP())
      let made = try await PictureMaker(tools).make(from: source(film), .automatic, into: folder, path: "a")
      #expect(made.notes.map(\.id) == ["no-webp"])
      #expect(made.facts?.files.allSatisfy { $0.mediaType == "image/jpeg" } == true)
    }
  }

  @Test func `the instant that front matter names is shown`() async throws {
    try await withFolder { folder in
      let film = try await clip(
        folder, "a.mp4", ["-c:v", "libx264"], seconds: 4, filter: "drawbox=c=black:t=fill:enable='lt(t,2.98)'")
      let made = try await pictures(source(film, duration: 4000), .time(3000), folder)
      #expect(made.facts?.origin == "time 3000")
      #expect(try await brightness("\(folder)/\(made.names[0])") > 60)
    }
  }

  @Test func `an instant after the end gives a chosen frame and a diagnostic`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      let made = try await pictures(source(film), .time(60_000), folder)
      #expect(made.facts?.origin.hasPrefix("frame ") == true)
      #expect(made.notes.map(\.id) == ["poster-time-beyond-end"])
    }
  }

  @Test(arguments: ["p.png", "p.jpg", "p.webp"])
  func `the file beside the video is the poster`(name: String) async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      let poster = try await clip(folder, name, ["-frames:v", "1"], size: "600x400")
      let made = try await pictures(source(film), .file(poster), folder)
      let digest = SHA256.hash(try Files.read(poster, limit: 1 << 22)).hex
      #expect(made.facts?.origin == "file \(digest)")
      #expect(made.facts?.poster.width == 600 && made.facts?.poster.height == 400)
      #expect(made.facts?.thumbnails.map(\.width) == [280, 480, 600])
    }
  }

  @Test func `a text that calls itself a poster is refused in words`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      try Files.write(Array("#EXTM3U\n/etc/passwd\n".utf8), to: "\(folder)/p.png")
      let made = try await pictures(source(film), .file("\(folder)/p.png"), folder)
      #expect(made.notes.map(\.id) == ["poster-unreadable"])
      #expect(made.facts?.origin.hasPrefix("frame ") == true)
    }
  }

  @Test func `a damaged poster is refused in words`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"])
      try Files.write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0], to: "\(folder)/p.png")
      #expect(
        try await pictures(source(film), .file("\(folder)/p.png"), folder).notes.map(\.id) == ["poster-unreadable"])
    }
  }

  @Test func `a video that cannot be decoded has no poster and a diagnostic`() async throws {
    try await withFolder { folder in
      try Files.write([UInt8](repeating: 7, count: 5000), to: "\(folder)/a.mp4")
      let made = try await pictures(source("\(folder)/a.mp4"), .automatic, folder)
      #expect(made.facts == nil)
      #expect(made.notes.map(\.id) == ["no-poster"])
    }
  }

  @Test func `a portrait video has a portrait poster`() async throws {
    try await withFolder { folder in
      let film = try await clip(folder, "a.mp4", ["-c:v", "libx264"], size: "180x320")
      let made = try await pictures(source(film, width: 180, height: 320), .automatic, folder)
      #expect(made.facts?.poster.height == 320)
    }
  }
}

/// The clips above, as packaged.
func source(
  _ film: String, reel: String? = nil, width: Int = 320, height: Int = 180, duration: Int64 = 2000
) -> PictureSource {
  PictureSource(film: film, reel: reel, width: width, height: height, duration: duration)
}

func pictures(_ source: PictureSource, _ choice: PosterChoice, _ folder: String) async throws -> MadePictures {
  try Files.makeFolder(folder)
  return try await PictureMaker().make(from: source, choice, into: folder, path: "a")
}

/// An `ffmpeg` that was built without libwebp: it says what such a one says.
private struct WithoutWebP: ProcessRunner {
  func run(_ command: Command, onProgress: @escaping @Sendable (ProcessProgress) -> Void) async throws -> ProcessResult {
    if command.arguments.contains("libwebp") {
      return ProcessResult(end: .exited(1), errors: "Unknown encoder 'libwebp'\n")
    }
    return try await SubprocessRunner().run(command, onProgress: onProgress)
  }
}
