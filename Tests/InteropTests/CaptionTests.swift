import Files
import JSON
import Testing

extension Visiting {
  @Suite(.serialized) struct `Captions and chapters` {
    @Test func `streams of a Matroska file, files beside it and chapters reach Chromium, also from facts alone`()
      async throws
    {
      let site = try Site()
      try await matroska(site, "talk.mkv")
      // German from a file in the encoding of old Windows; it comes before the stream in the same language.
      let old = Array("1\r\n00:00:00,500 --> 00:00:01,500\r\nSch".utf8) + [0xF6] + Array("n\r\n".utf8)
      try Files.write(old, to: site.folder("talk.de.srt"))
      try site.folder.put(
        "WEBVTT\n\n00:00.000 --> 00:02.000\nStart &amp; end\n\n00:02.000 --> 00:09.000\nThen\n", "talk.chapters.vtt")
      let built = try await site.built()
      #expect((built.out + built.err).contains("talk.de.srt: note: this file is not UTF-8: it is read as Windows-1252"))
      try await expectTracks(site)
      let published = try documents(site)

      // On a machine that has texts and facts, and no video.
      try Files.remove(site.folder("talk.mkv"))
      try site.folder.put("", "talk.md")
      try Files.removeTree(site.folder("public/videos"))
      try await site.built()
      #expect(try documents(site) == published)
    }

    @Test func `an HLS client reads the captions that the playlist lists`() async throws {
      let site = try Site()
      try await matroska(site, "talk.mkv")
      try await site.built()
      let list = site.folder("public/videos/talk/captions.fr.m3u8")
      let read = try await Tool.check("ffmpeg", ["-v", "error", "-i", list, "-f", "srt", "-"])
      #expect(read.out.contains("00:00:00,500 --> 00:00:01,500\nOù est-il ?\n"))
      #expect(try site.folder.text("public/videos/talk/master.m3u8").contains("URI=\"captions.de.m3u8\""))
    }

    @Test func `a copy under another name takes the captions along, and lost ones are taken out again`() async throws {
      let site = try Site()
      try await matroska(site, "a.mkv")
      try await site.built()
      try Files.copy(site.folder("a.mkv"), to: site.folder("b.mkv"))
      try await site.built()
      let (first, second) = (".bobine/facts/a.mkv", ".bobine/facts/b.mkv")
      for path in [first, second] { #expect(try site.folder.text("\(path).txt").contains("captions: de fr\n")) }
      let kept = try site.folder.text("\(first).fr.vtt")
      #expect(try site.folder.text("\(second).fr.vtt") == kept)
      for path in [first, second] { try Files.remove(site.folder("\(path).fr.vtt")) }
      let rendition = try await site.onlyFilm()
      try await site.built()
      #expect(try site.folder.text("\(first).fr.vtt") == kept)
      #expect(try site.folder.text("public/videos/b/captions.fr.vtt") == kept)
      #expect(try await site.onlyFilm() == rendition)
    }

    @Test func `MP4's own text becomes captions, and subtitles that are pictures are named`() async throws {
      let site = try Site()
      try await muxed(site, "text.mp4", ["fr.srt"], ["-c:s", "mov_text", "-metadata:s:s:0", "language=fre"])
      // Two empty compositions of a Blu-ray: the form of a stream whose cues are pictures.
      var pictures: [UInt8] = []
      for time: UInt8 in [1, 2] {
        let composition: [UInt8] = [1, 64, 0, 180, 16, 0, time, 0x80, 0, 0, 0]
        for (kind, body) in [(UInt8(0x16), composition), (0x80, [])] {
          pictures += [0x50, 0x47, 0, time, 0x5F, 0x90, 0, 0, 0, 0, kind, 0, UInt8(body.count)] + body
        }
      }
      try Files.write(pictures, to: site.folder("../letters.sup"))
      try await muxed(site, "letters.mkv", ["letters.sup"], ["-c:s", "copy"])
      let built = try await site.built()
      #expect(try site.folder.text("public/videos/text/captions.fr.vtt").contains("\nOù est-il ?\n"))
      let said = built.out + built.err
      #expect(
        said.contains("letters.mkv: note: its subtitle stream 2 (hdmv_pgs_subtitle) cannot become captions"), "\(said)")
      #expect(
        try await site.published(".vtt").filter { $0.contains("captions") } == ["videos/text/captions.fr.vtt"])
    }

    // MARK: Helpers

    /// SubRip in French and SubStation Alpha in German.
    private func matroska(_ site: Site, _ name: String) async throws {
      try await muxed(
        site, name, ["fr.srt", "de.ass"],
        ["-c:s:0", "srt", "-c:s:1", "ass", "-metadata:s:s:0", "language=fre", "-metadata:s:s:1", "language=ger"])
    }

    private func muxed(_ site: Site, _ name: String, _ subtitles: [String], _ options: [String]) async throws {
      try site.folder.put(
        "1\n00:00:00,500 --> 00:00:01,500\nOù est-il ?\n\n2\n00:00:02,000 --> 00:00:03,000\n{\\an8}<i>Là-haut</i>\n",
        "../fr.srt")
      try site.folder.put(
        """
        [Script Info]
        ScriptType: v4.00+
        [V4+ Styles]
        Format: Name, Fontname, Fontsize
        Style: Default,Arial,20
        [Events]
        Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
        Dialogue: 0,0:00:00.50,0:00:01.50,Default,,0,0,0,,Wo {\\i1}ist{\\i0} er?

        """, "../de.ass")
      let plain = site.folder("../plain.mp4")
      try await Clips.make(plain, seconds: 4)
      var words = ["-v", "error", "-y", "-i", plain]
      for subtitle in subtitles { words += ["-i", site.folder("../\(subtitle)")] }
      for input in 0...subtitles.count { words += ["-map", "\(input)"] }
      try await Tool.check("ffmpeg", words + ["-c:v", "copy", "-c:a", "copy"] + options + [site.folder(name)])
    }

    private func expectTracks(_ site: Site) async throws {
      let port = try await WebServer.freePort()
      try await WebServer.run(site.folder("public"), port: port) { server in
        let seen = try await Tool.script("tracks.py", server.base + "videos/talk/").json()
        // The storyboard is a track of metadata.
        let tracks = try #require(seen["tracks"]?.array).filter { $0["kind"]?.text != "metadata" }
        #expect(tracks.map { $0["kind"]?.text } == ["captions", "captions", "chapters"])
        #expect(tracks.map { $0["language"]?.text } == ["de", "fr", "en"])
        let cues = tracks.map { track in
          (track["cues"]?.array ?? []).map { cue in
            // Sound may last some milliseconds longer than the picture.
            let times = ["start", "end"].map { ((cue[$0]?.double ?? -1) * 10).rounded(.down) / 10 }
            return "\(times[0]) \(times[1]) \(cue["text"]?.text ?? "")"
          }
        }
        #expect(
          cues == [
            ["0.5 1.5 Schön"], ["0.5 1.5 Où est-il ?", "2.0 3.0 Là-haut"], ["0.0 2.0 Start & end", "2.0 4.0 Then"],
          ], "\(seen)")
        #expect(tracks[1]["cues"]?.array?.last?["line"]?.double == 0, "at the top of the picture")
      }
    }

    /// Captions and chapters as published.
    private func documents(_ site: Site) throws -> [String] {
      try ["captions.de.vtt", "captions.fr.vtt", "captions.fr.m3u8", "chapters.vtt", "chapters.json", "master.m3u8"].map
      {
        try site.folder.text("public/videos/talk/\($0)")
      }
    }
  }
}
