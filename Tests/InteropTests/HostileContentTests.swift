import Files
import JSON
import Testing

extension Visiting {
  /// Whoever fills a folder may write what they like: texts of strangers, names of files, tags of containers. All of it is
  /// shown as text, in every document, and none of it decides where a file is written.
  @Suite(.serialized, .builtOnce { try await Site.hostile() }) struct `Hostile content` {
    @Test func `makes documents that other programs read, and that bobine check finds nothing wrong with`() async throws
    {
      let site = try Site.shared
      let seen = try await Tool.script("documents.py", site.folder("public")).json()
      #expect(seen["problems"] == [], "\(seen)")
      for (kind, least) in [("json", 300), ("xml", 10), ("playlists", 150), ("texts", 80), ("torrents", 3)] {
        #expect((seen[kind]?.integer ?? 0) >= least, "\(kind): \(seen)")
      }
      let check = try await Tool.bobine(["check", site.folder.path, "--now", Site.now, "--strict"])
      let findings = check.err.split(separator: "\n").filter { !$0.hasPrefix(" ") && !$0.contains(": note: ") }
      // A title that is too long is the author's, who is told so once.
      #expect(findings.allSatisfy { $0.contains("warning: PeerTube cannot show this video") }, "\(check)")
      #expect(try await Tool.bobine(["check", site.folder.path, "--now", Site.now]).status == 0)
    }

    @Test func `is built again to the same bytes, and its ledger reads back`() async throws {
      let site = try await Site.shared.copy()
      let before = try await site.outputState()
      try await site.built()
      #expect(try await site.outputState().difference(from: before) == [])
      #expect(try site.ledger().count == Hostile.texts.count + Hostile.names.count + 2)
    }

    @Test func `writes nothing outside of the output and the state`() async throws {
      let site = try await Site.shared.unbuilt()
      let around = PathRules.parent(site.folder.path)
      let before = try await DiskState(around)
      try await site.built()
      let changed = try await DiskState(around).difference(from: before)
      #expect(changed.filter { !$0.hasPrefix("films/public/") && !$0.hasPrefix("films/.bobine/") } == [])
    }

    @Test func `runs nowhere in Chromium without the policy, adds nothing to a page, and stays what it is`()
      async throws
    {
      let clips = try Folder()
      try await HostileSite.clip(clips("clip.mp4"), Hostile.harmless)
      let twin = try await HostileSite(clip: clips("clip.mp4"), Hostile.harmless).site
      try await twin.built()
      let site = try Site.shared
      let seen = try await Tool.script(
        "hostile.py", site.folder("public"), twin.folder("public"), seconds: 600
      ).json()
      #expect(seen["control"]?.bool == true, "the script sees nothing run")
      #expect(seen["samePaths"]?.bool == true)
      #expect(
        (seen["pages"]?.integer ?? 0) >= 200 && (seen["fragments"]?.integer ?? 0) > 150, "\(seen["pages"] ?? .null)")
      #expect(seen["executed"] == [], "\(seen["executed"] ?? .null)")
      #expect(seen["strange"] == [:], "\(seen["strange"] ?? .null)")
      for (index, text) in Hostile.markup.enumerated() where !text.contains("\n") {
        #expect(seen["headings"]?["videos/v\(index)/"]?.text == text)
        #expect(seen["headings"]?["playlists/p\(index)/"]?.text == text)
        let title = seen["titles"]?["videos/v\(index)/"]?.text
        #expect(title?.hasPrefix(text) == true, "\(title ?? "none")")
      }
    }

    @Test(arguments: PrintedServer.Program.allCases)
    func `leaves the configuration of a server whole, and old addresses lead to their videos`(
      _ program: PrintedServer.Program
    ) async throws {
      let site = try Site.shared
      let port = try await WebServer.freePort()
      let text = try await PrintedServer.configuration(program, site, "--listen", "127.0.0.1:\(port)")
      try await PrintedServer.run(program, text, port: port) {
        for old in ["old/v10/", "o'l%7Bd;%7D$1(+)%5B&=,%60@!~%5E%5D%CC%81/%CC%81v10/"] {
          let asked = try await Tool.run(
            "curl", "-sS", "-g", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}",
            "http://127.0.0.1:\(port)/" + old,
            "-H", "Host: videos.example")
          #expect(asked.out.hasPrefix("301 ") && asked.out.hasSuffix("/videos/v10/"), "\(old): \(asked)")
        }
      }
    }

    @Test(arguments: [
      ("slug: ../x", "slug"), ("slug: a/../../b", "slug"), ("slug: /etc", "slug"), ("slug: \"a\\0b\"", "slug"),
      ("slug: con", "slug"), ("slug: \"a\\u0301b\"", "slug"),
      ("aliases: [../../out/]", "aliases"), ("aliases: [a/../../out/]", "aliases"), ("aliases: [.htaccess]", "aliases"),
      ("aliases: [\"a\\\\..\\\\b\"]", "aliases"), ("aliases: [\"//evil.example/x\\r\\n/y\"]", "aliases"),
      ("aliases: [\"..\\u002Fout\"]", "aliases"), ("channel: ../other", "channel"),
      ("poster: ../../../outside.jpg", "poster"), ("poster: \"..\\U0000002F\\U00000301outside.jpg\"", "poster"),
      ("captions: [{file: ../../../outside.vtt, language: en}]", "outside.vtt"),
      ("captions: [{file: x.vtt, language: ../../en}]", "language"),
      ("title: one\ntitle: two", "title"), ("source_url: javascript:alert(1)", "source_url"),
      ("title: \"\"", "title"), ("title: \"\\u0301\"", "title"), ("title: \"\\u202E \\u200B\"", "title"),
      ("uuid: ../../x", "uuid"), ("title: a\u{7}b", "YAML"), ("title: a\u{0}b", "YAML"),
    ])
    func `is refused with its place where a key would lead elsewhere, and costs its own page only`(
      _ keys: String, _ word: String
    ) async throws {
      let site = try Site()
      try site.folder.put("base_url: https://videos.example/\n", "bobine.yml")
      try await Clips.make(site.folder("good.mp4"), seconds: 1)
      try Files.copy(site.folder("good.mp4"), to: site.folder("bad.mp4"))
      try site.folder.put("---\n\(keys)\n---\n", "bad.md")
      let around = PathRules.parent(site.folder.path)
      for name in ["outside.jpg", "\u{301}outside.jpg", "outside.vtt"] {
        try Files.write(
          Array("WEBVTT\n\n00:00.000 --> 00:00.900\nTOP-SECRET-WORDS\n".utf8), to: PathRules.join(around, name))
      }
      let before = try await DiskState(around)
      let built = try await site.build()
      let lines = built.err.split(separator: "\n")
      let found = lines.contains { $0.hasPrefix("bad.md:") && $0.contains(word) }
      #expect(found, "\(built)")
      #expect(try await site.slugs().contains("good"))
      let changed = try await DiskState(around).difference(from: before)
      #expect(changed.filter { !$0.hasPrefix("films/public/") && !$0.hasPrefix("films/.bobine/") } == [])
      let secret = try await Tool.run("grep", "-rl", "TOP-SECRET-WORDS", site.folder("public"))
      #expect(secret.status == 1, "\(secret)")
    }
  }
}

extension Site {
  fileprivate static func hostile() async throws -> Site {
    let clips = try Folder()
    try await HostileSite.clip(clips("clip.mp4")) { $0 }
    let site = try await HostileSite(clip: clips("clip.mp4")) { $0 }.site
    let built = try await site.built()
    // Neither the name of a file nor a title may move the cursor of a terminal, or turn a line round.
    let odd = (built.out + built.err).unicodeScalars.filter { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" }
    #expect(odd.isEmpty, "\(odd.map { String($0.value, radix: 16) })")
    return site
  }
}
