import Files
import JSON
import Testing

extension Interop {
  @Suite(.serialized, .builtOnce { try await Site.mixed() }) struct `Streams and files` {
    @Test func `the packets in our MP4 are those of the source, in MP4 and in MKV`() async throws {
      let site = try Site.shared
      for (source, slug) in [("a.mp4", "a"), ("b.mkv", "b")] {
        let ours = try rendition(of: slug, in: site)
        try await Tool.script("packets.py", site.folder(source), site.folder("public/\(ours)"))
      }
    }

    @Test func `VP9 and Opus are taken over, and one H264 rendition with AAC stands beside them`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("v.webm"), seconds: 6, codecs: Clips.vp9 + Clips.opus)
      try await site.built()
      let names = try await site.films().map(PathRules.lastComponent)
      #expect(names.count == 2, "\(names)")
      let copied = try #require(try await site.films().first { $0.contains("-vp9-") }, "\(names)")
      try await Tool.script("packets.py", site.folder("v.webm"), site.folder("public/\(copied)"))
      let encoded = try #require(try await site.films().first { !$0.contains("-vp9-") }, "\(names)")
      let probe = try await probed(site.folder("public/\(encoded)"))
      #expect(probe.contains("codec_name=h264") && probe.contains("codec_name=aac"))
    }

    @Test func `the m3u8 package reads every playlist, and every byte range lies on a moof`() async throws {
      let site = try Site.shared
      try await Tool.script("playlists.py", site.folder("public"))
    }

    @Test func `each range of an I-frame playlist decodes to exactly one picture`() async throws {
      let site = try Site.shared
      let lists = try await site.published(".iframes.m3u8")
      #expect(lists.count == 2)
      for list in lists { try await Tool.script("iframes.py", site.folder("public/\(list)")) }
    }

    @Test func `the plain file and its playlist decode to the same pictures`() async throws {
      let site = try Site.shared
      for list in try await site.published(".m3u8") where list.hasPrefix("media/") && !list.contains(".iframes.") && !list.contains("/audio-") {
        let file = list.dropLast(".m3u8".count) + ".mp4"
        let plain = try await pictures(site.folder("public/\(file)"))
        #expect(plain.count >= 140)
        #expect(try await pictures(site.folder("public/\(list)")) == plain)
      }
    }

    @Test func `ffprobe finds no error in any playlist over HTTP`() async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let lists = try await site.published(".m3u8").filter { !$0.contains(".iframes.") && !$0.contains("captions") }
      #expect(lists.count >= 8)
      try await WebServer.run(site.folder("public"), port: port) { server in
        try await server.expectProbes(lists)
      }
    }

    @Test func `Shaka Packager reads the MP4`() async throws {
      let site = try Site.shared
      let info = try await Tool.check(
        try await Programs.packager(),
        ["input=\(site.folder("public/\(try rendition(of: "a", in: site))"))", "--dump_stream_info"])
      let said = info.out + info.err
      #expect(said.contains("Found 2 stream(s)"), "\(info)")
      #expect(said.contains("type: Video") && said.contains("type: Audio"))
      #expect(said.contains("(12.0 seconds)"), "\(said)")
    }

    @Test(arguments: Golden.files.map(\.source))
    func `same source, same bytes and same infohash, until we decide otherwise`(_ source: String) async throws {
      let expected = try #require(Golden.files.first { $0.source == source })
      let site = try Site()
      try Files.copy(
        PathRules.join(Programs.checkout, "Tests/Fixtures/golden/\(source)"), to: site.folder("content/\(source)"))
      try site.folder.put("renditions: copy\n", "bobine.yml")
      try await site.built("--base-url", "https://golden.example/")
      let sum = try await Tool.check("sha256sum", [site.folder("public/\(try await site.onlyFilm())")])
      #expect(String(sum.out.prefix(64)) == expected.sha256)
      let torrent = site.folder("public/\(try await site.onlyFilm(".torrent"))")
      let hashes = try await Tool.script("torrents.py", "read", torrent).json()["hashes"]
      #expect(hashes?["v1"]?.text == expected.infohash)
    }

    // MARK: Helpers

    /// Size and MD5 of every decoded picture.
    private func pictures(_ path: String) async throws -> [Substring] {
      let hashes = try await Tool.check("ffmpeg", ["-v", "error", "-i", path, "-map", "0:v", "-f", "framemd5", "-"])
      return hashes.out.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
        line.lastIndex(of: ",").map { line[line.index(after: $0)...] }
      }
    }

    private func probed(_ path: String) async throws -> String {
      try await Tool.check("ffprobe", ["-v", "error", "-show_entries", "stream=codec_name", path]).out
    }

    /// The MP4 that the page of a video links to.
    private func rendition(of slug: String, in site: Site) throws -> String {
      let page = try site.folder.text("public/videos/\(slug)/index.html")
      let match = try #require(
        page.firstMatch(of: #/media/[0-9a-f]{20}/[^"'<> ]+?\.mp4/#), "no MP4 in the page of \(slug)")
      return String(match.output)
    }
  }
}

extension Site {
  /// Two videos, one of them with captions.
  fileprivate static func mixed() async throws -> Site {
    let site = try Site()
    try await Clips.make(site.folder("a.mp4"))
    try site.folder.put("WEBVTT\n\n00:01.000 --> 00:03.000\nBonjour\n", "a.fr.vtt")
    try await Clips.make(site.folder("b.mkv"), seconds: 9.5, keyframes: 45)
    try await site.built()
    return site
  }
}
