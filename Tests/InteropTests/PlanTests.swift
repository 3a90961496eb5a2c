import Files
import JSON
import Testing

extension Interop {
  /// What a build says beforehand, and that it stops where the disk is too small.
  @Suite(.serialized) struct `The plan of a build` {
    @Test func `tells what is copied and encoded, never less than is written, and looks at each source once`() async throws {
      let site = try await mixed()
      let dry = try await site.build("--dry-run")
      #expect(dry.status == 0, "\(dry)")
      #expect(dry.out.contains(/would package copied\.mp4 \(.*\): copy 180p, at most/), "\(dry)")
      #expect(dry.out.contains(/would package both\.mp4 \(.*\): copy 540p; encode 480p, at most/), "\(dry)")
      #expect(dry.out.contains(/would package encoded\.avi \(.*\): encode 180p, at most/), "\(dry)")
      let totals = try await site.build("--dry-run", "--json").json()
      // 480p of 2 s and 180p of 3 s.
      #expect(abs((totals["encode"]?.integer ?? 0) - 5000) < 200, "\(totals)")

      let (built, calls) = try await site.traced("openat")
      #expect(built.status == 0, "\(built)")
      var written: Int64 = 0
      for path in try await site.published("") where path.hasPrefix("media/") {
        if path.hasSuffix(".mp4") || path.hasSuffix(".jpg") || path.hasSuffix(".webp") {
          written += try #require(try Files.status(site.folder("public/\(path)"))).size
        }
      }
      #expect(try #require(totals["write"]?.integer) >= written)
      // By the look and by the pass that packages it: no probe comes between.
      let opened = calls.filter { $0.contains("copied.mp4\"") && $0.contains("O_RDONLY") }
      #expect(opened.count <= 4, "\(opened)")

      let again = try await site.build("--dry-run", "--json").json()
      #expect(again["write"]?.integer == 0 && again["encode"]?.integer == 0, "\(again)")
    }

    @Test func `stops before anything is made where the disk does not hold it, and goes on with --force`() async throws {
      let site = try await mixed()
      // A file with a hole at its end takes no room, and a copy of it could not be stored.
      let size = try Files.freeSpace(at: site.folder.path) + 1_000_000_000
      try await Tool.check("truncate", ["-s", "\(size)", site.folder("copied.mp4")])
      let refused = try await site.build()
      #expect(refused.status == 1, "\(refused)")
      #expect(refused.err.contains("needs up to") && refused.err.contains("--force"), "\(refused)")
      #expect(!Files.exists(site.folder("public")) && site.intermediates() == [])
      _ = try await RunningBuild.run(site, "--force") { build in
        try await build.wait { Files.exists(site.folder("public/media/.incoming")) }
        try await build.kill()
      }
    }

    /// One video is copied, one encoded, one both; one has two more sounds, one of them large.
    private func mixed() async throws -> Site {
      let site = try Site()
      try await Clips.make(site.folder("copied.mp4"), seconds: 2)
      try await Clips.make(site.folder("both.mp4"), seconds: 2, size: "960x540")
      try await Clips.make(
        site.folder("sounds.mkv"), seconds: 3,
        extra: ["-map", "0", "-map", "1", "-map", "1", "-map", "1", "-c:a:1", "flac", "-c:a:2", "libmp3lame"]
          + ["-metadata:s:a:1", "language=en", "-metadata:s:a:2", "language=de"])
      try site.folder.put("---\ntitle: Sounds\nrenditions: copy\n---\n", "sounds.md")
      try await Clips.make(site.folder("encoded.avi"), seconds: 3, codecs: Clips.mpeg4 + Clips.mp3)
      return site
    }
  }
}
