import Diagnostics
import Encode
import Facts
import Files
import Testing

/// Posters of what has no picture.
struct SoundPictureTests {
  @Test func `a cover becomes the poster in all sizes, and there is no storyboard`() async throws {
    try await withFolder { folder in
      let song = try await song(folder, cover: ("png", "red", "900x900"))
      let made = try await pictures(song, folder)
      let facts = try #require(made.facts)
      #expect(made.notes == [] && facts.origin == PictureSet.cover && facts.isChosen)
      #expect((facts.poster.width, facts.poster.height) == (900, 900))
      #expect(facts.thumbnails.map(\.width) == [280, 480, 850] && facts.thumbnails.map(\.height) == [280, 480, 850])
      #expect(facts.storyboard == nil && facts.files.count == 8)
      let brightness = try await brightness("\(folder)/\(facts.poster.posterName)")
      #expect((70...82).contains(brightness), "red has a luma of 76, not \(brightness)")
    }
  }

  @Test func `without one the waveform is drawn, the same at every run`() async throws {
    try await withFolder { folder in
      let song = try await song(folder, sound: "sine=f=440:r=44100:d=4,volume='if(lt(t,2),0.02,1)':eval=frame")
      let (a, b) = (try await pictures(song, "\(folder)/a"), try await pictures(song, "\(folder)/b"))
      #expect(a == b && a.notes == [])
      let facts = try #require(a.facts)
      #expect(facts.origin == PictureSet.waveform && facts.isChosen)
      #expect((facts.poster.width, facts.poster.height) == (1280, 720))
      // Its quiet half has low bars, its loud half high ones: what lies above the middle is brighter there.
      let poster = "\(folder)/a/\(facts.poster.posterName)"
      let (quiet, loud) = (
        try await brightness(poster, part: "500:100:100:230"), try await brightness(poster, part: "500:100:680:230")
      )
      #expect(quiet < 50 && loud > quiet + 20, "\(quiet), \(loud)")
    }
  }

  @Test func `silence has a poster too, and so has a sound that is shorter than a bar`() async throws {
    try await withFolder { folder in
      for sound in ["anullsrc=r=44100:d=3", "sine=f=440:r=44100:d=0.02"] {
        let made = try await pictures(try await song(folder, sound: sound), folder)
        #expect(made.facts?.origin == PictureSet.waveform && made.notes == [])
      }
    }
  }

  @Test func `a file beside it stands above the cover, and a time means nothing`() async throws {
    try await withFolder { folder in
      let song = try await song(folder, cover: ("mjpeg", "red", "300x200"))
      try await picture(folder, "poster.png", "white", "320x180")
      let file = try #require(try await pictures(song, folder, .file("\(folder)/poster.png")).facts)
      #expect(file.origin.hasPrefix("file ") && file.poster.width == 320)
      let time = try await pictures(song, folder, .time(1000))
      #expect(time.facts?.origin == PictureSet.cover)
      #expect(time.notes.map(\.id) == ["poster-time-of-sound"] && time.notes[0].nextStep != nil)
    }
  }

  @Test func `a cover that claims more pixels than memory holds costs neither memory nor time`() async throws {
    try await withFolder { folder in
      // 121 million pixels, black or white each: any decoder could make a poster of them.
      let song = try await song(folder, cover: ("png", "black", "11000x11000"), pixels: "monob")
      let made = try await pictures(song, folder)
      #expect(made.facts?.origin == PictureSet.waveform)
      #expect(made.notes.map(\.id) == ["cover-unreadable"])
    }
  }

  @Test func `a cover that is no picture, and one of another kind, give way to the waveform`() async throws {
    try await withFolder { folder in
      for (name, bytes) in [
        ("broken", [0xFF, 0xD8, 0xFF, 0xE0] + Array("no picture".utf8)), ("text", Array("no picture".utf8)),
      ] {
        let song = try await self.song(folder)
        let tagged = "\(folder)/\(name).mp3"
        try Files.write(ID3.tag(cover: bytes) + ID3.untagged(try Files.read(song.file, limit: 1 << 20)), to: tagged)
        let source = SoundSource(file: song.file, duration: 2000, source: tagged, cover: 1)
        let made = try await pictures(source, folder)
        #expect(made.facts?.origin == PictureSet.waveform, "\(name)")
        #expect(made.notes.map(\.id) == ["cover-unreadable"], "\(name)")
      }
    }
  }

  // MARK: Sources

  /// An MP3, with the cover as its stream 1.
  private func song(
    _ folder: String, sound: String = "sine=f=440:r=44100:d=2",
    cover: (codec: String, colour: String, size: String)? = nil, pixels: String = "rgb24"
  ) async throws -> SoundSource {
    let file = "\(folder)/song.mp3"
    var words = ["-nostdin", "-v", "error", "-f", "lavfi", "-i", sound]
    if let cover {
      words += ["-f", "lavfi", "-i", "color=c=\(cover.colour):s=\(cover.size):d=0.04:r=25,format=\(pixels)"]
      words += ["-map", "0", "-map", "1", "-c:v", cover.codec, "-disposition:v", "attached_pic"]
      if cover.codec == "mjpeg" { words += ["-pix_fmt", "yuvj420p"] }
    }
    try await run(words + ["-c:a", "libmp3lame", "-y", file])
    return SoundSource(file: file, duration: 2000, source: file, cover: cover == nil ? nil : 1)
  }

  private func picture(_ folder: String, _ name: String, _ colour: String, _ size: String) async throws {
    try await run(
      ["-nostdin", "-v", "error", "-f", "lavfi", "-i", "color=c=\(colour):s=\(size)", "-frames:v", "1", "-y"]
        + ["\(folder)/\(name)"])
  }

  private func run(_ words: [String]) async throws {
    let result = try await SubprocessRunner().run(Command("ffmpeg", words))
    guard result.isSuccess else { throw Surprise(result.errors) }
  }

  private func pictures(
    _ sound: SoundSource, _ folder: String, _ choice: PosterChoice = .automatic
  ) async throws -> MadePictures {
    try Files.makeFolder(folder)
    return try await PictureMaker().make(from: sound, choice, into: folder, path: "song.mp3")
  }
}

/// The head of an MP3 (ID3v2.4), with a picture that need not be one.
enum ID3 {
  static func tag(cover: [UInt8]) -> [UInt8] {
    let body = [0] + Array("image/jpeg".utf8) + [0, 3, 0] + cover
    let frame = Array("APIC".utf8) + size(body.count) + [0, 0] + body
    return Array("ID3".utf8) + [4, 0, 0] + size(frame.count) + frame
  }

  static func untagged(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.starts(with: Array("ID3".utf8)) else { return bytes }
    return Array(bytes.dropFirst(10 + bytes[6..<10].reduce(0) { $0 << 7 | Int($1) }))
  }

  private static func size(_ count: Int) -> [UInt8] { [21, 14, 7, 0].map { UInt8(count >> $0 & 0x7F) } }
}
