import Catalog
import Diagnostics
import Facts
import Testing

/// Texts in further languages: `talk.fr.md` beside `talk.md`.
struct TranslationTests {
  private static let english = "title: Site\nlanguages: [en, fr, pt-BR]\n"

  @Test func `videos, bundles, channels, playlists and pages are translated by files beside their own`() throws {
    let (tree, diagnostics) = read([
      "bobine.yml": Self.english, "talks/talk.mp4": "v", "talks/talk.md": "---\ntitle: A talk\n---\nHello.\n",
      "talks/talk.fr.md": "---\ntitle: Un exposé\ntags: [mer, Mer]\n---\nBonjour *à tous*.\n",
      "talks/talk.pt-br.md": "---\ntitle: Uma palestra\n---\n", "talks/channel.md": "Talks.\n",
      "talks/channel.fr.md": "---\ntitle: Exposés\n---\n", "talks/b/index.md": "---\ntitle: B\n---\n", "talks/b/b.webm": "v",
      "talks/b/index.fr.md": "---\ndescription: Un lot.\n---\n", "playlists/best.md": "---\nvideos: [talk]\n---\n",
      "playlists/best.fr.md": "---\ntitle: Le meilleur\n---\n", "pages/legal.md": "---\ntitle: Legal\n---\nWe.\n",
      "pages/legal.fr.md": "---\ntitle: Mentions légales\n---\nNous.\n",
    ])
    #expect(diagnostics == [])
    #expect(tree.videos.map(\.contentPath) == ["talks/b/b.webm", "talks/talk.mp4"])
    let talk = try #require(tree.videos.last)
    #expect(talk.translations.map(\.language) == ["fr", "pt-BR"])
    #expect(talk.translations.map(\.title) == ["Un exposé", "Uma palestra"])
    #expect(talk.translations[0].bodyHTML == "<p>Bonjour <em>à tous</em>.</p>\n")
    #expect(talk.translations[0].summary == "Bonjour à tous.")
    #expect(talk.translations[0].tags == [Video.Tag(name: "mer", slug: "mer")])
    #expect(talk.translations[1].summary == nil)
    #expect(tree.videos.first?.translations.map(\.summary) == ["Un lot."])
    #expect(tree.channels.first?.channel.translations.map(\.title) == ["Exposés"])
    #expect(tree.playlists.map(\.slug) == ["best"])
    #expect(tree.playlists.first?.translations.map(\.title) == ["Le meilleur"])
    #expect(tree.pages.map(\.slug) == ["legal"])
    #expect(tree.pages.first?.translations.map(\.title) == ["Mentions légales"])
  }

  @Test func `a file that is called as a video belongs to it, whatever its name looks like`() {
    let (tree, diagnostics) = read([
      "bobine.yml": Self.english, "a/talk.mp4": "v", "a/talk.fr.mp4": "w", "a/talk.fr.md": "---\ntitle: Other\n---\n",
    ])
    #expect(diagnostics == [])
    #expect(tree.videos.map(\.frontMatter.title?.value) == ["Other", nil])
    #expect(tree.videos.allSatisfy { $0.translations.isEmpty })
  }

  @Test func `the first text may say its language in its name as well`() throws {
    let (tree, diagnostics) = read([
      "bobine.yml": Self.english, "a/talk.mp4": "v", "a/talk.en.md": "---\ntitle: A talk\ndate: 2024-05-01\n---\n",
      "a/b/index.en.md": "---\ntitle: B\n---\n", "a/b/b.mp4": "v", "a/b/index.fr.md": "---\ntitle: B en français\n---\n",
    ])
    #expect(diagnostics == [])
    #expect(tree.videos.map(\.frontMatter.title?.value) == ["B", "A talk"])
    #expect(tree.videos.first?.translations.map(\.title) == ["B en français"])
  }

  @Test(arguments: [
    (["a/talk.de.md": ""], "a/talk.de.md: warning: this looks like a text in \"de\", and the site has no such language"),
    (["a/other.fr.md": ""], "a/other.fr.md: error: this is a translation of a text that is not there"),
    (
      ["a/talk.fr.md": "---\nprivacy: draft\n---\n"],
      "a/talk.fr.md:2:1: error: \"privacy\" has no place in a translation"
    ),
    (["a/talk.fr.md": "---\ntitel: x\n---\n"], "a/talk.fr.md:2:1: error: unknown key \"titel\""),
    (["a/talk.en.md": ""], "a/talk.en.md: error: there are two texts in \"en\""),
    (["pages/Videos.md": ""], "pages/Videos.md: error: a page cannot be called \"videos\": videos/ has that address"),
    (["pages/fr.md": ""], "pages/fr.md: error: a page cannot be called \"fr\": the pages in \"fr\" has that address"),
    (["pages/a.md": "", "pages/x/A.md": ""], "pages/x/A.md: error: another page has the address a/ already"),
    (
      ["bobine.yml": english + "translations:\n  de: {title: Seite}\n"],
      "bobine.yml:4:3: error: \"translations\" has \"de\", which is not a further language of the site"
    ),
    (
      ["bobine.yml": english + "translations:\n  fr: {titel: Site}\n"],
      "bobine.yml:4:8: error: unknown key \"titel\" in translations"
    ),
  ])
  func `a mistake is told with its place and what to do`(_ files: [String: String], _ message: String) {
    let base = ["bobine.yml": Self.english, "a/talk.mp4": "v", "a/talk.md": "---\ntitle: A talk\n---\n"]
    let (_, diagnostics) = read(base.merging(files) { $1 })
    #expect(diagnostics.map { $0.text.split(separator: "\n").first.map(String.init) } == [message])
    #expect(diagnostics.allSatisfy { $0.text.contains("next: ") })
  }

  @Test func `a catalog in a further language shows what is translated, and says in which language the rest is`() throws {
    let catalog = try resolved([
      "bobine.yml": Self.english + "translations:\n  fr: {title: Le site, footer: Merci}\n",
      "talks/talk.mp4": "v", "talks/talk.md": "---\ntitle: A talk\nsensitive: Blood.\ntags: [sea]\n---\nHello.\n",
      "talks/talk.fr.md": "---\ntitle: Un exposé\nsensitive: Du sang.\nchapters: [{at: 5, title: Deux}, {at: 0, title: Un}]\n---\n",
    ])
    let french = catalog.localized(to: "fr")
    let video = try #require(french.videos.first)
    #expect(french.site.title == "Le site" && french.site.theme.footer == "Merci")
    #expect(video.title == "Un exposé" && video.summary == "Hello." && video.tags.map(\.name) == ["sea"])
    #expect(video.written.title == "fr" && video.written.text == "en")
    #expect(video.sensitive == .yes(reason: "Du sang."))
    #expect(video.chapters.map(\.title) == ["Un", "Deux"])
    #expect(catalog.localized(to: "pt-BR").videos == catalog.videos)
  }

  @Test func `where the first text is in the language of its video, the site's own takes its place`() throws {
    let catalog = try resolved([
      "bobine.yml": "language: fr\nlanguages: [fr, en]\n", "a/tide.mp4": "v",
      "a/tide.md": "---\ntitle: The tide\nlanguage: en\n---\nOut and in.\n", "a/tide.fr.md": "---\ntitle: La marée\n---\nElle part.\n",
    ])
    let video = try #require(catalog.videos.first)
    #expect(video.title == "La marée" && video.summary == "Elle part." && video.language == "en")
    #expect(video.written == TextLanguages("fr"))
    let english = try #require(catalog.localized(to: "en").videos.first)
    #expect(english.title == "The tide" && english.summary == "Out and in." && english.written == TextLanguages("en"))
  }

  @Test func `a changed translation is a change of its video`() throws {
    let files = ["bobine.yml": Self.english, "a/talk.mp4": "v", "a/talk.md": "---\ntitle: A talk\n---\n"]
    let plain = try resolution(files, at: 1, Ledger())
    let later = try resolution(files, at: 2, plain.ledger)
    let translated = try resolution(
      files.merging(["a/talk.fr.md": "---\ntitle: Un exposé\n---\n"]) { $1 }, at: 3, later.ledger)
    #expect(later.catalog.videos[0].updated == plain.catalog.videos[0].updated)
    #expect(translated.catalog.videos[0].updated == instant("2026-03-03T10:00:00Z"))
  }

  private func resolution(_ files: [String: String], at day: Int, _ ledger: Ledger) throws -> Resolution {
    let result = resolve(files, ledger: ledger, now: "2026-03-0\(day)T10:00:00Z")
    #expect(result.diagnostics == [])
    return result
  }

  private func resolved(_ files: [String: String]) throws -> Catalog {
    try resolution(files, at: 1, Ledger()).catalog
  }
}
