import Files
import JSON
import Testing

extension Interop {
  @Suite(.serialized) struct `A folder as people have them` {
    @Test func `spaces, accents, Cyrillic, ampersands and equal names: every video has its page, at every build`()
      async throws
    {
      let site = try Site()
      try await Clips.make(site.folder("a b & c.mp4"), seconds: 3)
      try await Clips.make(site.folder("films/same.mkv"), seconds: 2.5)
      try await Clips.make(site.folder("e\u{301}te\u{301} \u{26} Ко/same.mov"), seconds: 2)
      try await Clips.make(site.folder("Фильм номер 1.avi"), seconds: 2, codecs: Clips.mpeg4 + Clips.mp3)
      try await Clips.make(site.folder("\u{E9}t\u{E9} \u{26} Ко/one.webm"), seconds: 2, codecs: Clips.vp9 + Clips.opus)
      try await site.built()
      let slugs = try await site.slugs()
      #expect(slugs.count == 5, "\(slugs)")
      #expect(slugs.contains("a-b-c") && slugs.contains("film-nomer-1") && slugs.contains("same"))
      // The output lies inside the content: it must not be taken for more videos.
      try await site.built()
      try await site.built()
      #expect(try await site.slugs() == slugs)
    }

    @Test func `seven broken or strange files have seven outcomes in words, and cost nothing but their own pages`()
      async throws
    {
      let site = try Site()
      let secret = try Folder()
      try secret.put("TOP-SECRET-WORDS", "secret.txt")
      try await Clips.make(site.folder("good.mp4"), seconds: 6)
      let whole = try Files.read(site.folder("good.mp4"), limit: 16 << 20)
      try Files.write(Array(whole.prefix(whole.count / 2)), to: site.folder("cut.mp4"))
      try site.folder.put("", "empty.mp4")
      try site.folder.put("These are just words.\n", "words.mp4")
      let object = String(repeating: "4d7a2146", count: 8)
      try site.folder.put(
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(object)\nsize 12345\n", "pointer.mp4")
      try site.folder.put(
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://\(secret("secret.txt"))\n#EXT-X-ENDLIST\n",
        "playlist.avi")
      try site.folder.put("ffconcat version 1.0\nfile '\(secret("secret.txt"))'\n", "list.mp4")
      try await Clips.make(
        site.folder("short.mp4"), seconds: 1,
        extra: ["-vf", "drawbox=color=black:t=fill:enable='lt(n,1)'"])

      let outcome = try await site.build("--json")
      #expect(outcome.status == 1, "\(outcome)")
      #expect(try await site.slugs() == ["good", "short"])
      let errors = try Site.diagnostics(outcome).filter { $0["severity"]?.text == "error" }
      var words: [String: String] = [:]
      for error in errors {
        words[error["path"]?.text ?? ""] = error["message"]?.text
        #expect(error["next"]?.text != nil, "no next step: \(error)")
      }
      #expect(
        words.keys.sortedByBytes() == ["cut.mp4", "empty.mp4", "list.mp4", "playlist.avi", "pointer.mp4", "words.mp4"])
      // The seventh outcome is a page.
      #expect(Set(words.values).count == 6, "the same words for different mistakes: \(words)")
      let leaks = try await Tool.run("grep", "-rl", "TOP-SECRET", site.folder.path)
      #expect(leaks.out == "", "the secret was read: \(leaks.out)")
    }

    @Test func `a poster is not the black first picture`() async throws {
      let site = try Site()
      try await Clips.make(
        site.folder("clip.mp4"), seconds: 4, extra: ["-vf", "drawbox=color=black:t=fill:enable='lt(n,3)'"])
      try await site.built()
      let poster = try #require(try await site.published(".jpg").first { $0.contains("/poster-") })
      let luma = try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-i", site.folder("public/\(poster)"), "-vf", "scale=1:1,format=gray", "-f", "rawvideo", "-"])
      #expect(luma.out.utf8.first.map { $0 > 40 } == true)
    }

    @Test func `mistakes in texts are told with line, column and the next step`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("a.mp4"), seconds: 2)
      try site.folder.put("---\ntitle: A talk about maps\ndescripton: x\n---\nText\n", "a.md")
      let outcome = try await site.build()
      #expect(outcome.status == 1)
      let said = outcome.out + outcome.err
      #expect(said.contains("a.md:3:1: error:"), "\(outcome)")
      #expect(said.contains("description"))
    }
  }
}
