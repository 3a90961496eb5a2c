import Diagnostics
import Encode
import Facts
import Files
import Testing

/// Real `ffmpeg` runs over small sources.
struct TranscodeTests {
  @Test func `encoding twice gives the same bytes, and no half file`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "old.avi", ["-c:v", "mpeg4", "-bf", "2", "-c:a", "libmp3lame"])
      let plan = try planned(Source(video: Picture(codec: "mpeg4", width: 320, height: 180), audio: "mp3"))
      let transcode = try #require(plan.renditions[0].transcode)
      for name in ["a.mp4", "b.mp4"] {
        try await Transcoder().make(transcode, from: source, to: "\(folder)/\(name)", path: "old.avi", task: "180p")
      }
      let (a, b) = try (Files.read("\(folder)/a.mp4", limit: 1 << 24), Files.read("\(folder)/b.mp4", limit: 1 << 24))
      #expect(a == b)
      #expect(a.count > 1000)
      #expect(!String(decoding: a, as: UTF8.self).contains("x264 - core"), "the encoder's settings are in the picture")
      #expect(try Files.list(folder).filter { $0.hasSuffix(".part") } == [])
      let seen = try await probe(
        "\(folder)/a.mp4", "stream=codec_name,pix_fmt,has_b_frames,width,height,r_frame_rate,channels")
      #expect(seen.contains("codec_name=h264") && seen.contains("pix_fmt=yuv420p") && seen.contains("codec_name=aac"))
      #expect(seen.contains("width=320") && seen.contains("height=180") && seen.contains("r_frame_rate=25/1"))
    }
  }

  @Test func `keyframes lie every two seconds`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "old.avi", ["-c:v", "mpeg4", "-an"], seconds: 5)
      let plan = try planned(Source(video: Picture(codec: "mpeg4", width: 320, height: 180), audio: nil))
      let output = "\(folder)/a.mp4"
      try await Transcoder().make(
        try #require(plan.renditions[0].transcode), from: source, to: output, path: "old.avi", task: "180p")
      let times = try await probe(output, "frame=pts_time", ["-skip_frame", "nokey", "-select_streams", "v"])
      #expect(
        times.split(whereSeparator: \.isNewline).map(String.init) == [
          "pts_time=0.000000", "pts_time=2.000000", "pts_time=4.000000",
        ])
    }
  }

  @Test func `a finished file is used again and not made a second time`() async throws {
    try await withFolder { folder in
      try Files.write([1, 2, 3], to: "\(folder)/a.mp4")
      let plan = try planned(Source(video: Picture(codec: "mpeg4"), audio: nil))
      try await Transcoder(ffmpeg: "/nowhere/ffmpeg").make(
        try #require(plan.renditions[0].transcode), from: "\(folder)/no.avi", to: "\(folder)/a.mp4", path: "no.avi",
        task: "180p")
      #expect(try Files.read("\(folder)/a.mp4", limit: 10) == [1, 2, 3])
    }
  }

  @Test func `sound that is no AAC is encoded beside a picture that stays`() async throws {
    try await withFolder { folder in
      let source = try await clip(folder, "a.mkv", ["-c:v", "libx264", "-c:a", "libmp3lame"])
      let plan = try planned(Source(video: .h264(), audio: "mp3"))
      let output = "\(folder)/a.mp4"
      try await Transcoder().make(
        try #require(plan.renditions[0].transcode), from: source, to: output, path: "a.mkv", task: "180p")
      #expect(
        try await probe(output, "stream=codec_name").split(whereSeparator: \.isNewline) == [
          "codec_name=h264", "codec_name=aac",
        ])
      let (before, after) = try await (pictureHash(source), pictureHash(output))
      #expect(before == after)
    }
  }

  @Test func `a file that lists other files is not opened`() async throws {
    try await withFolder { folder in
      _ = try await clip(folder, "secret.mp4", ["-c:v", "libx264", "-an"])
      let playlist = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsecret.mp4\n#EXT-X-ENDLIST\n"
      let list = "ffconcat version 1.0\nfile secret.mp4\n"
      let plan = try planned(Source(video: Picture(codec: "mpeg4"), audio: nil))
      for (name, text) in [("a.avi", playlist), ("b.mp4", list)] {
        try Files.write(Array(text.utf8), to: "\(folder)/\(name)")
        let error = await #expect(throws: EncodeFailure.self) {
          try await Transcoder().make(
            try #require(plan.renditions[0].transcode), from: "\(folder)/\(name)", to: "\(folder)/out.mp4", path: name,
            task: "180p")
        }
        #expect(error?.diagnostic.id == "ffmpeg-failed")
        #expect(!Files.exists("\(folder)/out.mp4"))
      }
    }
  }

  @Test func `a failure quotes what ffmpeg said, with the source as the user knows it`() async throws {
    try await withFolder { folder in
      try Files.write(Array("no video".utf8), to: "\(folder)/broken.avi")
      let plan = try planned(Source(video: Picture(codec: "mpeg4"), audio: nil))
      let error = await #expect(throws: EncodeFailure.self) {
        try await Transcoder().make(
          try #require(plan.renditions[0].transcode), from: "\(folder)/broken.avi", to: "\(folder)/out.mp4",
          path: "talks/broken.avi", task: "180p")
      }
      #expect(error?.diagnostic.location?.path == "talks/broken.avi")
      #expect(error?.diagnostic.note?.contains("Invalid data") == true)
      #expect(error?.diagnostic.note?.contains(folder) == false)
    }
  }
}
