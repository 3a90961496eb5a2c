import Facts
import Files
import JSON
import Testing

extension Interop {
  /// Sources that have sound and no picture but a cover.
  @Suite(.serialized, .builtOnce { try await Site.recordings() }) struct `Recordings without pictures` {
    @Test(arguments: Recording.all)
    func `last as long as their source, as one rendition of sound with a poster`(_ source: Recording) async throws {
      let site = try Site.shared
      let facts = try FactsText.decode(site.folder.text(".bobine/facts/\(source.file).txt"))
      #expect(facts.renditions.map(\.name) == ["audio"] + source.others && facts.isSoundAlone)
      #expect(facts.renditions[0].isCopy == source.isCopy && facts.renditions[0].codecs == source.codecs)
      let length = try await decodedLength(site.folder(source.file))
      #expect(abs(length - Recording.seconds) < 0.1, "the source itself")
      #expect(abs(Double(facts.source.duration) / 1000 - length) <= 0.05, "\(facts.source.duration), not \(length)")
      let published = "public/media/\(facts.folder)/\(facts.renditions[0].stem).mp4"
      #expect(abs(try await decodedLength(site.folder(published)) - length) <= 0.05)
      let pictures = try #require(facts.pictures)
      #expect(pictures.origin == source.picture && pictures.storyboard == nil)
      for picture in pictures.files {
        #expect(Files.exists(site.folder("public/media/\(facts.folder)/\(picture.name)")))
      }
    }

    /// In seconds, of what a decoder gives: headers of MP3 say what they like.
    private func decodedLength(_ path: String) async throws -> Double {
      let folder = try Folder()
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-i", path, "-map", "0:a:0", "-f", "s16le", "-ac", "1", "-ar", "48000", folder("raw")])
      return Double(try #require(try Files.status(folder("raw"))).size) / 96_000
    }

    @Test func `titles and dates come from their tags, chapters from the container`() throws {
      let site = try Site.shared
      let song = try site.json("videos/song/video.jsonld")
      #expect(song["name"]?.text == "A song" && song["published"]?.text == "2019-07-01T00:00:00.000Z")
      #expect(try site.json("videos/talk/video.jsonld")["name"]?.text == "A talk")
      #expect(try site.folder.text("public/videos/book/chapters.vtt").contains("Second"))
    }

    @Test func `playlists, feeds and documents call them sound`() async throws {
      let site = try Site.shared
      try await Tool.script("playlists.py", site.folder("public"), "sound")
      #expect(try await site.published("h264.m3u8") == [])
      #expect(try await site.published(".iframes.m3u8") == [])
      let master = try site.folder.text("public/videos/song/master.m3u8")
      #expect(
        master.contains(#"CODECS="mp4a.40.2""#) && !master.contains("RESOLUTION") && !master.contains("FRAME-RATE"))
      let many = try await Tool.script("sounds.py", site.folder("public/videos/many/master.m3u8")).json()
      #expect(many["audio"]?.array?.map { $0["language"] } == ["fr", "en"])
      #expect(many["variants"]?.array?.count == 1)
      let links = try #require(try site.json("videos/song/video.jsonld")["url"]?.array)
      #expect(links[1]["href"]?.text?.hasSuffix("/videos/song/master.m3u8") == true)
      let files = try #require(links[1]["tag"]?.array?.filter { $0["mediaType"]?.text == "audio/mp4" })
      #expect(files.count == 1 && files[0]["height"]?.integer == 0 && (files[0]["size"]?.integer ?? 0) > 0)
      #expect(files[0]["attachment"]?.array?.map { $0["value"] } == ["audio", "fragmented"])
      let feed = try site.folder.text("public/feed.xml")
      #expect(feed.matches(of: /<enclosure [^>]*type="audio\/mp4"/).count == Recording.all.count)
      #expect(feed.contains("<podcast:medium>podcast</podcast:medium>") && !feed.contains("video/mp4"))
      #expect(try !site.folder.text("public/sitemap.xml").contains("<video:video>"))
    }

    @Test func `play to their end in Chromium through HLS and as a file, seek, and show the poster meanwhile`()
      async throws
    {
      let site = try Site.shared
      try await WebServer.run(site.folder("public"), port: try await WebServer.freePort()) { server in
        let outcome = try await Tool.script(
          "heard.py", server.base, Recording.watched.map(\.slug).joined(separator: ","), seconds: 120)
        let lines = outcome.out.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(lines.count == 2 * Recording.watched.count, "\(outcome)")
        for (number, line) in lines.enumerated() {
          let (source, seen) = (Recording.watched[number / 2], try JSON(Array(line.utf8)))
          let message = Comment(rawValue: String(line))
          #expect(
            seen["slug"]?.text == source.slug && seen["error"] == .null && seen["problem"]?.bool == false, message)
          // Of several sounds a script plays the segments.
          let played = try #require(seen["currentSrc"]?.text)
          let isStream = played.hasSuffix(".m3u8") || (source.slug == "many" && played.hasPrefix("blob:"))
          #expect(number % 2 == 0 ? isStream : played.hasSuffix(".mp4"), message)
          #expect(
            seen["ended"]?.bool == true && abs((seen["duration"]?.double ?? 0) - Recording.seconds) < 0.1, message)
          let (sought, places) = (seen["sought"]?.array ?? [], seen["places"]?.array ?? [])
          let distances = zip(sought, places).map { ($1.double ?? 99) - ($0.double ?? 0) }
          #expect(distances.count == 3 && distances.allSatisfy { (0.1..<1).contains($0) }, message)
          let colour = (seen["colour"]?.array ?? []).compactMap { $0.integer }
          let expected: [Int64] = source.picture == PictureSet.cover ? [254, 0, 0] : [0x16, 0x22, 0x2E]
          #expect(colour.count == 3 && zip(colour, expected).allSatisfy { abs($0 - $1) < 12 }, message)
        }
      }
    }

    @Test func `what has neither picture nor sound is refused, what cannot be copied as well`() async throws {
      let site = try await Site.shared.copy()
      try site.folder.put("---\nrenditions: copy\n---\n", "note.md")
      try await Tool.check(
        "ffmpeg", ["-v", "error", "-i", site.folder("words.srt"), "-c:s", "srt", "-bitexact", site.folder("words.mkv")])
      let outcome = try await site.build("--json", "--base-url", Site.recordingsBase)
      #expect(outcome.status == 1)
      let told = try Site.diagnostics(outcome).filter { $0["severity"]?.text == "error" }
      #expect(told.compactMap { $0["id"]?.text }.sorted() == ["cannot-copy", "no-video"], "\(outcome)")
    }

    @Test func `another poster changes pictures alone, and nothing is written where nothing changed`() async throws {
      let site = try await Site.shared.copy()
      let before = try await site.outputState()
      try await site.built("--base-url", Site.recordingsBase)
      #expect(try await site.outputState().difference(from: before) == [])
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-f", "lavfi", "-i", "color=c=green:s=640x360", "-frames:v", "1", site.folder("note.jpg")])
      try await site.built("--base-url", Site.recordingsBase)
      let changed = try await site.outputState().difference(from: before)
      #expect(changed.contains { $0.hasPrefix("media/") && $0.contains("/poster-") })
      #expect(!changed.contains { $0.hasSuffix(".mp4") || $0.hasSuffix(".torrent") }, "\(changed)")
      #expect(
        try FactsText.decode(site.folder.text(".bobine/facts/note.wav.txt")).pictures?.origin.hasPrefix("file ") == true
      )
    }
  }
}

/// One source, and what is published of it.
struct Recording: Sendable, CustomTestStringConvertible {
  static let seconds = 6.3

  var file: String
  /// ffmpeg's options.
  var options: [String]
  /// Taken along as a picture of the container.
  var hasCover = false
  var isCopy = false
  var codecs = "mp4a.40.2"
  var others: [String] = []

  var testDescription: String { file }
  var slug: String { String(file.prefix { $0 != "." }) }
  var picture: String { hasCover ? PictureSet.cover : PictureSet.waveform }

  /// Of each way that a sound takes.
  static let watched = all.filter { !["stream", "bare", "plain", "window"].contains($0.slug) }

  static let all = [
    Recording(
      file: "song.mp3",
      options: ["-c:a", "libmp3lame", "-q:a", "4", "-metadata", "title=A song", "-metadata", "date=2019-07-01"],
      hasCover: true),
    Recording(
      file: "stream.mp3", options: ["-c:a", "libmp3lame", "-q:a", "0", "-write_xing", "0", "-id3v2_version", "0"]),
    Recording(file: "book.m4b", options: ["-c:a", "aac", "-f", "mp4"], isCopy: true),
    Recording(file: "bare.aac", options: ["-c:a", "aac"], isCopy: true),
    Recording(file: "album.flac", options: ["-c:a", "flac"], hasCover: true),
    Recording(file: "talk.opus", options: ["-c:a", "libopus", "-metadata", "title=A talk"]),
    Recording(file: "note.wav", options: ["-c:a", "pcm_s16le"]),
    Recording(file: "window.wma", options: ["-c:a", "wmav2"]),
    Recording(file: "kept.mka", options: ["-c:a", "libopus"], isCopy: true, codecs: "opus"),
    Recording(file: "plain.mp4", options: ["-c:a", "aac"], isCopy: true),
    Recording(
      file: "many.mka",
      options: [
        "-map", "0", "-map", "0", "-c:a", "aac", "-metadata:s:a:0", "language=fre", "-metadata:s:a:1", "language=eng",
      ],
      isCopy: true, others: ["audio-en"]),
  ]

  func make(in folder: Folder) async throws {
    var words = ["-v", "error", "-f", "lavfi", "-i", "sine=f=440:r=44100:d=\(Self.seconds)"]
    if hasCover {
      words += ["-f", "lavfi", "-i", "color=c=red:s=640x360:d=0.04:r=25", "-map", "0", "-map", "1", "-c:v", "mjpeg"]
      words += ["-q:v", "2", "-pix_fmt", "yuvj420p", "-disposition:v", "attached_pic"]
    }
    if slug == "book" { words += ["-i", folder("chapters.txt"), "-map", "0", "-map_chapters", "1"] }
    try await Tool.check("ffmpeg", words + options + ["-bitexact", folder(file)])
  }
}

extension Site {
  fileprivate static let recordingsBase = "https://sound.example/"

  fileprivate static func recordings() async throws -> Site {
    let site = try Site()
    try site.folder.put(
      """
      ;FFMETADATA1
      [CHAPTER]
      TIMEBASE=1/1
      START=0
      END=4
      title=First
      [CHAPTER]
      TIMEBASE=1/1
      START=4
      END=6
      title=Second
      """, "chapters.txt")
    try site.folder.put("1\n00:00:01,000 --> 00:00:02,000\nWords\n", "words.srt")
    for source in Recording.all { try await source.make(in: site.folder) }
    try site.folder.put("---\nrenditions: copy\n---\n", "kept.md")
    try await site.built("--base-url", recordingsBase)
    return site
  }
}
