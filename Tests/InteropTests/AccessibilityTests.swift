import Files
import JSON
import Testing

extension Visiting {
  /// The default theme for readers of every kind: one site in two languages, below a path of its host.
  @Suite(.serialized, .servedOnce { try await Site.harbour($0) }) struct `Accessibility of pages` {
    /// Every kind of page, in each language. axe-core sees WCAG 2.2 AA as far as a program can tell, and good practice.
    private static let kinds = [
      "", "page/2/", "channels/main/", "playlists/best/", "tags/harbour/", "tags/", "videos/talk/", "videos/sound/",
      "videos/shock/", "videos/talk/embed/", "videos/shock/embed/", "search/", "search/?q=harbour",
      "search/?q=nothing+at+all", "about/", "legal/",
    ]

    /// Each kind in both languages, or in one of them where not all sizes are asked for.
    private static let pages = kinds.enumerated().flatMap { number, kind in
      Programs.isFull ? [kind, "fr/" + kind] : [number.isMultiple(of: 2) ? kind : "fr/" + kind]
    }

    @Test func `every kind of page meets WCAG 2.2 AA in English and in French, light and dark`() async throws {
      let served = try ServedSite.shared
      let pages = Self.pages + ["404.html"]
      let seen = try await Self.audit(pages.map { served.base + $0 })
      #expect(seen["pages"]?.integer == Int64(pages.count * 3))
      #expect((seen["rules"]?.integer ?? 0) > 40, "\(seen)")
      #expect(seen["violations"]?.array == [], "\(seen)")
      #expect(seen["overflows"]?.array == [], "\(seen)")
      let moving = seen["moving"]
      #expect((moving?["light"]?.integer ?? 0) > 0 && moving?["dark"]?.integer == 0, "\(seen)")
      #expect(seen["consoleErrors"]?.array == [], "\(seen)")
    }

    @Test func `the audit finds a picture without a text, and a grey that cannot be read in the dark`() async throws {
      let served = try ServedSite.shared
      let site = try await served.site.copy()
      try await Tool.check("cp", ["-R", PathRules.join(Programs.checkout, "templates"), site.folder("theme")])
      let picture = try site.folder.text("theme/partials/picture.html")
      try site.folder.put(picture.replacing(" alt=\"\"", with: ""), "theme/partials/picture.html")
      let style = try site.folder.text("theme/assets/style.css")
      let dark = "@media (prefers-color-scheme: dark) { :root { --muted: #444; } }\n"
      try site.folder.put(style + dark, "theme/assets/style.css")
      try await site.built("--theme", site.folder("theme"))
      try await WebServer.run(site.folder("public"), port: try await WebServer.freePort()) { server in
        let seen = try await Self.audit([server.base])
        let found = Set(
          (seen["violations"]?.array ?? []).compactMap { "\($0["rule"]?.text ?? "") \($0["scheme"]?.text ?? "")" })
        #expect(found == ["image-alt light", "color-contrast dark"], "\(seen)")
      }
    }

    @Test func `a reader with a keyboard alone searches, plays, downloads and changes the language`() async throws {
      let served = try ServedSite.shared
      let seen = try await Tool.script("keyboard.py", served.base, "harbour").json()
      let steps = try #require(seen["steps"])
      let message = Comment(rawValue: "\(steps)")
      #expect(steps["skip"]?["first"] == "#content" && steps["skip"]?["inMain"]?.bool == true, message)
      #expect(steps["results"]?["status"] == "4 videos found", message)
      #expect(steps["results"]?["down"]?.text == served.base + "videos/talk/", message)
      #expect(steps["results"]?["second"]?.text == served.base + "videos/sound/", message)
      #expect(steps["results"]?["up"] == steps["results"]?["down"], message)
      #expect(steps["opened"]?.text == served.base + "videos/talk/", message)
      let plays = try #require(steps["plays"])
      #expect(plays["paused"]?.bool == false, message)
      #expect((plays["to"]?.double ?? 0) >= (plays["from"]?.double ?? 0) + 0.5, message)
      #expect(steps["pauses"]?.bool == true, message)
      #expect(steps["panel"] == "Download", message)
      #expect(steps["file"]?["status"]?.integer == 200 && steps["file"]?["type"] == "video/mp4", message)
      #expect(steps["french"]?["address"]?.text == served.base + "fr/videos/talk/", message)
      #expect(steps["french"]?["language"] == "fr" && steps["french"]?["title"] == "La causerie du port", message)
      #expect(steps["warning"] == "play", message)
      for page in ["first page", "search page", "video page", "sensitive page"] {
        #expect(steps[page]?["ends"]?.bool == true && (steps[page]?["stops"]?.integer ?? 0) > 8, "\(page): \(steps)")
      }
      for stop in seen["stops"]?.array ?? [] {
        let isGood = ["isVisible", "isMarked", "follows"].allSatisfy { stop[$0]?.bool == true }
        #expect(isGood, "\(stop)")
      }
      #expect((seen["stops"]?.array?.count ?? 0) > 100)
      #expect(seen["consoleErrors"]?.array == [], "\(seen)")
    }

    @Test(arguments: ["chromium", "firefox"])
    func `without JavaScript people browse, watch, download, follow and find all videos`(_ browser: String) async throws
    {
      let served = try ServedSite.shared
      let seen = try await Tool.script("unscripted.py", browser, served.base).json()
      let message = Comment(rawValue: "\(seen)")
      #expect(seen["isOff"]?.bool == true, message)
      #expect(seen["address"]?.text == served.base + "videos/talk/", message)
      let (playing, paused) = (seen["playing"], seen["paused"])
      let ending = browser == "chromium" ? ".m3u8" : ".mp4"
      #expect(playing?["source"]?.text?.hasSuffix(ending) == true && playing?["isMoving"]?.bool == true, message)
      #expect((playing?["time"]?.double ?? 0) > (playing?["from"]?.double ?? 9) + 0.2, message)
      #expect(paused?["time"] == paused?["from"] && paused?["isMoving"]?.bool == false, message)
      #expect(seen["download"]?.array == [.integer(200), "video/mp4"], message)
      #expect(seen["chapter"]?["address"]?.text?.hasSuffix(".mp4#t=20") == true, message)
      #expect(abs((seen["chapter"]?["time"]?.double ?? 0) - 20) < 3, message)
      #expect(seen["warned"]?["before"]?.bool == false && seen["warned"]?["after"]?.bool == true, message)
      let feeds = try #require(seen["feeds"]?.object)
      #expect(feeds.count == 4 && feeds.values.allSatisfy { $0.array?.first?.integer == 200 }, message)
      #expect(seen["search"]?["text"]?.text?.contains("Searching needs JavaScript") == true, message)
      let links = (seen["search"]?["links"]?.array ?? []).compactMap(\.text)
      #expect(links.starts(with: [served.base, served.base + "channels/main/"]), message)
    }

    @Test func `below a path every link of every page leads to a file, and none leaves the site unasked`() async throws
    {
      let served = try ServedSite.shared
      let pages = try await served.site.published(".html")
      let seen = try await Tool.run(
        Programs.python,
        [PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/crawl.py"), served.base] + pages
      ).json()
      let message = Comment(rawValue: "\(seen)")
      // All of them, and those that end with a slash for the same.
      #expect((seen["pages"]?.integer ?? 0) > Int64(pages.count) && (seen["links"]?.integer ?? 0) > 120, message)
      #expect(seen["broken"]?.array == [] && seen["strays"]?.array == [], message)
      #expect(
        (seen["outside"]?.array ?? []).compactMap(\.text)
          == ["https://creativecommons.org/licenses/by/4.0/", "https://www.example.org/"], message)
      let missing = seen["missing"]
      #expect(missing?["status"]?.integer == 404 && (missing?["links"]?.integer ?? 0) > 20, message)
      #expect(missing?["broken"]?.array == [] && missing?["strays"]?.array == [], message)
    }

    @Test func `a page weighs at most 40 KB with style and scripts, asks nobody else, keeps no cookie`() async throws {
      let served = try ServedSite.shared
      let seen = try await Tool.script(
        "frugal.py", served.base, "", "videos/talk/", "fr/videos/talk/", "videos/sound/", "videos/talk/embed/",
        "search/?q=harbour"
      ).json()
      let message = Comment(rawValue: "\(seen)")
      #expect((seen["requests"]?.integer ?? 0) > 30, message)
      #expect(seen["strays"]?.array == [] && seen["cookies"]?.array == [], message)
      let weights = try #require(seen["weights"]?.object)
      #expect(weights.count == 6, message)
      for (page, bytes) in weights {
        #expect((4000...40_000).contains(bytes.integer ?? 0), "\(page): \(seen)")
        #expect(seen["kept"]?[page]?.array == [], "\(page): \(seen)")
        if page.contains("videos/") { #expect((seen["played"]?[page]?.double ?? 0) > 0.3, "\(page): \(seen)") }
      }
    }

    private static func audit(_ pages: [String]) async throws -> JSON {
      let script = PathRules.join(Programs.checkout, "Tests/InteropTests/Scripts/accessibility.py")
      return try await Tool.check(Programs.python, [script] + pages, seconds: 600).json()
    }
  }
}
