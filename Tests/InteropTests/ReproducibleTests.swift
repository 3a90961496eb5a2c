import Files
import Testing

extension Interop {
  /// A build is a function of its input (docs/architecture.md, principle 3).
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `A build of the same input` {
    @Test func `gives the same bytes in another folder, time zone and number of jobs, with other file times`()
      async throws
    {
      let first = try await Site.shared.unbuilt()
      try Files.copy(first.folder("sea/second.avi"), to: first.folder("town/copy of second.avi"))
      try first.folder.put("a.vtt is not here", "static/notes.txt")
      let built = try await first.build(
        "--jobs", "1", environment: ["TZ": "Pacific/Auckland", "LC_ALL": "C"])
      #expect(built.status == 0, "\(built)")
      // The ledger and the keys are input; the facts are made again.
      let second = try await first.copy()
      for name in ["public", ".bobine/facts", ".bobine/work", ".bobine/lock"] {
        try Files.removeTree(second.folder(name))
      }
      try await Tool.check(
        "find", [second.folder.path, "-type", "f", "-exec", "touch", "-d", "2019-03-04 05:06:07", "{}", "+"])
      let again = try await second.build(
        "--jobs", "4", environment: ["TZ": "America/Caracas", "LC_ALL": "fr_FR.UTF-8", "LANG": "tr_TR.UTF-8"])
      #expect(again.status == 0, "\(again)")
      let compared = try await Tool.run("diff", "-r", first.folder("public"), second.folder("public"))
      #expect(compared.status == 0, "\(compared)")
      #expect(try await second.slugs().count == 3)
      #expect(try first.ledger() == second.ledger())
    }

    @Test func `without its videos gives every page, playlist, torrent and feed from the facts`() async throws {
      let site = try await Site.shared.copy()
      let small = try await site.publicFiles().filter { name in
        ![".mp4", ".jpg", ".webp"].contains { name.hasSuffix($0) } && name != ".bobine-manifest"
      }
      let digest = try await Tool.check("sha256sum", [site.folder("sea/second.avi")]).out.prefix(64)
      try site.folder.put(
        "version https://git-lfs.github.com/spec/v1\noid sha256:\(digest)\nsize 1\n", "sea/second.avi")
      try Files.remove(site.folder("town/first.mp4"))
      try await site.built("-o", site.folder("fresh"))
      #expect(try await site.folder.files("fresh").filter { $0 != ".bobine-manifest" } == small)
      for name in small {
        let (one, other) = (site.folder("public/\(name)"), site.folder("fresh/\(name)"))
        #expect(try Files.read(one, limit: 1 << 24) == Files.read(other, limit: 1 << 24), "\(name)")
      }
      try Files.removeTree(site.folder(".bobine/facts"))
      let unknown = try await site.build("-o", site.folder("unknown"))
      #expect(unknown.status == 1)
      #expect(unknown.err.contains("git lfs pull"), "\(unknown)")
      #expect(unknown.err.contains("town/first.md: error:"), "\(unknown)")
    }

    @Test func `makes two names for equal bytes share one torrent, whichever pass ends first`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("b/zebra.avi"), seconds: 1, codecs: Clips.mpeg4 + Clips.mp3)
      for name in ["a/ant.avi", "c/cat.avi"] { try Files.copy(site.folder("b/zebra.avi"), to: site.folder(name)) }
      let built = try await site.built("--jobs", "3")
      #expect(built.out.contains("1 packaged"), "\(built)")
      #expect(try await site.films().count == 1)
      for slug in ["ant", "cat", "zebra"] {
        #expect(try site.folder.text("public/videos/\(slug)/index.html").contains("ant-180p.mp4"), "\(slug)")
      }
    }
  }
}
