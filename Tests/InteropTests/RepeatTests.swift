import Files
import Testing

extension Interop {
  @Suite(.serialized) struct `Building again` {
    @Test func `an unchanged second build writes no file and reads no video`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("a.mp4"), seconds: 3)
      try await site.built("--base-url", "https://again.example/")
      // A fingerprint within two seconds of the file's own time is not trusted, as git does it.
      try await Task.sleep(for: .milliseconds(2100))
      try await site.built("--base-url", "https://again.example/")
      let before = try await times(site)
      let trace = site.folder(".bobine/trace")
      let traced = try await Tool.run(
        "strace",
        [
          "-f", "-e", "trace=openat,open,execve", "-o", trace, Programs.bobine, "build", site.folder.path, "--now",
          Site.now,
        ]
          + ["--base-url", "https://again.example/"])
      #expect(traced.status == 0, "\(traced)")
      #expect(try await times(site) == before)
      let calls = try #require(try Files.readText(trace, limit: 64 << 20))
      let opened = calls.split(separator: "\n").filter { $0.contains("a.mp4\"") && !$0.contains("ENOENT") }
      #expect(opened == [], "the video was opened")
      #expect(!calls.contains("bobine-media\", ["), "the media program was started")
    }

    @Test func `the same input gives the same bytes in another folder, time zone and with other file times`()
      async throws
    {
      let first = try Site()
      let second = try Site()
      for site in [first, second] {
        try await Clips.make(site.folder("films/a.mp4"), seconds: 4)
        try await Clips.make(site.folder("b.avi"), seconds: 3, codecs: Clips.mpeg4 + Clips.mp3)
        try site.folder.put("---\ntitle: The first film\ndate: 2024-05-01\n---\nHello.\n", "films/a.md")
        try site.folder.put("---\ntitle: The second film\ndate: 2024-06-01\n---\nHello.\n", "b.md")
      }
      let flags = ["--base-url", "https://twice.example/"]
      _ = try await first.build(flags[0], flags[1], environment: ["TZ": "Pacific/Auckland", "LC_ALL": "C"])
      // Ledger and keys are input: the second project gets those of the first.
      for name in ["published.tsv"] {
        try Files.copy(first.folder(".bobine/\(name)"), to: second.folder(".bobine/\(name)"))
      }
      for name in try Files.list(first.folder(".bobine/keys")) {
        try Files.copy(first.folder(".bobine/keys/\(name)"), to: second.folder(".bobine/keys/\(name)"), mode: 0o600)
      }
      try await Tool.check(
        "find", [second.folder.path, "-type", "f", "-exec", "touch", "-d", "2019-03-04 05:06:07", "{}", "+"])
      _ = try await first.build(flags[0], flags[1], environment: ["TZ": "Pacific/Auckland"])
      let again = try await second.build(
        flags[0], flags[1], environment: ["TZ": "America/Los_Angeles", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"])
      #expect(again.status == 0, "\(again)")
      let difference = try await Tool.run("diff", "-r", first.folder("public"), second.folder("public"))
      #expect(difference.status == 0, "\(difference)")
    }

    @Test func `a changed text renders its pages and lists only`() async throws {
      let site = try Site()
      for name in ["a", "b"] {
        try await Clips.make(site.folder("\(name).mp4"), seconds: 2)
        try site.folder.put("---\ntitle: Film \(name)\ndate: 2024-05-01\n---\nHello.\n", "\(name).md")
      }
      try await site.built()
      let before = try await times(site)
      try site.folder.put("---\ntitle: Film a\ndate: 2024-05-01\n---\nHello again.\n", "a.md")
      try await site.built()
      let after = try await times(site)
      let changed = after.filter { before[$0.key] != $0.value }.keys.sortedByBytes()
      #expect(changed.contains("videos/a/index.html"))
      #expect(
        changed.allSatisfy { !$0.hasPrefix("media/") && !$0.hasPrefix("videos/b/") && !$0.hasPrefix("assets/") },
        "\(changed)")
    }

    @Test func `what the tool did not write is not removed, what it wrote and no longer should is`() async throws {
      let site = try Site()
      for name in ["a", "b"] { try await Clips.make(site.folder("\(name).mp4"), seconds: 2) }
      try await site.built()
      try site.folder.put("mine", "public/videos/b/note.txt")
      try site.folder.put("mine", "public/CNAME")
      try Files.remove(site.folder("b.mp4"))
      _ = try await site.build()
      #expect(try await site.slugs() == ["a"])
      #expect(try site.folder.text("public/CNAME") == "mine")
      #expect(try site.folder.text("public/videos/b/note.txt") == "mine")
    }

    @Test func `a second build of the same folder is refused and told who holds it`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("a.mp4"), seconds: 2)
      try await site.built()
      let held = try await Tool.run(
        "flock", "--exclusive", site.folder(".bobine/lock"), Programs.bobine, "build", site.folder.path)
      #expect(held.status == 1, "\(held)")
      #expect((held.out + held.err).contains("another"), "\(held)")
    }

    /// Inode, size and time of every published file, by its path.
    private func times(_ site: Site) async throws -> [String: String] {
      let found = try await Tool.check("find", [site.folder("public"), "-type", "f", "-printf", #"%P\t%i %s %T@\n"#])
      return Dictionary(
        uniqueKeysWithValues: found.out.split(separator: "\n").map { line in
          let fields = line.split(separator: "\t").map(String.init)
          return (fields[0], fields[1])
        })
    }
  }
}
