import Diagnostics
import Files
import Testing

@testable import Encode

struct `What ffmpeg says of itself` {
  @Test(arguments: [
    ("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers\n  built with gcc", 5, 1),
    ("ffmpeg version 4.4.2-0ubuntu0.22.04.1 Copyright", 4, 4), ("ffmpeg version n6.0 Copyright", 6, 0),
    ("ffmpeg version 7 Copyright", 7, 0), ("ffmpeg version 10.2.1 Copyright", 10, 2),
  ])
  func `tells its release`(banner: String, major: Int, minor: Int) {
    #expect(FFmpegVersion(banner: banner) == FFmpegVersion(major, minor))
  }

  @Test(arguments: ["ffmpeg version N-112233-gabcdef Copyright", "", "avconv version 11", "ffmpeg version git-2026"])
  func `may not tell it`(banner: String) {
    #expect(FFmpegVersion(banner: banner) == nil)
  }

  @Test func `is compared by numbers`() {
    #expect(FFmpegVersion(4, 4) < FFmpegVersion.needed && FFmpegVersion(5, 0) < FFmpegVersion.needed)
    #expect(!(FFmpegVersion(5, 1) < FFmpegVersion.needed) && !(FFmpegVersion(10, 0) < FFmpegVersion.needed))
  }

  @Test func `is asked once, and only after a failure`() async throws {
    try await withFolder { folder in
      let old = "\(folder)/ffmpeg"
      let script = "#!/bin/sh\necho \"$*\" >> \(folder)/calls\necho 'ffmpeg version 4.4.2 Copyright' >&2\nexit 1\n"
      try Files.write(Array(script.utf8), to: old, mode: 0o755)
      let tools = Transcoder(ffmpeg: old)
      for _ in 0..<3 {
        let error = await #expect(throws: EncodeFailure.self) {
          try await tools.call(["-i", "a"], source: "a", path: "a.avi", task: "480p")
        }
        #expect(error?.diagnostic.id == "ffmpeg-too-old")
        #expect(error?.diagnostic.message.contains("4.4") == true && error?.diagnostic.message.contains("5.1") == true)
      }
      let calls = try #require(try Files.readText("\(folder)/calls", limit: 1000)).split(separator: "\n")
      #expect(calls.sorted() == ["-i a", "-i a", "-i a", "-nostdin -v info"])
    }
  }
}
