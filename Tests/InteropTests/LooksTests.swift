import Files
import JSON
import Testing

extension Visiting {
  /// What a machine can tell of the looks of the theme: nothing scrolls sideways, lies on something else, is too small to be
  /// read or to be hit, or fades into its ground.
  @Suite(.serialized) struct `Looks of pages` {
    private static let kinds = [
      "", "page/2/", "channels/coast/", "playlists/best/", "tags/harbour/", "tags/", "about/", "legal/", "404.html",
      "videos/talk/", "videos/sound/", "videos/shock/", "videos/arabic/", "videos/arabic/transcript/", "videos/long/",
      "videos/talk/embed/", "videos/shock/embed/", "search/?q=harbour", "search/?q=nothing+at+all",
    ]

    /// One flaw of each kind; one of them only in the dark.
    private static let flaws = """
      .site-footer-name { font-size: 11px; }
      .lede { width: 120vw; max-width: none; }
      .card-title { margin-bottom: -1.5rem; }
      .pagination a { min-width: 0; min-height: 0; padding: 0; line-height: 1; }
      @media (prefers-color-scheme: dark) { :root { --muted: #444; } }
      """

    @Test func `every kind of page holds in every window, light and dark; a flaw of each kind is seen`() async throws {
      let site = try await Self.project()
      try site.folder.put(Self.flaws, "flaws.css")
      let seen = try await Self.look(site)
      let plain = ["videos/talk/embed/", "videos/arabic/transcript/"]
      let panels = Self.kinds.filter { $0.hasPrefix("videos/") && !plain.contains($0) }.count
      #expect(seen["views"]?.integer == Int64((Self.kinds.count + 1) * 7 + panels * 5))
      #expect((seen["texts"]?.integer ?? 0) > 2000, "\(seen)")
      for rule in ["color-contrast", "target-size"] {
        #expect((seen["checked"]?[rule]?.integer ?? 0) > 1000, "\(rule): \(String(describing: seen["checked"]))")
      }
      let findings = seen["findings"]?.array?.compactMap(\.text)
      #expect(findings == [])

      let printed = seen["printed"]?.text ?? ""
      for text in ["Talk", "127.0.0.1", "/videos/talk/\n", "With a link", "Avant", "Après"] {
        #expect(printed.contains(text), "\(text): \(printed)")
      }
      for text in ["Download", "Share", "Watch next", "Good evening"] { #expect(!printed.contains(text), "\(printed)") }

      let flawed = seen["flawed"]?.array ?? []
      #expect(Set(flawed.compactMap { $0["kind"]?.text }) == ["overflow", "small", "overlap", "target", "contrast"])
      #expect(Set(flawed.filter { $0["kind"]?.text == "contrast" }.compactMap { $0["scheme"]?.text }) == ["dark"])
    }

    private static func look(_ site: Site) async throws -> JSON {
      let port = try await WebServer.freePort()
      let built = try await Tool.bobine([
        "build", site.folder.path, "--now", Site.now, "--base-url", "http://127.0.0.1:\(port)/",
      ])
      try #require(built.status == 0, "\(built)")
      return try await WebServer.run(site.folder("public"), port: port) { server in
        let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/looks.py")
        let options = ["--flaws", site.folder("flaws.css"), "--print", server.base + "videos/talk/"]
        let arguments = [script] + options + kinds.map { server.base + $0 }
        return try await Tool.check(Programs.python, arguments, seconds: 300).json()
      }
    }

    /// Whatever is hard to lay out: captions, chapters, several sounds and sizes, long words, right to left, nothing at all.
    private static func project() async throws -> Site {
      let site = try Site()
      for name in ["coast/talk", "coast/shock", "talks/long", "talks/arabic"] {
        try await Clips.make(site.folder("content/\(name).mp4"), seconds: 3, size: "160x90")
      }
      try await Clips.make(site.folder("content/talks/sound.mp3"), seconds: 2, codecs: ["-vn"] + Clips.mp3)
      let word = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichenverleihungsfeierlichkeiten"
      for (path, text) in texts(word) { try site.folder.put(text, path) }
      return site
    }

    /// A cue of a millisecond: all of them are more than a watch page holds.
    private static func speech(_ number: Int) -> String {
      let words = "مساء الخير يا أصدقائي، نبدأ الآن حديثنا عن الميناء وعن الصيادين وعن البحر \(number)."
      return "\n00:00.\(number) --> 00:00.\(number + 1)\n\(words)\n"
    }

    private static func texts(_ word: String) -> [String: String] {
      [
        "bobine.yml": """
        title: Films of the harbour
        description: What we filmed.
        per_page: 2
        theme: {footer: All that was filmed at the harbour., links: [{label: About us all, url: about/}]}

        """,
        "content/coast/talk.en.vtt": "WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n",
        "content/coast/talk.md": """
        ---
        date: 2026-01-05
        language: fr
        tags: [harbour, boats]
        authors: [Anne Le Gall]
        licence: CC-BY-4.0
        series: Sound walks
        category: Education
        location: Concarneau
        source_url: https://www.example.org/\(word)/
        support: A pot of coffee helps.
        chapters:
          - {at: 0, title: Avant}
          - {at: 2, title: Après}
        ---
        With a [link](https://www.example.org/), a `word` of code and

        > a quotation.

        | a | b |
        |---|---|
        | 1 | \(word) |

        """,
        "content/coast/shock.md":
          "---\ndate: 2026-01-04\nsensitive: A film of an accident is shown.\ntags: [harbour]\n---\n",
        "content/talks/sound.md": "---\ntitle: A talk\ndate: 2026-01-03\ntags: [harbour]\n---\nWords.\n",
        "content/talks/arabic.md":
          "---\ntitle: \"ميناء الصيد: ساعة مع الصيادين (2026)\"\nlanguage: ar\ndate: 2026-01-02\n---\nنص قصير.\n",
        "content/talks/arabic.ar.vtt": "WEBVTT\n" + (100..<500).map(speech).joined(),
        "content/talks/long.md": """
        ---
        title: \(word) \(word) and everything that we learned when all of it was over
        date: 2026-01-01
        tags: [\(word)]
        authors: [\(word)]
        series: \(word)
        location: \(word)
        chapters:
          - {at: 0, title: \(word)}
        ---
        \(word)\(word)

        """,
        "content/talks/channel.md": "---\ntitle: \(word)\n---\nA channel.\n",
        "content/coast/channel.md": "---\ntitle: The coast\n---\nA channel with a text.\n",
        "playlists/best.md": "---\ntitle: The best\nvideos: [talk, long]\n---\nA list.\n",
        "pages/legal.md": "---\ntitle: Legal notice\n---\nWho answers for this.\n\n## \(word)\n\n- one\n- two\n",
      ]
    }
  }
}
