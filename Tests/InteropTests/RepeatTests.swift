import Files
import Testing

extension Interop {
  /// What a second build does, and what it leaves alone (docs/architecture.md, principles 2, 4 and 6).
  @Suite(.serialized, .builtOnce { try await Site.small() }) struct `Building again` {
    @Test func `writes no file, reads no video and starts no program when nothing changed`() async throws {
      let site = try await Site.shared.unbuilt()
      try site.folder.put("hello", "static/hello.txt")
      try await site.settle()
      try await site.built()
      let (output, kept) = (try await site.outputState(), try await site.keptState())
      let (second, calls) = try await site.traced(
        "open,openat,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,link,linkat,execve")
      #expect(second.status == 0, "\(second)")
      #expect(try await site.outputState().difference(from: output) == [])
      #expect(try await site.keptState().difference(from: kept) == [])
      #expect(calls.contains { $0.contains("first.md") })
      for video in ["first.mp4\"", "second.avi\"", "/media/"] {
        #expect(!calls.contains { $0.contains(video) }, "\(video)")
      }
      let changing = calls.filter { call in
        ["O_WRONLY", "O_RDWR", "rename", "unlink", "mkdir", "link"].contains { call.contains($0) }
          && !call.contains("/dev/")
      }
      #expect(changing.filter { !$0.contains(".bobine/lock") } == [])
      #expect(calls.count { $0.contains("execve(") } == 1)
    }

    @Test func `renders its own pages and the lists when a text changed`() async throws {
      let site = try await Site.shared.copy()
      let before = try await site.outputState()
      try site.folder.put(
        "---\ntitle: Another title\ndate: 2026-01-02\ntags: [town]\n---\nText.\n", "town/first.md")
      try await site.built()
      let changed = try await site.outputState().difference(from: before)
      for page in [
        "index.html", "feed.xml", "videos/first/index.html", "videos/first/video.jsonld", "channels/town/index.html",
      ] {
        #expect(changed.contains(page), "\(page) of \(changed)")
      }
      for prefix in [
        "media/", "videos/second/", "assets/", "channels/sea/index.html", "channels/sea/feed.xml", ".well-known/",
      ] {
        #expect(changed.filter { $0.hasPrefix(prefix) } == [], "\(prefix)")
      }
      #expect(changed.filter { $0.hasSuffix(".m3u8") || $0.hasSuffix(".torrent") } == [])
      #expect(try site.folder.text("public/index.html").contains("Another title"))
    }

    @Test func `removes what it made of a video that is gone, and never its media or what others put there`()
      async throws
    {
      let site = try await Site.shared.copy()
      try site.folder.put("hello", "static/docs/hello.txt")
      try await site.built()
      #expect(try site.folder.text("public/docs/hello.txt") == "hello")
      try await site.expectListed()
      try site.folder.put("mine", "public/mine.txt")
      try site.folder.put("mine", "public/videos/second/mine.txt")
      let media = try await site.renditions()
      for name in ["sea/second.avi", "sea/second.md", "static/docs/hello.txt"] { try Files.remove(site.folder(name)) }
      try await site.built()
      #expect(try await site.slugs() == ["first"])
      #expect(try await site.renditions() == media)
      #expect(
        try await site.publicFiles().filter { $0.hasPrefix("videos/second/") } == [
          "videos/second/mine.txt", "videos/second/tombstone.jsonld",
        ])
      #expect(!Files.exists(site.folder("public/docs")))
      #expect(try site.folder.text("public/mine.txt") == "mine")
      try await site.expectListed(except: ["mine.txt", "videos/second/mine.txt"])
    }

    @Test func `refuses a static file in the place of a page, and a page in the place of a file that is not ours`()
      async throws
    {
      let site = try await Site.shared.unbuilt()
      try site.folder.put("mine", "static/index.html")
      try site.folder.put("theirs", "public/feed.xml")
      let built = try await site.build()
      #expect(built.status == 1, "\(built)")
      #expect(built.err.contains("static/index.html: error: This file would replace 'index.html'"), "\(built)")
      #expect(built.err.contains("public/feed.xml: error: Bobine did not write this file"), "\(built)")
      #expect(try site.folder.text("public/index.html").contains("<html"))
      #expect(try site.folder.text("public/feed.xml") == "theirs")
      #expect(try !site.listed().contains("feed.xml"))
      #expect(try await site.slugs() == ["first", "second"])
    }

    @Test func `knows a renamed file by its bytes: same address, same uuid, same torrents, nothing encoded`()
      async throws
    {
      let site = try await Site.shared.copy()
      let line = try #require(try site.ledger().first { $0.contains("sea/second.avi") })
      let media = try await site.publicFiles().filter { $0.hasPrefix("media/") }
      let document = try site.folder.text("public/videos/second/video.jsonld")
      for end in ["avi", "md"] {
        try Files.rename(site.folder("sea/second.\(end)"), to: site.folder("sea/renamed.\(end)"))
      }
      let before = try await site.outputState()
      let built = try await site.built()
      #expect(!built.out.contains("packaged"), "\(built)")
      let renamed = try #require(try site.ledger().first { $0.contains("sea/renamed.avi") })
      #expect(Array(renamed.prefix(3)) == Array(line.prefix(3)))
      #expect(try await site.publicFiles().filter { $0.hasPrefix("media/") } == media)
      let changed = try await site.outputState().difference(from: before)
      #expect(changed.filter { $0.hasSuffix(".mp4") || $0.hasSuffix(".torrent") } == [])
      #expect(try site.folder.text("public/videos/second/video.jsonld") == document)
    }

    @Test func `keeps the document of a renamed slug at its first address, with an alias page there`() async throws {
      let site = try await Site.shared.copy()
      try site.folder.put("---\ntitle: The first\nslug: renamed\ndate: 2026-01-02\n---\nText.\n", "town/first.md")
      try await site.built()
      #expect(Files.exists(site.folder("public/videos/renamed/index.html")))
      let alias = try site.folder.text("public/videos/first/index.html")
      #expect(alias.contains("../renamed/"), "\(alias)")
      let document = try site.folder.text("public/videos/first/video.jsonld")
      #expect(document.contains("https://videos.example/videos/renamed/"))
      #expect(!Files.exists(site.folder("public/videos/renamed/video.jsonld")))
      // A mistake in its text later keeps both addresses.
      let before = try await site.outputState()
      try site.folder.put("---\ntitle: The first\nslug: renamed\nnonsense: 1\n---\nText.\n", "town/first.md")
      #expect(try await site.build().status == 1)
      let changed = try await site.outputState().difference(from: before)
      for prefix in ["videos/first/", "videos/renamed/", "media/"] {
        #expect(changed.filter { $0.hasPrefix(prefix) } == [], "\(prefix)")
      }
    }

    @Test func `makes a new poster without packaging, and other renditions beside those that stand`() async throws {
      let site = try await Site.shared.copy()
      let media = try await site.renditions()
      let torrents = try await site.published(".torrent")
      try await Clips.make(
        site.folder("town/first.jpg"), seconds: 1, size: "640x360", codecs: ["-frames:v", "1"])
      let before = try await site.outputState()
      let poster = try await site.built()
      #expect(!poster.out.contains("packaged"), "\(poster)")
      let beside = try await site.outputState()
      #expect(beside.difference(from: before).contains { $0.contains("/poster-") })
      #expect(try await site.renditions() == media)
      try site.folder.put(
        "---\ntitle: The second\ndate: 2026-01-01\nrenditions: [180, 120]\n---\nOther text.\n", "sea/second.md")
      try await site.built()
      let more = try await site.renditions()
      #expect(more.count == media.count + 1, "\(more)")
      #expect(Set(more).isSuperset(of: media))
      let changed = try await site.outputState().difference(from: beside)
      #expect(changed.filter { (media + torrents).contains($0) } == [])
    }

    @Test func `never takes what it made for videos of the project, wherever it was told to write`() async throws {
      let site = try Site()
      try await Clips.make(site.folder("film.mp4"), seconds: 1)
      for output in ["site", "other"] {
        let built = try await site.built("-o", site.folder(output), "--media-output", site.folder("heavy-\(output)"))
        #expect(built.out.contains("1 video,"), "\(built)")
      }
      let inside = try await site.build("-o", site.folder.path)
      #expect(inside.status == 1)
      #expect(inside.err.contains("The output is the folder of the videos"), "\(inside)")
    }
  }
}
