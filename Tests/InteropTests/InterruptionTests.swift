import Files
import Subprocess
import Testing

extension Interop {
  /// Builds that are ended from outside: nothing half-written stands under a final name, nothing goes on running, and the
  /// next build carries on.
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `A build that is interrupted` {
    @Test func `by SIGKILL while it packages leaves nothing half-written, and the next one carries on`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("a.mp4"), seconds: 2)
      try await Sources.large(site.folder("b.mp4"), megabytes: 120)
      let killed = try await RunningBuild.run(site, "--jobs", "1") { build in
        _ = try #require(try await Processes.mediaProgram(packaging: site.folder("b.mp4")))
        try build.send(.kill)
      }
      #expect(killed.status == -9, "\(killed)")
      for file in try await site.publicFiles() where file.hasSuffix(".mp4") && !file.contains("/.") {
        try await Tool.check(
          "ffmpeg", ["-v", "error", "-xerror", "-i", site.folder("public/\(file)"), "-f", "null", "-"])
      }
      try await site.built()
      #expect(try await site.slugs() == ["a", "b"])
      #expect(try await site.publicFiles().filter { $0.contains("tmp") || $0.contains(".incoming") } == [])
    }

    @Test func `by SIGKILL in an encoding leaves nothing half-written, and the next one finishes`() async throws {
      let site = try Site()
      try await makeLongSource(site)
      try await Clips.make(site.folder("short.mp4"), seconds: 1)
      let killed = try await RunningBuild.run(site, "--jobs", "1") { build in
        try await build.wait { site.intermediates().contains { $0.hasSuffix(".part") } }
        try await build.kill()
      }
      #expect(killed.status == -9, "\(killed)")
      let left = try await site.publicFiles()
      #expect(!left.contains { !$0.contains("/.incoming/") && $0.hasSuffix(".mp4") && $0.contains("long") })
      #expect(try await site.slugs() == [])
      try Files.remove(site.folder("long.avi"))
      try await Clips.make(site.folder("long.avi"), seconds: 1, codecs: Clips.mpeg4 + Clips.mp3)
      try await site.built()
      #expect(try await site.slugs() == ["long", "short"])
      #expect(site.intermediates() == [])
      #expect(!Files.exists(site.folder("public/media/.incoming")))
      try await site.expectListed()
    }

    @Test func `by the end of its media program after an encoding does not encode again`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("tape.avi"), seconds: 1, codecs: Clips.mpeg4 + Clips.mp3)
      // A stand-in for bobine-media that ends where packaging begins leaves what ffmpeg had finished.
      let home = try Folder()
      try await Tool.check("ln", ["-s", PathRules.join(Programs.checkout, "templates"), home("templates")])
      try home.put("#!/bin/sh\nsed -u '/^ask: package/Q' | '\(Programs.media)'\n", "bobine-media")
      try await Tool.check("chmod", ["+x", home("bobine-media")])
      let first = try await site.build("--stall-timeout", "2", environment: ["BOBINE_HOME": home.path])
      #expect(first.status == 1, "\(first)")
      let kept = site.intermediates()
      // The index of the AVI, its picture and its sound.
      #expect(kept.count == 3 && kept.allSatisfy { $0.hasSuffix(".mp4") }, "\(kept)")
      let (second, calls) = try await site.traced("execve")
      #expect(second.status == 0, "\(second)")
      #expect(calls.contains { $0.contains("bobine-media") })
      #expect(!calls.contains { $0.contains("libx264") })
      #expect(site.intermediates() == [])
      #expect(try await site.slugs() == ["tape"])
    }

    @Test func `by SIGKILL while it cuts segments leaves whole ones only, and the next one cuts the rest`() async throws {
      let site = try Site()
      try site.folder.put("segments: files\n", "bobine.yml")
      try await Sources.large(site.folder("film.mp4"), megabytes: 60)
      let killed = try await RunningBuild.run(site) { build in
        try await build.wait { !site.segments().isEmpty }
        try await build.kill()
      }
      #expect(killed.status == -9, "\(killed)")
      let kept = site.segments()
      for path in kept {
        let sum = try await Tool.check("sha256sum", [path])
        #expect(path.hasSuffix("-\(sum.out.prefix(8)).m4s") || path.hasSuffix("/init.mp4"), "\(path)")
      }
      let inodes = try kept.map { try Files.status($0)?.inode }
      #expect(try await site.slugs() == [])
      try await site.built()
      #expect(try kept.map { try Files.status($0)?.inode } == inodes)
      let all = site.segments()
      #expect(all.count > kept.count, "\(kept.count) of \(all.count) were there before")
      #expect(!Files.exists(site.folder("public/media/.incoming")))
      #expect(try await site.publicFiles().filter { $0.contains(Files.temporaryPrefix) } == [])
      try await site.expectListed()
      try await Tool.script("segments.py", site.folder("public"))
    }

    @Test(arguments: [Signal.interrupt, .terminate, .terminalClosed])
    func `by a signal ends with its programs, says so, and is told by its status`(signal: Signal) async throws {
      let site = try Site()
      try await makeLongSource(site)
      var children: [String] = []
      var sent: Int64 = 0
      let ended = try await RunningBuild.run(site) { build in
        try await build.wait { site.intermediates().contains { $0.hasSuffix(".part") } }
        children = build.descendants
        #expect(children.count >= 2, "ffmpeg and bobine-media run")
        sent = SystemClock.monotonic()
        try build.send(signal)
      }
      #expect(SystemClock.monotonic() - sent < 10_000_000_000)
      #expect(ended.status == -Int(signal.rawValue), "\(ended)")
      #expect(ended.err.contains("The build was interrupted"), "\(ended)")
      #expect(children.filter(Processes.isAlive) == [])
      #expect(try await site.publicFiles() == [".bobine-manifest"])
      #expect(try site.listed() == [])
    }

    @Test func `by SIGKILL while it publishes knows its files again`() async throws {
      let site = try await Site.shared.copy()
      // As a kill between the pages and the manifest leaves it: pages of a video that is gone now, a journal, a
      // temporary file.
      let journal = "\(site.folder("public"))\nvideos/third/index.html\nindex.html\n"
      try site.folder.put(journal, ".bobine/work/publishing")
      try site.folder.put("<p>third</p>", "public/videos/third/index.html")
      try site.folder.put("half", "public/.bobine-tmp-1-1")
      try await site.built()
      try await site.expectListed()
      #expect(!Files.exists(site.folder(".bobine/work/publishing")))
    }

    /// Takes long to encode.
    private func makeLongSource(_ site: Site) async throws {
      try await Clips.make(
        site.folder("long.avi"), seconds: 20, size: "960x540", rate: 25, codecs: Clips.mpeg4 + Clips.mp3)
    }
  }
}
