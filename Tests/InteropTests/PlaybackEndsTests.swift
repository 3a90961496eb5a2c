import JSON
import Testing

extension Visiting {
  /// Where a video ends is where its parts stop to be alike: sound and pictures, segments, what is loaded and what there is.
  @Suite(.serialized, .builtOnce { try await Site.ending() }) struct `The end of a video` {
    @Test(arguments: ["chromium", "firefox"])
    func `comes, whatever is shorter there, and is where a jump to it or beyond it leads`(browser: String) async throws
    {
      let site = try Site.shared
      let seen = try await Tool.script("ends.py", browser, site.folder("public"), seconds: 200).json()
      let whole: JSON = [true, true, true, .null]
      for way in ["short", "tail", "end", "beyond", "address"] { #expect(seen[way] == whole, "\(way): \(seen)") }
      #expect(seen["back"]?.bool == true && seen["brink"]?.bool == true, "\(seen)")
      // A server that begins anew costs no quality; what this way of playing cannot go on with, another one can.
      #expect(seen["busy"] == [true, true, 3, "blob:"] && seen["deaf"]?.bool == true, "\(seen)")
      #expect(seen["guide"] == [2, true, "blob:"], "\(seen)")
    }
  }
}

extension Site {
  fileprivate static func ending() async throws -> Site {
    let site = try Site()
    try site.folder.put("renditions: [180, 90]\n", "bobine.yml")
    for (name, pictures, sounds) in [
      ("short", 8.4, [8.05]), ("tail", 8.04, [8.04]), ("whole", 60, [60]), ("deaf", 60, [8]), ("guide", 60, [60, 8]),
    ] {
      let sources = ["testsrc2=s=320x180:r=25:d=\(pictures)"] + sounds.map { "sine=f=300:r=48000:d=\($0)" }
      try await Tool.check(
        "ffmpeg",
        ["-v", "error"] + sources.flatMap { ["-f", "lavfi", "-i", $0] } + sources.indices.flatMap { ["-map", "\($0)"] }
          + ["-g", "100", "-keyint_min", "100", "-sc_threshold", "0"] + Clips.h264 + ["-bf", "0"] + Clips.aac
          + ["-metadata:s:a:1", "language=fra", site.folder("\(name).mp4")])
    }
    try await site.built()
    return site
  }
}
