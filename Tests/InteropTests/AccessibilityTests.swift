import Files
import JSON
import Testing

extension Visiting {
  /// WCAG 2.2 AA as far as axe-core can tell, in Chromium: narrow and wide, light and dark, with each panel opened.
  @Suite(.serialized) struct `Accessibility of pages` {
    private static let kinds = [
      "", "page/2/", "channels/main/", "tags/harbour/", "tags/", "videos/talk/", "videos/talk/embed/", "videos/shock/",
      "videos/shock/embed/", "404.html", "search/", "search/?q=harbour", "search/?q=nothing+at+all",
    ]

    @Test func `every kind of page meets WCAG 2.2 AA`() async throws {
      let site = try await Self.project()
      let seen = try await Self.audit(site, Self.kinds)
      #expect(seen["pages"]?.integer == Int64(Self.kinds.count * 4))
      #expect((seen["rules"]?.integer ?? 0) > 20, "\(seen)")
      #expect(seen["violations"]?.array == [], "\(seen)")
      #expect(seen["consoleErrors"]?.array == [], "\(seen)")
    }

    @Test func `the audit finds a picture without a text, and a grey that cannot be read in the dark`() async throws {
      let site = try await Self.project()
      try await Tool.check("cp", ["-R", PathRules.join(Programs.checkout, "templates"), site.folder("theme")])
      let picture = try site.folder.text("theme/partials/picture.html")
      try site.folder.put(picture.replacing(" alt=\"\"", with: ""), "theme/partials/picture.html")
      let style = try site.folder.text("theme/assets/style.css")
      let dark = "@media (prefers-color-scheme: dark) { :root { --muted: #444; } }\n"
      try site.folder.put(style + dark, "theme/assets/style.css")
      let seen = try await Self.audit(site, [""], "--theme", site.folder("theme"))
      let found = Set(
        (seen["violations"]?.array ?? []).compactMap { "\($0["rule"]?.text ?? "") \($0["scheme"]?.text ?? "")" })
      #expect(found == ["image-alt light", "image-alt dark", "color-contrast dark"], "\(seen)")
    }

    /// What makes pages differ: captions, chapters, tags, several list pages, a warning, a long title.
    private static func project() async throws -> Site {
      let site = try Site()
      for (name, seconds) in [("talk", 4.0), ("shock", 3.0), ("long", 2.0)] {
        try await Clips.make(site.folder("content/\(name).mp4"), seconds: seconds)
      }
      try site.folder.put("title: Films of the harbour\nper_page: 2\ndescription: What we filmed.\n", "bobine.yml")
      try site.folder.put("WEBVTT\n\n00:00.000 --> 00:02.000\nGood evening.\n", "content/talk.en.vtt")
      try site.folder.put(
        """
        ---
        date: 2026-01-05
        language: fr
        description: Three questions.
        tags: [harbour, boats]
        authors: [Anne Le Gall]
        licence: CC-BY-4.0
        chapters:
          - {at: 0, title: Avant}
          - {at: 2, title: Après}
        ---
        With a [link](https://www.example.org/), a `word` of code and

        > a quotation.

        """, "content/talk.md")
      try site.folder.put(
        "---\ndate: 2026-01-04\nsensitive: A film of an accident is shown.\ntags: [harbour]\n---\n", "content/shock.md")
      let title = Array(repeating: "everything we learned", count: 6).joined(separator: " and ")
      try site.folder.put("---\ntitle: \(title)\ndate: 2026-01-03\n---\n", "content/long.md")
      return site
    }

    private static func audit(_ site: Site, _ paths: [String], _ flags: String...) async throws -> JSON {
      let port = try await WebServer.freePort()
      let outcome = try await Tool.bobine(
        ["build", site.folder.path, "--now", Site.now, "--base-url", "http://127.0.0.1:\(port)/"] + flags)
      try #require(outcome.status == 0, "\(outcome)")
      return try await WebServer.run(site.folder("public"), port: port) { server in
        let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/accessibility.py")
        let pages = paths.map { server.base + $0 }
        return try await Tool.check(Programs.python, [script] + pages, seconds: 600).json()
      }
    }
  }
}
