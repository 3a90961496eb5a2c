import Facts
import Files
import JSON
import Testing

extension Interop {
  /// Renditions of sound alone.
  @Suite(.serialized, .builtOnce { try await Site.heard() }) struct `Sound alone` {
    @Test(arguments: ["copied", "remuxed", "encoded"])
    func `has the packets of the sound that the first film carries, at the same times`(slug: String) async throws {
      let site = try Site.shared
      let (film, sound) = (try file(of: slug, "180p", in: site), try file(of: slug, "audio", in: site))
      let packets = try await packets(site.folder(film))
      #expect(packets.count > 100)
      #expect(try await self.packets(site.folder(sound)) == packets)
      let streams = try await Tool.check(
        "ffprobe",
        ["-v", "error", "-show_entries", "stream=codec_type,codec_name", "-of", "csv=p=0", site.folder(sound)])
      #expect(streams.out == "aac,audio\n")
      let (filmStart, start) = (try await start(site.folder(film)), try await start(site.folder(sound)))
      #expect(abs(start - filmStart) < 0.012, "\(start) instead of \(filmStart)")
    }

    @Test func `is not made of a silent video, and not encoded for copy`() async throws {
      let site = try Site.shared
      #expect(try await site.published(".mp4").count { $0.contains("/audio-") } == 8)
      #expect(try !site.folder.text("public/videos/silent/master.m3u8").contains("audio"))
      let opus = try file(of: "kept", "audio", in: site)
      try await Tool.script("packets.py", site.folder("kept.mkv"), site.folder(opus), "audio")
      #expect(try site.folder.text("public/videos/kept/master.m3u8").contains(#"CODECS="opus""#))
    }

    @Test func `reads of the film no more than its sound`() async throws {
      let site = try Site()
      try await Sources.large(site.folder("large.mp4"), megabytes: 60)
      try site.folder.put("renditions: copy\n", "bobine.yml")
      let (built, calls) = try await site.traced("read,pread64", namingFiles: true)
      #expect(built.status == 0, "\(built)")
      let film = try #require(try await site.films().first)
      let size = try #require(try Files.status(site.folder("public/\(film)"))).size
      let name = PathRules.lastComponent(film).prefix { $0 != "-" }
      let read = Self.bytesRead(calls, of: ".incoming/0-\(name).mp4")
      #expect(read > 0 && read < Int(size) / 10, "\(read) of \(size)")
    }

    @Test func `is added to what an earlier version recorded, whose files stay as they are`() async throws {
      let site = try await Site.shared.copy()
      let path = ".bobine/facts/copied.mp4"
      let now = try (site.folder.text(path + ".txt"), Files.read(site.folder(path + ".hashes"), limit: 1 << 20))
      var facts = try FactsText.decode(now.0)
      var tables = try HashTablesFile.decode(now.1)
      let sounds = facts.renditions.indices.filter { facts.renditions[$0].codec == nil }
      for index in sounds.reversed() {
        try Files.remove(site.folder("public/media/\(facts.folder)/\(facts.renditions[index].stem).mp4"))
        facts.renditions.remove(at: index)
        tables.renditions.remove(at: index)
      }
      #expect(sounds.count == 1)
      try site.folder.put(FactsText.encode(facts).text, path + ".txt")
      try Files.write(HashTablesFile.encode(tables), to: site.folder(path + ".hashes"))
      let media = try await site.films()
      let before = try await site.outputState()
      let (second, calls) = try await site.traced("execve")
      #expect(second.status == 0, "\(second)")
      #expect(!calls.contains { $0.contains("libx264") || $0.contains("\"aac\"") })
      #expect(try site.folder.text(path + ".txt") == now.0)
      #expect(try Files.read(site.folder(path + ".hashes"), limit: 1 << 20) == now.1)
      #expect(try await site.outputState().difference(from: before).filter { media.contains($0) } == [])
      #expect(Files.exists(site.folder(try file(of: "copied", "audio", in: site))))
    }

    // MARK: Several sounds

    @Test func `other languages and descriptions lie beside the films, at their own times`() async throws {
      let site = try Site.shared
      // Copied; encoded from MP3; copied, from half a second on. Each has a tone of its own, in Hz.
      let sounds = [("audio-en", 0.0, 1500.0), ("audio-de", 0, 3000), ("audio-en-description", 0.5, 6000)]
      for (name, late, tone) in sounds {
        let path = site.folder(try file(of: "many", name, in: site))
        #expect(abs(try await start(path) - late) < 0.03, "\(name)")
        let heard = try await crossings(path)
        #expect(abs(heard - tone) < tone / 50, "\(name): \(heard)")
      }
      #expect(try await !site.published(".mp4").contains { $0.contains("/audio-fr") }, "AC-3 of the same language")
    }

    @Test func `the multivariant playlist groups them as players want it`() async throws {
      let site = try Site.shared
      let read = try await Tool.script("sounds.py", site.folder("public/videos/many/master.m3u8")).json()
      let group = try #require(read["audio"]?.array)
      #expect(group.map { $0["language"] } == ["fr", "en", "de", "en"])
      #expect(group.map { $0["default"] } == ["YES", "NO", "NO", "NO"])
      #expect(group.map { $0["uri"] == .null } == [true, false, false, false])
      #expect(Set(group.compactMap { $0["name"]?.text }).count == 4)
      #expect(
        group.map { $0["characteristics"] == "public.accessibility.describes-video" } == [false, false, false, true])
      #expect(group.map { $0["channels"] } == ["1", "1", "1", "1"])
      #expect(read["variants"]?.array?.allSatisfy { $0["audio"] == "audio" } == true)
      #expect(try !site.folder.text("public/videos/many/h264.m3u8").contains("TYPE=AUDIO"))
      try await Tool.script("playlists.py", site.folder("public"))
    }

    @Test func `ffprobe reads all of them over HTTP, and Chromium plays the video with its default sound`() async throws
    {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      try await WebServer.run(site.folder("public"), port: port) { server in
        let probe = try await Tool.check(
          "ffprobe",
          ["-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0"]
            + [server.base + "videos/many/master.m3u8"])
        #expect(probe.err == "", "\(probe)")
        let kinds = probe.out.split(separator: "\n").map { $0.prefix { $0.isLetter } }
        #expect(kinds.contains("video") && kinds.count { $0 == "audio" } >= 4, "\(probe)")
        for list in try await site.published(".m3u8") where list.contains("/audio-") {
          let probe = try await Tool.check(
            "ffprobe", ["-v", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", server.base + list])
          #expect(probe.out.hasPrefix("audio") && probe.err == "", "\(list): \(probe)")
        }
        let seen = try await Tool.script("chromium.py", server.base + "videos/many/").json()
        let message = Comment(rawValue: "\(seen)")
        #expect(seen["currentSrc"]?.text?.hasPrefix("blob:") == true, message)
        #expect(seen["error"] == JSON.null && seen["failed"] == nil && seen["landed"]?.bool == true, message)
        #expect(seen["width"]?.integer == 320 && (seen["after"]?.double ?? 0) > 0.3, message)
        #expect(seen["consoleErrors"]?.array == [], message)
      }
    }

    /// Below the project's folder: a rendition as the multivariant playlist names it.
    private func file(of slug: String, _ name: String, in site: Site) throws -> String {
      let master = try site.folder.text("public/videos/\(slug)/master.m3u8")
      let lines = master.split(whereSeparator: { $0 == "\n" || $0 == "\"" })
      // `audio-` and eight digits, not `audio-en-` and eight digits.
      let line = try #require(
        lines.first { line in
          let last = PathRules.lastComponent(String(line))
          return last.hasPrefix("\(name)-") && last.utf8.count == name.utf8.count + 14
        }, "no \(name) in \(master)")
      return "public/" + line.drop { $0 == "." || $0 == "/" }.dropLast(5) + ".mp4"
    }

    /// Sizes and digests of the packets of sound.
    private func packets(_ path: String) async throws -> [Substring] {
      let told = try await Tool.check(
        "ffprobe",
        ["-v", "error", "-select_streams", "a", "-show_packets", "-show_data_hash", "md5", "-of", "csv=p=0"]
          + ["-show_entries", "packet=size,data_hash", path])
      return told.out.split(separator: "\n")
    }

    private func start(_ path: String) async throws -> Double {
      let told = try await Tool.check(
        "ffprobe",
        ["-v", "error", "-select_streams", "a", "-show_entries", "stream=start_time", "-of", "csv=p=0", path])
      return try #require(Double(told.out.prefix { !$0.isNewline && $0 != "," }), "\(told)")
    }

    /// How often a second the sound goes up through nought, from second 1 to 3: the frequency of a pure tone.
    private func crossings(_ path: String) async throws -> Double {
      let folder = try Folder()
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-ss", "1", "-i", path, "-t", "2", "-f", "s16le", "-ac", "1", "-ar", "48000", folder("raw")])
      let bytes = try Files.read(folder("raw"), limit: 1 << 20)
      let isHigh = stride(from: 1, to: bytes.count, by: 2).map { bytes[$0] < 0x80 }
      let count = zip(isHigh, isHigh.dropFirst()).count { !$0 && $1 }
      return Double(count) * 48_000 / Double(isHigh.count)
    }

    /// From a file whose path ends so, by all processes together.
    private static func bytesRead(_ calls: [Substring], of path: String) -> Int {
      var waiting: [Substring: Bool] = [:]
      var total = 0
      for call in calls {
        // `12 read(3</a/b.mp4>, "..."..., 32768) = 32768`, or with other processes' calls in between
        // `12 read(3</a/b.mp4>, <unfinished ...>` and `12 <... read resumed>"..."..., 32768) = 32768`
        let process = call.prefix { $0 != " " }
        let isResumed = call.contains("<... ")
        let isOfFile = isResumed ? waiting[process] == true : call.contains("\(path)>")
        if call.hasSuffix("<unfinished ...>") {
          waiting[process] = isOfFile
        } else if isOfFile, let bytes = call.split(separator: " ").last.flatMap({ Int($0) }) {
          total += bytes
        }
      }
      return total
    }
  }
}

extension Site {
  /// The ways that a film's sound comes about, and a video without one.
  fileprivate static func heard() async throws -> Site {
    let site = try Site()
    // Sound that begins late stays late.
    try await Clips.make(site.folder("copied.mp4"), seconds: 6, extra: ["-af", "adelay=300|300,asetpts=PTS+0.4/TB"])
    try await Clips.make(site.folder("remuxed.mkv"), seconds: 6, codecs: Clips.h264 + Clips.opus)
    try await Clips.make(site.folder("encoded.avi"), seconds: 6, codecs: Clips.mpeg4 + Clips.mp3)
    try await Clips.make(site.folder("kept.mkv"), seconds: 6, codecs: Clips.h264 + Clips.opus)
    try site.folder.put("---\ntitle: Kept\nrenditions: copy\n---\n", "kept.md")
    try await many(site.folder("many.mkv"))
    try await Clips.make(site.folder("silent.mp4"), seconds: 2, codecs: Clips.h264 + ["-an"])
    try await site.built()
    return site
  }

  /// French, English, German in MP3, a description in English that begins late, and the French once more.
  private static func many(_ path: String) async throws {
    let tones = [440, 1500, 3000, 6000, 440].flatMap { tone in
      ["-f", "lavfi"] + (tone == 6000 ? ["-itsoffset", "0.5"] : []) + ["-i", "sine=f=\(tone):r=48000:d=6"]
    }
    let languages = ["fre", "eng", "ger", "eng", "fre"].enumerated().flatMap { index, language in
      ["-metadata:s:a:\(index)", "language=\(language)", "-disposition:a:\(index)"]
        + [index == 0 ? "default" : index == 3 ? "visual_impaired" : "0"]
    }
    try await Tool.check(
      "ffmpeg",
      ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=15:d=6"] + tones
        + (0...5).flatMap { ["-map", "\($0)"] } + ["-g", "30"] + Clips.h264 + Clips.aac
        + ["-c:a:2", "libmp3lame", "-c:a:4", "ac3"] + languages + ["-bitexact", path])
  }
}
