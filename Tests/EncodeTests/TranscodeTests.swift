import Diagnostics
import Encode
import Facts
import Files
import Testing

/// Real `ffmpeg` runs that write one file: remuxes and sound.
struct TranscodeTests {
  @Test func `sound that is no AAC is encoded beside a picture that stays`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mkv", ["-c:v", "libx264", "-c:a", "libmp3lame"])
      let output = "\(folder)/a.mp4"
      try await Transcoder().make(try remux(), from: source, to: output, path: "a.mkv", task: "180p")
      #expect(
        try await probe(output, "stream=codec_name").split(whereSeparator: \.isNewline) == [
          "codec_name=h264", "codec_name=aac",
        ])
      let (before, after) = try await (pictureHash(source), pictureHash(output))
      #expect(before == after)
    }
  }

  @Test func `a finished file is used again and not made a second time`() async throws {
    try await withFolder { folder in
      try Files.write([1, 2, 3], to: "\(folder)/a.mp4")
      try await Transcoder(ffmpeg: "/nowhere/ffmpeg").make(
        try remux(), from: "\(folder)/no.avi", to: "\(folder)/a.mp4", path: "no.avi", task: "180p")
      #expect(try Files.read("\(folder)/a.mp4", limit: 10) == [1, 2, 3])
    }
  }

  @Test func `a file that lists other files is not opened`() async throws {
    try await withFolder { folder in
      _ = try await clip(folder, "secret.mp4", ["-c:v", "libx264", "-an"])
      let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsecret.mp4\n#EXT-X-ENDLIST\n"
      let list = "ffconcat version 1.0\nfile secret.mp4\n"
      for (name, text) in [("a.avi", playlist), ("b.mp4", list)] {
        try Files.write(Array(text.utf8), to: "\(folder)/\(name)")
        let error = await #expect(throws: EncodeFailure.self) {
          try await Transcoder().make(
            try remux(), from: "\(folder)/\(name)", to: "\(folder)/out.mp4", path: name, task: "180p")
        }
        #expect(error?.diagnostic.id == "ffmpeg-failed")
        #expect(!Files.exists("\(folder)/out.mp4"))
        #expect(try Files.list(folder).filter { $0.hasSuffix(".part") } == [])
      }
    }
  }

  @Test func `a failure quotes what ffmpeg said, with the source as the user knows it`() async throws {
    try await withFolder { folder in
      try Files.write(Array("no video".utf8), to: "\(folder)/broken.avi")
      let error = await #expect(throws: EncodeFailure.self) {
        try await Transcoder().make(
          try remux(), from: "\(folder)/broken.avi", to: "\(folder)/out.mp4", path: "talks/broken.avi", task: "180p")
      }
      #expect(error?.diagnostic.location?.path == "talks/broken.avi")
      #expect(error?.diagnostic.note?.contains("Invalid data") == true)
      #expect(error?.diagnostic.note?.contains(folder) == false)
    }
  }

  private func remux() throws -> Remux {
    guard case .remux(let remux) = try planned(Source(video: .h264(), audio: "mp3")).renditions[0].step else {
      throw Surprise("no remux")
    }
    return remux
  }
}
