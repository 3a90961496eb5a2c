import Files
import Testing

extension Visiting {
  @Suite(.serialized) struct `bobine new` {
    @Test(arguments: [[], ["--move"], ["--link"]])
    func `makes a bundle with what the file tells, and a build publishes it`(_ way: [String]) async throws {
      let site = try Site()
      let camera = try await Self.camera()
      try site.folder.put("title: Club\ntimezone: Europe/Paris\n", "bobine.yml")
      let made = try await site.new(camera("2024_talk.mp4"), way)
      #expect(made.status == 0, "\(made)")
      #expect(
        try site.folder.text("content/main/2024-talk/index.md") == """
          ---
          # 0:03, 192 × 108, h264, aac
          title: "Assemblée: été"
          date: 2024-06-01T12:00:00+02:00
          language: fr
          tags: []
          chapters:
            - {at: "0:00", title: Begin}
            - {at: "0:01.500", title: "The \\"end\\""}
          # privacy: draft        # or unlisted; without it: public
          ---
          Filmed by \\*us\\*\\.

          """)
      let files = try await Tool.check("find", [site.folder("content"), "-mindepth", "3", "-printf", "%y %f\n"])
      let kind = way == ["--link"] ? "l" : "f"
      #expect(
        files.out.split(separator: "\n").sorted()
          == ["f 2024_talk.fr.vtt", "f 2024_talk.jpg", "\(kind) 2024_talk.mp4", "f index.md"].sorted())
      let left = try await camera.files()
      #expect(
        left
          == (way == ["--move"] ? ["other.mp4"] : ["2024_talk.fr.vtt", "2024_talk.jpg", "2024_talk.mp4", "other.mp4"]))
      try await site.built()
      #expect(try site.folder.text("public/videos/2024-talk/index.html").contains("Assemblée: été"))
      #expect(Files.exists(site.folder("public/videos/2024-talk/captions.fr.vtt")))
    }

    @Test func `tells a stranger's .info.json, and writes nothing twice`() async throws {
      let site = try Site()
      let camera = try await Self.camera()
      try camera.put(
        #"{"title": "<b>: yes", "upload_date": "20230401", "tags": ["a, b", "no"], "creators": ["Ada"], "description": "Line\n# two"}"#,
        "2024_talk.info.json")
      let made = try await site.new(
        camera("2024_talk.mp4"), ["--channel", "Sea & sky", "--title", "Mine", "--slug", "mine"])
      #expect(made.status == 0 && made.out.contains("channel: Sea & sky (new)"), "\(made)")
      let text = try site.folder.text("content/Sea & sky/mine/index.md")
      #expect(
        text.contains(
          "title: Mine\ndate: 2023-04-01T00:00:00Z\nlanguage: fr\ntags: [\"a, b\", \"no\"]\nauthors: [Ada]\n"))
      #expect(text.hasSuffix("---\nLine  \n\\# two\n"), "\(text)")
      let before = try await DiskState(site.folder.path)
      for arguments in [["--slug", "mine"], ["--channel", "sea-sky", "--title", "mine"]] {
        let again = try await site.new(camera("2024_talk.mp4"), arguments)
        #expect(again.status == 1 && again.err.contains("this is there already"), "\(again)")
      }
      #expect(try await DiskState(site.folder.path) == before)
      try await site.built()
      #expect(try await site.slugs() == ["mine"])
    }

    @Test func `leaves a file of the content where it is, and writes its text beside it`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("content/sea/2024-05-01_my talk.mp4"), seconds: 1)
      let path = site.folder("content/sea/2024-05-01_my talk.mp4")
      let made = try await site.new(path, [])
      #expect(made.status == 0, "\(made)")
      let text = try site.folder.text("content/sea/2024-05-01_my talk.md")
      #expect(text.contains("\ntitle: My talk\ndate: 2024-05-01T00:00:00Z\n"), "\(text)")
      let again = try await site.new(path, [])
      #expect(again.status == 1 && again.err.contains("my talk.md: error: this is there already"), "\(again)")
      let moved = try await site.new(path, ["--move"])
      #expect(moved.status == 1 && Files.exists(path), "\(moved)")
    }

    @Test func `refuses what is no video, an unclear channel and a mistyped path, and leaves nothing behind`()
      async throws
    {
      let site = try Site()
      let camera = try await Self.camera()
      for name in ["a", "b"] { try site.folder.put("---\ntitle: \(name)\n---\n", "content/\(name)/channel.md") }
      try camera.put("words", "words.mp4")
      try Files.copy(camera("other.mp4"), to: camera("other.bin"))
      try Files.copy(camera("other.mp4"), to: camera("told.mp4"))
      try camera.put("---\ntitle: x\n---\n", "told.md")
      let before = try await DiskState(site.folder.path)
      for (name, flags, message) in [
        ("words.mp4", ["--channel", "a"], "holds text"),
        ("other.bin", ["--channel", "a"], "would not take this for a video"),
        ("nowhere.mp4", [], "there is no such file"), ("other.mp4", [], "several channels: a, b"),
        ("other.mp4", ["--channel", "../a"], "cannot be the folder"), ("other.mp4", ["--channel", ".a"], "cannot be"),
        ("told.mp4", ["--channel", "a"], "has a text already"),
      ] {
        let refused = try await site.new(camera(name), flags)
        #expect(refused.status == 1 && refused.err.contains(message), "\(refused)")
      }
      for flags in [["--slug", "../x"], ["--slug", "A"], ["--move", "--link"], ["--title", ""]] {
        #expect(try await site.new(camera("other.mp4"), flags).status == 2)
      }
      #expect(try await DiskState(site.folder.path) == before)
      #expect(try await Tool.check("find", [site.folder.path, "-name", ".*"]).out == "")
      let nowhere = try await Tool.bobine(["new", camera("other.mp4"), site.folder("nowhere")])
      #expect(nowhere.status == 1 && !Files.exists(site.folder("nowhere")), "\(nowhere)")
    }

    /// A folder with a film that tells much of itself, its captions and poster, and another film.
    private static func camera() async throws -> Folder {
      let camera = try Folder()
      try camera.put(
        ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=0\nEND=1500\ntitle=Begin\n"
          + "[CHAPTER]\nTIMEBASE=1/1000\nSTART=1500\nEND=3000\ntitle=The \"end\"\n", "tags")
      try await Tool.check(
        "ffmpeg",
        [
          "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=192x108:r=15", "-f", "lavfi", "-i", "sine", "-i",
          camera("tags"),
        ]
          + ["-map", "0", "-map", "1", "-map_chapters", "2", "-t", "3", "-metadata", "title=Assemblée: été"]
          + ["-metadata", "creation_time=2024-06-01T10:00:00Z", "-metadata", "description=Filmed by *us*."]
          + ["-metadata:s:a:0", "language=fra"] + Clips.h264 + Clips.aac + [camera("2024_talk.mp4")])
      try Files.remove(camera("tags"))
      try camera.put("WEBVTT\n\n00:00.000 --> 00:01.000\nBonjour\n", "2024_talk.fr.vtt")
      try await Tool.check(
        "ffmpeg",
        ["-v", "error", "-f", "lavfi", "-i", "color=red:s=320x180", "-frames:v", "1", camera("2024_talk.jpg")])
      try await Clips.make(camera("other.mp4"), seconds: 1)
      return camera
    }
  }
}

extension Site {
  fileprivate func new(_ file: String, _ flags: [String]) async throws -> Outcome {
    try await Tool.bobine(["new", file, folder.path, "--now", Self.now] + flags)
  }
}
