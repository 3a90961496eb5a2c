import Diagnostics
import Site
import Testing

/// What a project's own `templates/` holds, laid over the theme.
@Suite struct `Files of one's own` {
  private func diagnostics(_ own: [String: String]) throws -> [String] { try outcome(own).diagnostics.map(\.text) }

  private func outcome(_ own: [String: String]) throws -> (documents: [Document], diagnostics: [Diagnostic]) {
    let theme = try Theme.load()
    var input = try Sample.context(Sample.catalog(Sample.site(), Showcase.videos())).input
    input.themeFiles = Set(theme.templates.keys).union(theme.assets.keys.map { "assets/" + $0 })
    input.ownFiles = Set(own.keys)
    for (path, text) in own {
      if path.hasPrefix("assets/") {
        input.assets[String(path.dropFirst("assets/".count))] = Array(text.utf8)
      } else {
        input.templates[path.hasPrefix("strings/") ? "/" + path : path] = Array(text.utf8)
      }
    }
    return Pages.documents(SiteContext(input))
  }

  @Test(arguments: [
    (
      "partials/cards.html", "x",
      """
      templates/partials/cards.html: warning: this replaces no file of the theme, and no template calls it; did you mean `partials/card.html`?
          next: rename it to templates/partials/card.html
      """
    ),
    (
      "card.html", "x",
      """
      templates/card.html: warning: this replaces no file of the theme, and no template calls it; did you mean `partials/card.html`?
          next: rename it to templates/partials/card.html
      """
    ),
    (
      "advertisement.html", "x",
      """
      templates/advertisement.html: warning: this replaces no file of the theme, and no template calls it
          next: call it with `{{> NAME}}`, give it the name of the file that it replaces, or remove it
      """
    ),
    (
      "assets/styles.css", "x",
      """
      templates/assets/styles.css: warning: this replaces no file of the theme, and no template calls it; did you mean `assets/style.css`?
          next: rename it to templates/assets/style.css
      """
    ),
    (
      "strings/EN.txt", "share: Pass it on",
      """
      templates/strings/EN.txt: warning: this replaces no file of the theme, and no template calls it; did you mean `strings/en.txt`?
          next: rename it to templates/strings/en.txt
      """
    ),
    (
      "strings/en.txt", "# mine\ndownlaod: Get it\n",
      """
      templates/strings/en.txt:2: warning: the theme has no word `downlaod`, and no template uses it; did you mean `download`?
          next: write `download`
      """
    ),
    (
      "strings/en.txt", "share: One\nshare: Two\n",
      """
      templates/strings/en.txt:2: warning: `share` stands twice in this file, and the last one counts
          It stands on line 1 as well.
          next: remove one of the two lines
      """
    ),
    (
      "strings/en.txt", "share = One\n",
      """
      templates/strings/en.txt:1: warning: this line is not `key: value` and is left out
          next: write a key, a colon, a space and the text; a comment starts with `#`
      """
    ),
  ])
  func `that change nothing are told`(_ path: String, _ text: String, _ told: String) throws {
    #expect(try diagnostics([path: text]) == [told])
  }

  @Test(arguments: [
    ["partials/card.html": "{{title}}"],
    ["partials/list.html": "{{> partials/mine}}", "partials/mine.html": "x"],
    ["partials/list.html": "{{t.my-word}}", "strings/en.txt": "my-word: Mine\nlanguage-gsw: Swiss German\n"],
    ["strings/de.txt": "share: Teilen\n"], ["strings/pl.txt": "videos-few: {n} filmy\nvideos-many: {n} filmów\n"],
    ["assets/style.css": "a{background:url(mine.svg)}", "assets/mine.svg": "<svg/>"],
    ["README.md": "What we changed."],
  ])
  func `that change something are not`(_ own: [String: String]) throws {
    let made = try outcome(own)
    #expect(made.diagnostics == [])
    for document in made.documents where document.path.hasSuffix("index.html") { _ = try document.render() }
  }

  @Test func `hold only the words that differ, also when an editor of Windows wrote them`() throws {
    let made = try outcome(["strings/en.txt": "\u{FEFF}# mine\r\nshare: Pass it on\r\n"])
    #expect(made.diagnostics == [])
    let watch = try #require(made.documents.first { $0.path == "videos/video-1/index.html" })
    let page = String(decoding: try watch.render(), as: UTF8.self)
    #expect(page.contains(">Pass it on</summary>") && page.contains("</svg>Download</summary>"))
  }
}
