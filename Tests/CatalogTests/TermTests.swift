import Diagnostics
import Testing

@testable import Catalog

/// Words that people write for what PeerTube and SPDX number, and what names of files tell.
struct TermTests {
  @Test(arguments: [
    ("13", 13), ("Education", 13), ("news and politics", 11), ("News & Politics", 11), ("howto", 12), ("18", 18),
  ])
  func `categories by number or name`(_ text: String, _ number: Int) { #expect(Category.number(text) == number) }

  @Test(arguments: ["0", "19", "Musik", ""])
  func `unknown categories`(_ text: String) { #expect(Category.number(text) == nil) }

  @Test(arguments: [
    ("CC-BY-4.0", 1, "https://creativecommons.org/licenses/by/4.0/"),
    ("cc by-nc-sa 3.0", 5, "https://creativecommons.org/licenses/by-nc-sa/3.0/"),
    ("Attribution - Share Alike", 2, "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("7", 7, "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("CC0", 7, "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("CC-BY-ND", 3, "https://creativecommons.org/licenses/by-nd/4.0/"),
  ])
  func `licences by SPDX, PeerTube's name or number`(_ text: String, _ number: Int, _ url: String) {
    let licence = Licence(written: text)
    #expect((licence?.peertube, licence?.url) == (number, url))
  }

  @Test(arguments: ["CC-BY-5.0", "CC-BY-XX-4.0", "8", "mine", "CC"])
  func `unknown licences`(_ text: String) { #expect(Licence(written: text) == nil) }

  @Test func `other licences that SPDX knows, or a name of one's own`() {
    #expect(Licence(written: "LAL-1.3")?.name == "Licence Art Libre 1.3")
    #expect(Licence(written: "All rights reserved")?.spdx == nil)
    #expect(Licence(written: "LicenseRef-Club-2.0")?.name == "Club-2.0")
  }

  @Test(arguments: [
    ("FR", "fr"), ("en_gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW"), ("fre", "fr"), ("deu", "de"), ("gsw", "gsw"),
    ("es-419", "es-419"),
  ])
  func `language tags in their usual form`(_ text: String, _ tag: String) {
    #expect(LanguageTag.canonical(text) == tag)
  }

  @Test(arguments: ["", "f", "french", "en-", "-en", "en--gb", "en-averylongsubtag", "e1"])
  func `other texts are no language tags`(_ text: String) { #expect(LanguageTag.canonical(text) == nil) }

  @Test func `languages are called as their speakers call them`() {
    #expect(["fr", "en-GB", "zh-Hant", "xx"].map(LanguageTag.label) == ["Français", "English (GB)", "繁體中文", "xx"])
  }

  @Test(
    arguments: [
      ("my_first_video", "My first video", nil), ("well-known-talk", "Well known talk", nil),
      ("A talk - part 2", "A talk - part 2", nil), ("2024-05-01_assemblée", "Assemblée", "2024-05-01"),
      ("20240501 Talk", "Talk", "2024-05-01"), ("2024-05-01", "", "2024-05-01"), ("2024-general", "2024 general", nil),
      ("Talk [dQw4w9WgXcQ]", "Talk", nil), ("Talk [part 2]", "Talk [part 2]", nil), ("20241301 x", "20241301 x", nil),
      ("v1.2", "V1 2", nil),
    ] as [(String, String, String?)])
  func `a file's name tells a title and a date`(_ stem: String, _ title: String, _ date: String?) {
    let facts = NameFacts(stem: stem, zone: .utc)
    #expect(facts.title == title)
    #expect(facts.date == date.map { instant($0) })
  }

  @Test func `the size of a picture stands in its first bytes`() {
    let png: [UInt8] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 1, 0, 0, 0, 0, 80]
    #expect(PictureHeader(png).map { [$0.width, $0.height] } == [256, 80])
    let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC0, 0, 11, 8, 0, 100, 1, 44, 3, 1, 2]
    #expect(PictureHeader(jpeg).map { [$0.width, $0.height] } == [300, 100])
    for bytes in mutations(of: jpeg, count: 500) + mutations(of: png, count: 500) { _ = PictureHeader(bytes) }
  }

  @Test func `a channel's pictures are published under the hash of their bytes`() throws {
    var source = MemorySource(["a/x.mp4": "v", "a/banner.jpg": "no picture"])
    source.files["a/avatar.png"] =
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13] + Array("IHDR".utf8) + [0, 0, 1, 0, 0, 0, 0, 80]
    let (tree, diagnostics) = ContentReader.read(project: "/v", source: source)
    let avatar = try #require(tree.channels.first?.channel.avatar)
    #expect(avatar.publishedPath.hasPrefix("channels/a/avatar-") && avatar.publishedPath.hasSuffix(".png"))
    #expect(
      (avatar.mediaType, avatar.width, avatar.height, avatar.contentPath) == ("image/png", 256, 80, "a/avatar.png"))
    #expect(diagnostics.map(\.id) == ["bad-picture"])
  }
}
