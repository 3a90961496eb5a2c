import Catalog
import Diagnostics
import Testing

@testable import Site

/// A site in several languages: what lies where, and how the pages of one lead to the others.
struct LanguageTests {
  private static let bilingual = Sample.site { $0.languages = ["en", "fr"] }

  private static func videos() -> [Video] {
    var first = Sample.video(1, "The tide", channel: "talks") {
      $0.tags = [Showcase.tag("sea")]
      $0.chapters = [Video.Chapter(start: 0, title: "The quay")]
    }
    first.translations = [
      Translation(
        language: "fr", title: "La marée", summary: "Elle part et revient.", bodyHTML: "<p>Elle part et revient.</p>\n",
        tags: [Video.Tag(name: "mer", slug: "mer")], chapters: [Video.Chapter(start: 0, title: "Le quai")])
    ]
    return [first, Sample.video(2, "The winch", channel: "talks")]
  }

  private static func pages(_ site: SiteConfig = bilingual) throws -> [String: String] {
    try Sample.pages(Sample.catalog(site, videos()))
  }

  @Test func `the first language lies at the root and every other in a folder, page by page`() throws {
    let pages = try Self.pages()
    let all = Set(pages.keys.filter { $0.hasSuffix(".html") && $0 != "404.html" && !$0.hasPrefix("tags/sea/") })
    let french = Set(all.filter { $0.hasPrefix("fr/") }.map { String($0.dropFirst(3)) })
    #expect(french.symmetricDifference(all.filter { !$0.hasPrefix("fr/") }) == ["tags/mer/index.html"])
    #expect(!pages.keys.contains { $0.hasPrefix("fr/assets/") })
  }

  @Test func `links stay in the language of the page, and lead to what all languages share`() throws {
    let pages = try Self.pages()
    let watch = try #require(pages["fr/videos/video-1/index.html"])
    #expect(watch.contains("<html lang=\"fr\">"))
    #expect(watch.contains("<a class=\"brand\" href=\"../../\">"))
    #expect(watch.contains("href=\"../../channels/talks/\""))
    #expect(watch.contains("href=\"../../tags/mer/\""))
    #expect(watch.contains("<source src=\"../../../videos/video-1/master.m3u8\""))
    #expect(watch.contains("href=\"../../feed.xml\""))
    #expect(watch.contains("Le quai") && watch.contains("<p>Elle part et revient.</p>"))
    #expect(watch.contains("content=\"https://videos.example.org/fr/videos/video-1/embed/\""))
    for (path, page) in pages where path.hasPrefix("fr/") && path.hasSuffix(".html") {
      for link in links(page) where !link.contains(":") && !link.hasPrefix("#") {
        let target = resolve(link, from: path)
        let isShared = !target.hasPrefix("fr/") && (pages[target] == nil || target.hasPrefix("assets/"))
        let isSwitch = page.contains("href=\"\(link)\" lang=\"en\" hreflang=\"en\"")
        let isFeed = ["feed.xml", "atom.xml", "feed.json", "opml.xml"].contains { target.hasPrefix("fr/") && target.hasSuffix($0) }
        #expect(isShared || isSwitch || isFeed || (target.hasPrefix("fr/") && pages[target] != nil), "\(path) -> \(link)")
      }
    }
  }

  @Test func `each language of a page names all of them, itself too, and the first one for all others`() throws {
    let pages = try Self.pages()
    let base = "https://videos.example.org/"
    for path in ["", "videos/video-1/", "channels/talks/", "about/", "languages/", "languages/en/"] {
      let expected = """
        <link rel="alternate" hreflang="en" href="\(base)\(path)">
        <link rel="alternate" hreflang="fr" href="\(base)fr/\(path)">
        <link rel="alternate" hreflang="x-default" href="\(base)\(path)">
        """
      for root in ["", "fr/"] {
        let page = try #require(pages["\(root)\(path)index.html"])
        #expect(page.contains(expected), "\(root)\(path)")
        #expect(page.contains("<link rel=\"canonical\" href=\"\(base)\(root)\(path)\">"))
      }
    }
    // A frame stands for its page, a search is no page to be found, a translated tag has no twin.
    for path in ["videos/video-1/embed/", "search/", "tags/sea/"] {
      #expect(pages["\(path)index.html"]?.contains("rel=\"alternate\" hreflang") == false, "\(path)")
    }
    let alone = try Self.pages(Sample.site())
    #expect(alone.values.allSatisfy { !$0.contains("hreflang=") })
  }

  @Test func `the switch of languages leads to the same page, or to the first one where it has no twin`() throws {
    let pages = try Self.pages()
    let watch = try #require(pages["fr/videos/video-1/index.html"])
    #expect(watch.contains("<a href=\"../../../videos/video-1/\" lang=\"en\" hreflang=\"en\">English</a>"))
    #expect(watch.contains("<a href=\"./\" lang=\"fr\" hreflang=\"fr\" aria-current=\"true\">Français</a>"))
    #expect(pages["tags/sea/index.html"]?.contains("<a href=\"../../fr/\" lang=\"fr\"") == true)
    #expect(pages["404.html"]?.contains("<a href=\"/fr/\" lang=\"fr\"") == true)
  }

  @Test func `what nobody translated stands in its own language, and says so`() throws {
    let home = try #require(try Self.pages()["fr/index.html"])
    #expect(home.contains("<a href=\"videos/video-1/\" dir=\"auto\">La marée</a>"))
    #expect(home.contains("lang=\"en\"><a href=\"videos/video-2/\" dir=\"auto\">The winch</a>"))
  }

  @Test func `a language searches its own words`() throws {
    let pages = try Self.pages()
    #expect(pages["fr/search/words-.json"]?.contains("\"maree\"") == true)
    #expect(pages["search/words-.json"]?.contains("\"maree\"") == false)
    #expect(pages["fr/search/videos-1.json"]?.contains("La marée") == true)
    #expect(pages["fr/search/videos-1.json"]?.contains("\"../videos/video-1/\"") == true)
  }

  @Test(arguments: [("ar", true), ("he", true), ("fa-IR", true), ("az-Arab", true), ("az", false), ("ar-Latn", false)])
  func `pages in scripts from right to left say so`(_ language: String, _ isRightToLeft: Bool) throws {
    let pages = try Self.pages(Sample.site { $0.language = language })
    #expect(pages["index.html"]?.contains("<html lang=\"\(language)\" dir=\"rtl\">") == isRightToLeft)
  }

  @Test func `a language that the theme has no words in is told once, with what to do`() throws {
    let context = try Sample.context(Sample.catalog(Sample.site { $0.languages = ["en", "br"] }, []))
    #expect(Pages.documents(context).diagnostics == [.noWords(of: "br")])
  }

  @Test func `a language that a project has words in is not told, and counts by its own rules`() throws {
    var input = try Sample.context(Sample.catalog(Sample.site { $0.language = "pl" }, Self.videos())).input
    input.templates["/strings/pl.txt"] = Array("videos-few: {n} filmy\nvideos-other: {n} filmu\n".utf8)
    let made = Pages.documents(SiteContext(input))
    #expect(made.diagnostics == [])
    let about = try #require(made.documents.first { $0.path == "about/index.html" })
    #expect(String(decoding: try about.render(), as: UTF8.self).contains(">2 filmy</span>"))
  }

  /// CLDR's rules for whole numbers, a language of each kind.
  @Test(arguments: [
    ("en", "other one other other other other"), ("fr", "one one other other other other"),
    ("ja", "other other other other other other"), ("ru", "many one few many many one"),
    ("pl", "many one few many many many"), ("cs", "other one few other other other"),
    ("ar", "zero one two few many many"), ("lt", "other one few few other one"), ("lv", "zero one other other zero one"),
    ("ro", "few one few few few other"), ("sl", "other one two other other other"),
    ("cy", "zero one two other other other"), ("he", "other one two other other other"),
    ("pt-BR", "one one other other other other"), ("pt-PT", "other one other other other other"),
  ])
  func `numbers take the form that the language gives them`(_ language: String, _ forms: String) {
    #expect([0, 1, 2, 5, 11, 21].map { Plurals.form($0, in: language) }.joined(separator: " ") == forms)
  }
}
