import Files
import Testing

/// Pictures of a whole build, as players and later builds meet them.
extension Interop {
  @Suite(.serialized) struct `Pictures of a build` {
    /// On the left each second has a grey of its own, on the right are stripes, so that it is no plain surface; B-frames, and
    /// a keyframe every second.
    private func film(_ site: Site, seconds: Double) async throws {
      let filter = "geq=lum='if(lt(X,W/2),16+8*floor(T),16+219*mod(floor(X/16),2))':cb=128:cr=128"
      let codec = ["-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-sc_threshold", "0", "-bf", "3"]
      try await Clips.make(
        site.folder("film.mp4"), seconds: seconds, rate: 25, keyframes: 25, codecs: ["-vf", filter] + codec + Clips.aac)
    }

    @Test func `each cue of storyboard.vtt shows its own second, and ffmpeg runs twice and never opens the source`()
      async throws
    {
      let site = try Site()
      try site.folder.put("renditions: copy\n", "bobine.yml")
      try await film(site, seconds: 20)
      let (built, calls) = try await site.traced("execve,openat")
      #expect(built.status == 0, "\(built)")
      let cues = try site.folder.text("public/videos/film/storyboard.vtt")
        .matches(of: /00:00:(\d\d)\.000 --> .*\n(.*)#xywh=(\d+),(\d+),192,108/)
      #expect(cues.compactMap { Int($0.1) } == Array(0..<20))
      for cue in cues {
        let picture = PathRules.normalise(site.folder("public/videos/film/\(cue.2)"))
        let filter = "crop=80:108:\(cue.3):\(cue.4),scale=1:1:flags=area,format=gray"
        let out = site.folder("grey")
        try await Tool.check("ffmpeg", ["-v", "error", "-i", picture, "-vf", filter, "-f", "rawvideo", "-y", out])
        let grey = try #require(try Files.read(out, limit: 1).first)
        // Full range in a JPEG, limited in the film.
        #expect(Int(cue.1) == Int((Double(grey) * 219 / 255 / 8).rounded()), "\(cue.0) is \(grey)")
      }

      let started = calls.filter { $0.contains("execve(") && $0.contains("/ffmpeg\"") }
      #expect(started.count == 2, "\(started)")
      let processes = Set(started.compactMap { $0.split(separator: " ").first })
      let opened = calls.filter { call in
        call.contains("openat(") && processes.contains(call.prefix { $0 != " " })
      }
      #expect(opened.contains { $0.contains("-reel.mp4") })
      #expect(!opened.contains { $0.contains("film.mp4") })
    }

    @Test func `of an earlier version are made anew without packaging, and stay as they are without the video`()
      async throws
    {
      let site = try Site()
      try site.folder.put("base_url: https://videos.example/\n", "bobine.yml")
      // Long enough for a reel: the first pictures come from that of the source, the later ones from the packaged file.
      try await film(site, seconds: 20)
      try await site.built()
      let facts = ".bobine/facts/film.mp4.txt"
      let (now, document) = (try site.folder.text(facts), try site.folder.text("public/videos/film/video.jsonld"))
      // What version 1 recorded and published.
      let old = now.split(separator: "\n").filter { !$0.hasPrefix("picture-form") && !$0.hasPrefix("storyboard") }
        .map { line in
          line.hasPrefix("poster:") || line.hasPrefix("thumbnail:")
            ? line.split(separator: " ").prefix(4).joined(separator: " ") : String(line)
        }
        .map { $0 + "\n" }.joined()
      for name in try await site.publicFiles() where name.hasSuffix(".webp") || name.contains("storyboard") {
        try Files.remove(site.folder("public/\(name)"))
      }
      try site.folder.put(old, facts)
      let (before, media) = (try await site.outputState(), try await site.renditions())

      let built = try await site.built()
      #expect(!built.out.contains("packaged"), "\(built)")
      #expect(try site.folder.text(facts) == now)
      #expect(try await site.outputState().difference(from: before).allSatisfy { !media.contains($0) })
      #expect(try await !site.published(".webp").isEmpty)
      #expect(try site.folder.text("public/videos/film/video.jsonld") == document)

      try site.folder.put(old, facts)
      let digest = try await Tool.check("sha256sum", [site.folder("film.mp4")]).out.prefix(64)
      try site.folder.put("version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 1\n", "film.mp4")
      try await site.built()
      #expect(try site.folder.text(facts) == old)
      #expect(try !site.folder.text("public/videos/film/index.html").contains("storyboard"))
      #expect(try site.folder.text("public/videos/film/video.jsonld").contains("thumbnail-"))
    }
  }

  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `Keys of actors` {
    @Test func `are made once for who has none, and for nobody else`() async throws {
      let site = try await Site.shared.unbuilt()
      try site.folder.put("---\ntitle: Draft\nprivacy: draft\n---\n", "sky/third.md")
      try await Clips.make(site.folder("sky/third.mp4"), seconds: 1)
      try await site.built()
      // The site itself is one, called `bobine`.
      let actors = ["bobine", "sea", "town", "videos-account"]
      #expect(
        try await site.folder.files(".bobine/keys") == actors.flatMap { ["\($0).pem", "\($0).pub.pem"] }.sortedByBytes())
      func keys() throws -> [String] { try actors.map { try site.folder.text(".bobine/keys/\($0).pub.pem") } }
      let first = try keys()
      #expect(Set(first).count == 4)
      for (actor, key) in zip(actors, first) {
        let pair = site.folder(".bobine/keys/\(actor).pem")
        #expect(try await Tool.check("openssl", ["pkey", "-in", pair, "-pubout"]).out == key)
      }
      try site.folder.put("---\ntitle: Now public\ndate: 2026-01-03\n---\n", "sky/third.md")
      try await site.built()
      #expect(try await site.folder.files(".bobine/keys").count == 10)
      #expect(try keys() == first)
    }
  }
}
