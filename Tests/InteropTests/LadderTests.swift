import Files
import JSON
import Subprocess
import Testing

extension Interop {
  /// Renditions of one video: what a player that changes between them meets.
  @Suite(.serialized, .builtOnce { try await Site.ladder() }) struct `The encoding ladder` {
    @Test func `all renditions of a video have the same segment boundaries`() async throws {
      let site = try Site.shared
      for slug in ["camera", "tape"] {
        let lists = try await mediaPlaylists(of: slug, in: site)
        #expect(lists.count == 3, "\(lists)")
        let durations = try lists.map { try Self.durations(site.folder.text($0)) }
        let starts = durations.map { $0.reduce(into: [0.0]) { $0.append(($0.last ?? 0) + $1) }.dropLast() }
        for other in starts.dropFirst() {
          #expect(other.count == starts[0].count, "\(slug): \(starts)")
          // At most half a picture of the slowest rendition: one frame more or less of rounding.
          #expect(zip(other, starts[0]).allSatisfy { abs($0 - $1) < 0.034 }, "\(slug): \(starts)")
        }
      }
    }

    @Test func `every segment begins with a keyframe, and segments of different renditions play one after the other`()
      async throws
    {
      let site = try Site.shared
      for slug in ["camera", "tape"] {
        let lists = try await mediaPlaylists(of: slug, in: site)
        try await Tool.script("switch.py", site.folder.path, lists.joined(separator: ","))
      }
    }

    @Test func `every picture of the source stands in every rendition once`() async throws {
      let site = try Site.shared
      // An AVI counts its pictures.
      let told = try await Tool.check(
        "ffprobe",
        ["-v", "error", "-select_streams", "v", "-show_entries", "stream=nb_frames", "-of", "csv=p=0"]
          + [site.folder("tape.avi")])
      let count = try #require(Int(told.out.prefix { $0.isNumber }), "\(told)")
      for list in try await mediaPlaylists(of: "tape", in: site) {
        let times = try await Tool.check(
          "ffprobe",
          ["-v", "error", "-select_streams", "v", "-show_entries", "frame=pts_time", "-of", "csv=p=0"]
            + [site.folder(list.dropLast(5) + ".mp4")])
        let seconds = times.out.split(separator: "\n").compactMap { Double($0.prefix { $0 != "," }) }
        #expect(seconds.count == count, "\(list)")
        #expect(zip(seconds, seconds.dropFirst()).allSatisfy { abs($1 - $0 - 0.04) < 0.001 }, "\(list)")
      }
    }

    @Test func `nothing of the work is left, and a rendition more leaves the others as they are`() async throws {
      let site = try await Site.shared.copy()
      #expect(site.intermediates() == [])
      let before = try await mediaPlaylists(of: "tape", in: site)
      try site.folder.put("---\ntitle: Tape\nrenditions: [180, 120, 90, 72]\n---\n", "tape.md")
      try await site.built()
      let after = try await mediaPlaylists(of: "tape", in: site)
      #expect(after.count == 4)
      #expect(Set(after).isSuperset(of: before))
    }

    @Test func `a killed encode is taken up again, with the bytes of one that was not`() async throws {
      let whole = try Site()
      try await makeSlowSource(whole)
      try await whole.built()
      let broken = try Site()
      try await makeSlowSource(broken)
      let killed = try await RunningBuild.run(broken) { build in
        try await build.wait { broken.intermediates().filter { $0.hasSuffix(".mp4") }.count >= 8 }
        try await build.kill()
      }
      #expect(killed.status == -9, "\(killed)")
      let kept = try broken.intermediates().filter { $0.hasSuffix(".mp4") }.map { name in
        (name, try #require(try Files.status(broken.folder(".bobine/work/\(name)"))).inode)
      }
      let (second, calls) = try await broken.traced("execve")
      #expect(second.status == 0, "\(second)")
      // Nothing that was finished is encoded a second time.
      let encoded = calls.filter { $0.contains("libx264") }.count
      #expect(encoded > 0 && encoded <= 15 - (kept.count - 2), "\(kept.count) files were kept, \(encoded) calls made")
      let (finished, reused) = (kept.count - 2, 15 - encoded)
      print("killed: \(finished) of 15 chunks were finished, \(reused) of them not encoded again")
      #expect(finished >= 6 && reused * 10 >= finished * 8)
      let (a, b) = (try await whole.published(".mp4"), try await broken.published(".mp4"))
      #expect(a == b)
      let same = try await Tool.run("diff", ["-r", whole.folder("public/media"), broken.folder("public/media")])
      #expect(same.status == 0, "\(same)")
    }

    @Test func `AV1 stands beside H264 in one multivariant playlist when it is asked for`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("old.avi"), seconds: 9, codecs: Clips.mpeg4 + Clips.mp3)
      try site.folder.put("---\ntitle: Old\nrenditions: [180, 120p-av1]\n---\n", "old.md")
      try await site.built()
      let master = try site.folder.text("public/videos/old/master.m3u8")
      #expect(master.contains("avc1.") && master.contains("av01.") && master.contains("opus"), "\(master)")
      let shared = try site.folder.text("public/videos/old/h264.m3u8")
      #expect(!shared.contains("av01."))
      let lists = try await mediaPlaylists(of: "old", in: site)
      #expect(lists.count == 2)
      let durations = try lists.map { try Self.durations(site.folder.text($0)).dropLast() }
      #expect(durations[0] == durations[1])
    }

    /// Two minutes that take a while, in fifteen chunks.
    private func makeSlowSource(_ site: Site) async throws {
      try await Clips.make(
        site.folder("film.avi"), seconds: 120, size: "480x270", rate: 25, codecs: Clips.mpeg4 + Clips.mp3)
      try site.folder.put("encoding: {preset: medium}\n", "bobine.yml")
    }

    /// Media playlists of films that the multivariant one names, in its order, below the project's folder.
    private func mediaPlaylists(of slug: String, in site: Site) async throws -> [String] {
      let master = try site.folder.text("public/videos/\(slug)/master.m3u8")
      return master.split(separator: "\n").filter { !$0.hasPrefix("#") && $0.hasSuffix(".m3u8") && !$0.contains("/audio-") }
        .map { "public/" + $0.drop { $0 == "." || $0 == "/" } }
    }

    private static func durations(_ playlist: String) -> [Double] {
      playlist.split(separator: "\n").filter { $0.hasPrefix("#EXTINF:") }
        .compactMap { Double($0.dropFirst(8).prefix { $0 != "," }) }
    }
  }
}

extension Site {
  /// A camera's file whose picture is copied, with uneven keyframes, and a tape that is encoded; three heights each.
  fileprivate static func ladder() async throws -> Site {
    let site = try Site()
    try await Clips.make(
      site.folder("camera.mp4"), seconds: 21, rate: 50, keyframes: 500,
      extra: ["-force_key_frames", "0,1.5,4.7,9.1,13.9,14.3,19"])
    try site.folder.put("---\ntitle: Camera\nrenditions: [180, 120, 90]\n---\n", "camera.md")
    try await Clips.make(site.folder("tape.avi"), seconds: 21, rate: 25, codecs: Clips.mpeg4 + Clips.mp3)
    try site.folder.put("---\ntitle: Tape\nrenditions: [180, 120, 90]\n---\n", "tape.md")
    try await site.built()
    return site
  }
}
