import Catalog
import Diagnostics
import Facts
import Hashing
import Testing

@testable import Site

@Suite struct ThemeTests {
  /// With the files that other areas write beside the pages.
  private static let others = [
    "feed.xml", "atom.xml", "feed.json", "opml.xml", ".m3u8", ".vtt", "media/", ".jsonld", "oembed.json", "avatar", "banner",
  ]

  @Test(arguments: ["en", "fr"], [nil, "https://videos.example.org/"])
  func `every link of every page leads to a file of the site`(_ language: String, _ base: String?) throws {
    let site = Sample.site {
      $0.language = language; $0.baseURL = base
    }
    let pages = try Sample.pages(Sample.catalog(site, Showcase.videos(), playlists: Showcase.playlists()))
    for (path, page) in pages where path.hasSuffix(".html") && path != "404.html" {
      for link in links(page) where !link.contains(":") && !link.hasPrefix("#") {
        let target = resolve(link, from: path)
        let isOther = Self.others.contains { target.contains($0) }
        #expect(isOther || pages[target] != nil, "\(path) -> \(link)")
      }
    }
  }

  @Test func `no page asks a third party or runs anything inline`() throws {
    let pages = try Sample.pages(Sample.catalog(Sample.site(), Showcase.videos()))
    for (path, page) in pages where path.hasSuffix(".html") {
      #expect(page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src &#39;none&#39;;"), "\(path)")
      for word in [" style=\"", "<style", "<script>", "javascript:", " onclick", "src=\"http", "@import"] {
        #expect(!page.contains(word), "\(path): \(word)")
      }
    }
  }

  @Test func `pages of a channel have its colour, in shades that can be read`() throws {
    var channels = Sample.channels()
    for index in channels.indices where channels[index].name == "talks" { channels[index].accent = "#ffd000" }
    let videos = [Sample.video(1, "One", channel: "talks"), Sample.video(2, "Two", channel: "workshop")]
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos, channels: channels))
    let style = try #require(pages.first { $0.key.hasPrefix("assets/style-") }?.value)
    let own = try #require(style.firstMatch(of: #/\.of-talks\{--accent:(#[0-9a-f]{6})/#)).output.1
    let shade = try #require(Colour(String(own)))
    #expect(shade.contrast(with: try #require(Colour("#f1f1ee"))) >= 4.5)
    for path in ["channels/talks/", "videos/video-1/"] {
      #expect(pages["\(path)index.html"]?.contains("<body class=\"of-talks\">") == true, "\(path)")
    }
    for path in ["", "videos/video-2/", "channels/workshop/"] {
      #expect(pages["\(path)index.html"]?.contains("<body>") == true, "\(path)")
    }
  }

  @Test func `headings of every page start at one and skip no level`() throws {
    let videos = Showcase.videos()
    let site = Sample.site { $0.perPage = 4 }
    let pages = try Sample.pages(Sample.catalog(site, videos, playlists: Showcase.playlists()))
    for (path, page) in pages where path.hasSuffix(".html") {
      let levels = page.matches(of: #/<h([1-6])[ >]/#).compactMap { Int($0.output.1) }
      #expect(levels.first == 1 && levels.filter { $0 == 1 }.count == 1, "\(path): \(levels)")
      for (above, below) in zip(levels, levels.dropFirst()) {
        #expect(below <= above + 1, "\(path): \(levels)")
      }
    }
  }

  @Test func `what is not in the language of the page says so`() throws {
    let video = Sample.video(1, "Le port", channel: "talks") {
      $0.language = "fr"
      $0.sensitive = .yes(reason: "Un accident.")
      $0.chapters = [Video.Chapter(start: 0, title: "Avant"), Video.Chapter(start: 9000, title: "Après")]
    }
    var channels = Sample.channels()
    for index in channels.indices where channels[index].name == "talks" { channels[index].language = "fr" }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), [video], channels: channels))
    let home = try #require(pages["index.html"])
    #expect(home.contains("<a lang=\"fr\" href=\"channels/talks/\" dir=\"auto\">"))
    let watch = try #require(pages["videos/video-1/index.html"])
    #expect(watch.contains("<span class=\"player-warning-reason\" lang=\"fr\" dir=\"auto\">Un accident.</span>"))
    #expect(watch.contains("<ol lang=\"fr\">"))
  }

  @Test func `assets carry their hash in their name`() throws {
    let theme = try Theme.load()
    let documents = Pages.documents(try Sample.context(Sample.catalog(Sample.site(), []))).documents
    let bytes = try #require(theme.assets["style.css"])
    let path = "assets/style-\(SHA256.hash(bytes).hex.prefix(8)).css"
    let document = try #require(documents.first { $0.path == path })
    #expect(try document.render() == bytes)
  }

  @Test func `a style sheet finds other assets under their published names`() throws {
    let assets = Assets(["style.css": Array("a{b:url(x.svg)}".utf8), "x.svg": Array("<svg/>".utf8)], accent: nil)
    let svg = try #require(assets.documents.first { $0.path.hasSuffix(".svg") })
    let css = try #require(assets.documents.first { $0.path.hasSuffix(".css") })
    #expect(try css.render() == Array("a{b:url(\"\(svg.path.dropFirst(7))\")}".utf8))
  }

  @Test(arguments: ["#000000", "#ffffff", "#e0457b", "#ffe100", "#0f6b6b", "#00ff00", "#7f7f7f"])
  func `any accent becomes shades that can be read on both grounds`(_ accent: String) throws {
    let css = try #require(Accent(accent)).css()
    let colours = css.split(separator: "#").dropFirst().compactMap { Colour("#" + $0.prefix(6)) }
    #expect(colours.count == 4)
    for ground in ["#ffffff", "#fafaf8", "#f1f1ee"] {
      #expect(try #require(Colour(ground)).contrast(with: colours[0]) >= 4.5)
    }
    for ground in ["#131419", "#1b1c22", "#26282f"] {
      #expect(try #require(Colour(ground)).contrast(with: colours[2]) >= 4.5)
    }
    #expect(colours[0].contrast(with: colours[1]) >= 4.5)
    #expect(colours[2].contrast(with: colours[3]) >= 4.5)
  }

  @Test func `contrast is that of WCAG`() throws {
    let white = Colour.white
    #expect(abs(white.contrast(with: Colour(red: 0, green: 0, blue: 0)) - 21) < 0.001)
    #expect(abs(white.contrast(with: try #require(Colour("#767676"))) - 4.54) < 0.01)
  }

  @Test func `a broken template keeps its pages' places and costs no other page`() throws {
    var templates = try Theme.load().templates
    templates["term.html"] = Array("{{#term}}".utf8)
    let video = Sample.video(1, "Video", channel: "talks") {
      $0.tags = [Showcase.tag("one")]
      $0.language = nil
    }
    let context = try Sample.context(Sample.catalog(Sample.site(), [video]), templates: templates)
    let (documents, diagnostics) = Pages.documents(context)
    #expect(diagnostics.map(\.id) == ["template-section-not-closed"])
    let failing = documents.filter { document in (try? document.render()) == nil }
    #expect(failing.map(\.path) == ["tags/one/index.html"])
  }

  @Test func `both languages of the theme have the same words`() throws {
    let templates = try Theme.load().templates
    func keys(_ name: String) throws -> [String] {
      String(decoding: try #require(templates[name]), as: UTF8.self).split(separator: "\n")
        .filter { !$0.hasPrefix("#") }.map { String($0.prefix { $0 != ":" }) }.sorted()
    }
    #expect(try keys("strings/en.txt") == keys("strings/fr.txt"))
  }

  @Test(
    arguments: [
      (0, "0\u{A0}B"), (999, "999\u{A0}B"), (1000, "1\u{A0}kB"), (1_500_000, "1.5\u{A0}MB"),
      (99_960_000, "100\u{A0}MB"),
      (312_400_000, "312\u{A0}MB"), (999_950_000, "1\u{A0}GB"), (20_000_000_000, "20\u{A0}GB"),
      (Int64.max, "461169\u{A0}TB"),
    ] as [(Int64, String)])
  func `sizes are in powers of 1000`(_ bytes: Int64, _ text: String) throws {
    #expect(Words(files: try Theme.load().templates, language: "en").size(bytes) == text)
  }
}
