import Diagnostics
import Facts
import Files
import Testing

@testable import Catalog

struct DraftTests {
  @Test(arguments: [
    "A talk", "été (2024) / two", "Assemblée: été", "yes", "12", "- a", "#x", "a #b", "a: b", "it's \"so\" \\ here",
    "  ", "*x",
    "a\u{202E}b\u{202C}", "\u{1F600}", "null", "1.5", "%x", "@x", "[a, b]", "{a}", "a,b", "…", "a\u{2028}b", "~",
    "a b ",
  ])
  func `a text that is written into front matter reads back as it was`(_ text: String) throws {
    let keys = try #require(
      try YAMLDocument("a: \(YAMLText.scalar(text))\nb: \(YAMLText.list([text, "x"]))\n", path: "t").read())
    let values = Dictionary(uniqueKeysWithValues: (keys.map ?? []).map { ($0.key.text ?? "", $0.value) })
    #expect(values["a"]?.text == text)
    #expect(values["b"]?.list?.map(\.text) == [text, "x"])
    // Left to YAML's own types it would be a number or a truth.
    #expect(values["a"]?.bool == nil)
  }

  @Test(arguments: [0, 999, 61_000, 3_723_250, 360_000_000])
  func `a time that is written reads back`(_ milliseconds: Int64) {
    #expect(ClockTime.milliseconds(ClockTime.text(milliseconds)) == milliseconds)
  }

  @Test func `the first bobine.yml has no mistake, also with every comment taken away`() throws {
    let text = ProjectText(
      folder: "/home/a/mes-vidéos: 2024", title: nil, locale: "fr_CA.UTF-8", timezone: "Europe/Paris",
      baseURL: "https://videos.example.org/")
    #expect((text.title, text.language, text.timezone) == ("Mes-vidéos: 2024", "fr", "Europe/Paris"))
    let commented = text.configuration.split(separator: "\n", omittingEmptySubsequences: false)
    let whole = commented.map { line in
      // A comment in words begins with a space.
      line.hasPrefix("#") && !line.hasPrefix("# ") ? String(line.dropFirst()) : String(line)
    }.joined(separator: "\n")
    for yaml in [text.configuration, whole] {
      let keys = try YAMLDocument(yaml, path: "bobine.yml").read()
      let (site, diagnostics) = SiteConfig.read(keys, folderName: "x", overrides: ConfigOverrides())
      #expect(diagnostics.map(\.text) == [])
      #expect((site.title, site.language, site.baseURL) == (text.title, "fr", "https://videos.example.org/"))
    }
  }

  @Test(arguments: [
    ("fr_FR.UTF-8", "fr"), ("C", "en"), ("POSIX", "en"), ("", "en"), ("de", "de"), ("C.UTF-8", "en"), ("pt_BR", "pt"),
    ("zz<script>", "zz"),
  ])
  func `the language is that of the machine`(_ locale: String, _ language: String) {
    #expect(
      ProjectText(folder: "/a", title: nil, locale: locale, timezone: nil, baseURL: nil).language == language)
  }
}
