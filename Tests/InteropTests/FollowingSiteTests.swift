import Files
import Testing

extension Swarming {
  /// `bobined https://…`: a real nginx, real kills, a real disk. What a catalog that lies may do stands in `SwarmTests`.
  @Suite(.serialized, .builtOnce { try await Site.noisy() }) struct `A site that bobined follows` {
    @Test func `loses no verified piece however often bobined is killed, and no wrong byte of it is served`()
      async throws
    {
      let kills = Programs.isFull ? 50 : 5
      // Another seed each time; the script prints it, and a failure shows it.
      let seed = UInt32.random(in: .min ... .max)
      try await Tool.script(
        "following.py", "kills", try Site.shared.folder("public"), Programs.daemon, "\(kills)", "\(seed)", seconds: 400)
    }

    @Test func `over TLS is believed by its certificate, and not without one that names it`() async throws {
      try await Tool.script("following.py", "tls", try Site.shared.folder("public"), Programs.daemon)
    }

    @Test func `that does not fit on the disk goes on when the disk is larger`() async throws {
      try await Tool.script("following.py", "full", try Site.shared.folder("public"), Programs.daemon)
    }
  }
}

extension Programs {
  /// Of an installed tree where it has one.
  static var daemon: String {
    let installed = PathRules.join(folder, "bobined")
    return Files.exists(installed) ? installed : PathRules.join(checkout, ".build/debug/bobined")
  }
}

extension Site {
  /// Three videos of noise, which no encoder makes small: some megabytes in a few seconds. Without an address, so that all that the
  /// catalog names lies where it lies itself.
  fileprivate static func noisy() async throws -> Site {
    let site = try Site()
    try site.folder.put("title: Noise\nrenditions: [180]\n", "bobine.yml")
    for seconds in [2, 4, 6] {
      let path = site.folder("town/noise-\(seconds).mp4")
      try Files.makeFolder(PathRules.parent(path))
      try await Tool.check(
        "ffmpeg",
        [
          "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25,noise=alls=60:allf=t", "-f", "lavfi", "-i",
          "sine",
          "-t", "\(seconds)", "-c:v", "libx264", "-preset", "ultrafast", "-b:v", "6M", "-bufsize", "1M", "-pix_fmt",
          "yuv420p", "-c:a", "aac", "-bitexact", path,
        ])
    }
    try await site.built()
    return site
  }
}
