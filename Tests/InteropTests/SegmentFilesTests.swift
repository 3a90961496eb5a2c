import Files
import JSON
import Testing

extension Interop {
  /// `segments: files`: what players, mirrors and the next build find.
  @Suite(.serialized, .builtOnce { try await Site.segmented() }) struct `Segments as files` {
    @Test func `each is the bytes of the MP4 that the catalog's rule tells, named and listed by its hash`() async throws
    {
      let site = try Site.shared
      try await Tool.script("segments.py", site.folder("public"))
      try await site.expectListed()
    }

    @Test func `the m3u8 package reads every playlist, and each picture of an I-frame playlist decodes`() async throws {
      let site = try Site.shared
      try await Tool.script("playlists.py", site.folder("public"))
      let lists = try await site.published(".iframes.m3u8")
      #expect(lists.count == 2)
      for list in lists { try await Tool.script("iframes.py", site.folder("public/\(list)")) }
    }

    @Test func `ffprobe finds no error over HTTP, and Chromium plays and seeks with segments alone`() async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let lists = try await site.published(".m3u8").filter { !$0.contains(".iframes.") }
      #expect(lists.count >= 5)
      try await WebServer.run(site.folder("public"), port: port) { server in
        try await server.expectProbes(lists)
        let seen = try await Tool.script("chromium.py", server.base + "videos/talk/").json()
        #expect(seen["failed"] == nil && seen["error"] == JSON.null, "\(seen)")
        // There are two qualities: a script plays them.
        #expect(seen["currentSrc"]?.text?.hasPrefix("blob:") == true, "\(seen)")
        #expect(seen["landed"]?.bool == true && (seen["after"]?.double ?? 0) > 0.3, "\(seen)")
        #expect(abs((seen["duration"]?.double ?? 0) - 12) < 0.15, "\(seen)")
        #expect(seen["consoleErrors"]?.array == [], "\(seen)")
        try await Task.sleep(for: .milliseconds(300))  // nginx writes its line when the connection ends.
        let asked = try #require(try Files.readText(server.log, limit: 1 << 20)).split(separator: "\n")
        #expect(asked.contains { $0.contains(".m4s ") })
        #expect(asked.filter { $0.contains(".mp4 ") && !$0.contains("/init.mp4 ") } == [])
      }
    }

    @Test func `a second build writes nothing and reads no media`() async throws {
      let site = try await Site.shared.copy()
      try await site.settle()
      try await site.built()
      let before = try await site.outputState()
      let (second, calls) = try await site.traced("open,openat,creat,rename,renameat,renameat2,link,linkat")
      #expect(second.status == 0 && second.out.contains("nothing to write"), "\(second)")
      #expect(try await site.outputState().difference(from: before) == [])
      #expect(calls.filter { $0.contains("/media/") } == [])
    }

    @Test func `one that is lost or cut short is made again, and only that one`() async throws {
      let site = try await Site.shared.copy()
      let segments = try await site.published(".m4s")
      let whole = try Files.read(site.folder("public/\(segments[0])"), limit: 1 << 24)
      try Files.remove(site.folder("public/\(segments[0])"))
      try site.folder.put("short", "public/\(segments[1])")
      let before = try await site.outputState()
      try await site.built()
      #expect(
        try await site.outputState().difference(from: before).filter {
          $0.contains("/media/") || $0.hasPrefix("media/")
        } == Array(segments.prefix(2)))
      #expect(try Files.read(site.folder("public/\(segments[0])"), limit: 1 << 24) == whole)
      try await Tool.script("segments.py", site.folder("public"))
    }

    @Test func `byte ranges and back: playlists follow, files stay and stay known, nothing is cut twice`() async throws
    {
      let site = try await Site.shared.copy()
      let list = try #require(
        try await site.published(".m3u8").first { $0.contains("/180p-") && !$0.contains("iframes") })
      let (files, before) = (try site.folder.text("public/\(list)"), try await site.outputState())
      try site.folder.put("renditions: [180, 120]\n", "bobine.yml")
      try await site.built()
      let ranges = try site.folder.text("public/\(list)")
      #expect(ranges.contains("#EXT-X-BYTERANGE:") && !ranges.contains(".m4s"))
      try await Tool.script("playlists.py", site.folder("public"))
      #expect(
        try await site.outputState().difference(from: before).filter { $0.hasSuffix(".m4s") || $0.hasSuffix(".mp4") }
          == [])
      try await site.expectListed()
      try site.folder.put("renditions: [180, 120]\nsegments: files\n", "bobine.yml")
      try await site.built()
      #expect(try site.folder.text("public/\(list)") == files)
      #expect(
        try await site.outputState().difference(from: before).filter { $0.hasSuffix(".m4s") || $0.hasSuffix(".mp4") }
          == [])
      try await site.expectListed()
    }

    @Test func `gc leaves them while playlists name them, and collects them when none does`() async throws {
      let site = try await Site.shared.copy()
      let segments = site.segments()
      let kept = try await Tool.bobine(["gc", site.folder.path])
      #expect(kept.status == 0 && kept.out.contains("nothing to remove"), "\(kept)")
      try site.folder.put("renditions: [180, 120]\n", "bobine.yml")
      try await site.built()
      try site.folder.put("mine", "public/media/mine.m4s")
      let removed = try await Tool.bobine(["gc", site.folder.path, "--remove"])
      #expect(removed.status == 0 && removed.out.contains("removed \(segments.count) files"), "\(removed)")
      #expect(site.segments() == [site.folder("public/media/mine.m4s")])
      try await site.expectListed(except: ["media/mine.m4s"])
      try await Tool.script("playlists.py", site.folder("public"))
    }

    @Test func `a machine without the video names the same files, and writes none`() async throws {
      let site = try await Site.shared.copy()
      let before = try await DiskState(site.folder("public"))
      try site.folder.put("---\ntitle: Talk\n---\n", "talk.md")
      try Files.remove(site.folder("talk.mp4"))
      try await site.built("-o", site.folder("elsewhere"))
      let lists = try await site.published(".m3u8").filter { $0.hasPrefix("media/") }
      #expect(lists.count == 5)
      for list in lists { #expect(try site.folder.text("elsewhere/\(list)") == site.folder.text("public/\(list)")) }
      #expect(try await site.folder.files("elsewhere").filter { $0.hasSuffix(".m4s") || $0.hasSuffix(".mp4") } == [])
      #expect(try await DiskState(site.folder("public")) == before)
    }

    @Test func `the preview links what the site has, and tells their type and that they never change`() async throws {
      let site = try await Site.shared.copy()
      let segment = try #require(try await site.published(".m4s").first)
      let start = PathRules.join(PathRules.parent(segment), "init.mp4")
      try await Preview.run(site.folder.path) { base in
        for (path, type) in [(segment, "video/iso.segment"), (start, "video/mp4")] {
          let answer = try await Tool.check("curl", ["-sS", "--fail", "-I", base + path]).out.lowercased()
          #expect(answer.contains("content-type: \(type)"), "\(answer)")
          #expect(answer.contains("immutable"), "\(answer)")
          let ours = try Files.status(site.folder("public/\(path)"))?.inode
          #expect(try Files.status(site.folder(".bobine/serve/\(path)"))?.inode == ours)
        }
      }
    }
  }
}

extension Site {
  /// One video in two renditions and its sound alone, three segments each.
  fileprivate static func segmented() async throws -> Site {
    let site = try Site()
    try site.folder.put("renditions: [180, 120]\nsegments: files\n", "bobine.yml")
    try await Clips.make(site.folder("talk.mp4"))
    try await site.built()
    return site
  }
}
