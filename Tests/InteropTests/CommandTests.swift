import Files
import Glibc
import JSON
import Testing

extension Interop {
  /// What the command promises whoever calls it.
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `The command` {
    @Test func `writes nothing in a dry run`() async throws {
      let site = try await Site.shared.unbuilt()
      let before = try await DiskState(site.folder.path)
      let dry = try await site.build("--dry-run")
      #expect(dry.status == 0, "\(dry)")
      #expect(dry.out.contains("would package sea/second.avi"))
      #expect(try await DiskState(site.folder.path) == before)
      #expect(!Files.exists(site.folder(".bobine")))
      #expect(!Files.exists(site.folder("public")))
    }

    @Test func `does not make a folder of a mistyped path`() async throws {
      let folder = try Folder()
      let built = try await Tool.bobine(["build", folder("nowhere")])
      #expect(built.status == 1)
      #expect(built.err.contains("there is no such folder"), "\(built)")
      #expect(!Files.exists(folder("nowhere")))
    }

    @Test func `prints one JSON object a line`() async throws {
      let site = try await Site.shared.copy()
      try site.folder.put("nothing", "broken.mp4")
      let built = try await site.build("--json", environment: ["NO_COLOR": "1"])
      #expect(built.status == 1)
      #expect(built.err == "")
      let lines = try built.out.split(separator: "\n").map { try JSON(Array($0.utf8)) }
      #expect(lines.contains { $0["path"]?.text == "broken.mp4" && $0["severity"]?.text == "error" })
      #expect(lines.last?["published"]?.integer == 2)
    }

    @Test func `shows its help with status 0`() async throws {
      let help = try await Tool.bobine(["--help"])
      #expect(help.status == 0 && help.out.contains("bobine build"), "\(help)")
    }

    @Test(arguments: [
      (["build", "--bogus"], "--bogus"), (["build", "--jobs", "0"], "--jobs"),
      (["build", "--now", "yesterday"], "yesterday"),
      (["build", "--base-url", "videos.example"], "videos.example"), (["bild"], "bild"),
    ])
    func `ends with status 2 when it is used wrongly, and names what is wrong`(_ arguments: [String], _ word: String)
      async throws
    {
      let wrong = try await Tool.bobine(arguments)
      #expect(wrong.status == 2, "\(wrong)")
      #expect(wrong.err.contains(word), "\(wrong)")
    }

    @Test func `without base_url builds a site that is complete for its visitors, and says what is missing`()
      async throws
    {
      let site = try Site()
      try await Clips.make(site.folder("film.mp4"), seconds: 1)
      let built = try await site.built()
      #expect(built.err.contains("Without `base_url`"), "\(built)")
      let files = try await site.publicFiles()
      #expect(files.contains("videos/film/index.html") && files.contains("videos/film/master.m3u8"))
      #expect(files.contains { $0.hasSuffix(".torrent") })
      let absent = files.filter {
        $0.hasSuffix(".jsonld") || $0.hasSuffix("feed.xml") || $0.hasPrefix(".well-known") || $0.hasPrefix("nodeinfo")
          || $0 == "sitemap.xml"
      }
      #expect(absent == [])
    }

    @Test func `in a preview writes neither the ledger nor the output`() async throws {
      let site = try await Site.shared.copy()
      let (output, ledger) = (try await site.outputState(), try site.ledger())
      try site.folder.put("---\ntitle: A preview\n---\n", "town/first.md")
      let ended = try await Preview.run(site.folder.path) { base in
        let page = try await Tool.check("curl", ["-sS", "--fail", base + "videos/first/"])
        #expect(page.out.contains("A preview"))
      }
      #expect(ended.status == -2, "\(ended)")
      // Media may be linked from there, which changes their ctime.
      let changed = try await site.outputState().difference(from: output)
      #expect(changed.filter { name in ![".mp4", ".jpg", ".webp"].contains { name.hasSuffix($0) } } == [])
      #expect(try site.ledger() == ledger)
    }

    @Test func `says who builds the same folder already`() async throws {
      let site = try Site()
      try await Clips.make(
        site.folder("long.avi"), seconds: 20, size: "960x540", rate: 25, codecs: Clips.mpeg4 + Clips.mp3)
      _ = try await RunningBuild.run(site) { running in
        try await running.wait { !running.descendants.isEmpty }
        let second = try await site.build()
        try await running.kill()
        #expect(second.status == 1)
        #expect(second.err.contains("\(running.process) bobine"), "\(second)")
      }
    }

    @Test func `names other folders where the project is read-only, and builds with them`() async throws {
      let site = try await Site.shared.unbuilt()
      let outside = try Folder()
      try await Tool.check("chmod", ["-R", "a-w", site.folder.path])
      let refused = try await withoutRightsOfRoot(site)
      #expect(refused.status == 1, "\(refused)")
      #expect(refused.err.contains("-o OUTPUT --state STATE"), "\(refused)")
      let built = try await withoutRightsOfRoot(site, "-o", outside("public"), "--state", outside("state"))
      try await Tool.check("chmod", ["-R", "u+w", site.folder.path])
      #expect(built.status == 0, "\(built)")
      #expect(Files.exists(outside("public/videos/first/index.html")))
    }

    /// Root may write everywhere unless it gives that right up; a read-only mount is refused in most containers.
    private func withoutRightsOfRoot(_ site: Site, _ flags: String...) async throws -> Outcome {
      let build = ["build", site.folder.path, "--now", Site.now] + flags
      guard getuid() == 0 else { return try await Tool.run(Programs.bobine, build) }
      return try await Tool.run("setpriv", ["--bounding-set=-dac_override", Programs.bobine] + build)
    }
  }
}
