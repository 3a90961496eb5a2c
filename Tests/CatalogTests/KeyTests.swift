import Diagnostics
import Facts
import Testing

@testable import Catalog

/// Both tables of keys: every key, its forms and its default.
struct KeyTests {
  private func frontMatter(_ yaml: String) throws -> VideoFrontMatter {
    let (tree, diagnostics) = read([
      "bobine.yml": "timezone: Europe/Paris\n", "a/x.mp4": "v", "a/p.png": "", "b/y.mp4": "v",
      "a/x.md": "---\n\(yaml)\n---\n",
    ])
    #expect(diagnostics.map(\.text) == [])
    return try #require(tree.videos.first { $0.contentPath == "a/x.mp4" }).frontMatter
  }

  @Test func `every key of a video`() throws {
    let keys = try frontMatter(
      """
      title: 2024
      slug: my-slug
      date: 2024-05-01
      updated: 2024-05-01 10:00
      originally_published: 1968-05-10T20:00:00Z
      expires: 2030-01-01
      description: |
        One
        paragraph.
      tags: [no, 1.10, "été"]
      authors: [Ann, Bob]
      category: science & technology
      language: FR-be
      licence: CC BY-SA 4.0
      sensitive: Blood
      privacy: unlisted
      chapters:
        - {at: 90, title: Second}
        - {at: "0:01", title: First}
      captions: []
      poster: p.png
      series: S
      season: 1
      episode: 12
      channel: b
      location: Brest
      source_url: https://example.org/v
      support: Give
      renditions: [1080, 480]
      downloads: no
      aliases: [/old/, other/page]
      uuid: 01234567-89AB-4def-8123-456789abcdef
      extra: {anything: [1, {b: c}]}
      """)
    #expect((keys.title?.value, keys.slug?.value) == ("2024", "my-slug"))
    #expect(keys.date?.rfc3339WithOffset == "2024-05-01T00:00:00+02:00")
    #expect(keys.updated?.rfc3339WithOffset == "2024-05-01T10:00:00+02:00")
    #expect(keys.originallyPublished?.rfc3339 == "1968-05-10T20:00:00Z")
    #expect(keys.expires?.rfc3339WithOffset == "2030-01-01T00:00:00+01:00")
    #expect(keys.description == "One paragraph.")
    #expect((keys.tags, keys.authors) == (["no", "1.10", "été"], ["Ann", "Bob"]) as ([String], [String]))
    #expect((keys.category, keys.language, keys.licence?.spdx) == (15, "fr-BE", "CC-BY-SA-4.0"))
    #expect((keys.sensitive, keys.privacy) == (.yes(reason: "Blood"), .unlisted))
    #expect(keys.chapters?.map(\.value) == [.init(start: 90_000, title: "Second"), .init(start: 1000, title: "First")])
    #expect(keys.captions == [])
    #expect((keys.series, keys.season, keys.episode) == ("S", 1, 12))
    #expect((keys.location, keys.sourceURL, keys.support) == ("Brest", "https://example.org/v", "Give"))
    #expect((keys.renditions, keys.downloads) == (.list([RenditionName(1080), RenditionName(480)]), false))
    #expect(keys.aliases == ["old/", "other/page/"])
    #expect(keys.uuid?.value == "01234567-89ab-4def-8123-456789abcdef")
  }

  @Test func `keys without a value are as if they were not there`() throws {
    let keys = try frontMatter("title:\nslug: ~\ntags: null\nprivacy:\nchapters:\n")
    #expect(keys == VideoFrontMatter())
  }

  @Test func `a poster can be a time`() throws {
    #expect(try frontMatter("poster: 1:30.5").poster == .time(90_500))
  }

  @Test(arguments: [
    ("title: [a]", "\"title\" must be a text, not a list"),
    ("tags: one", "\"tags\" must be a list such as [one, two], not a text"),
    ("tags: [a, [b]]", "\"tags\" must be a list of texts, not a list with a list in it"),
    ("downloads: maybe", "\"downloads\" must be true or false, not a text"),
    ("season: one", "\"season\" must be a whole number, not a text"),
    ("season: -1", "\"season\" cannot be \"-1\""),
    ("chapters: 12", "\"chapters\" must be a list, not a number"),
    ("chapters: [12]", "\"chapters\" must be a map of keys, not a number"),
    ("chapters: [{at: 1}]", "an entry of \"chapters\" has no \"title\""),
    ("chapters: [{at: soon, title: x}]", "\"at\" cannot be \"soon\""),
    ("captions: [{file: a.vtt}]", "an entry of \"captions\" has no \"language\""),
    ("poster: nothing.png", "\"poster\": there is no file \"nothing.png\""),
    ("source_url: javascript:alert(1)", "\"source_url\" cannot be \"javascript:alert(1)\""),
    ("aliases: [../up]", "\"aliases\" cannot be \"../up\""),
    ("uuid: 01234567-89ab-1def-8123-456789abcdef", "\"uuid\" cannot be \"01234567-89ab-1def-8123-456789abcdef\""),
    ("language: français", "\"language\" cannot be \"français\""),
    ("channel: nowhere", "there is no channel \"nowhere\""),
    ("extra: 1", "\"extra\" must be a map of keys, not a number"),
    ("- a\n- b", "expected lines of the form \"key: value\""),
  ])
  func `a wrong form is told`(_ yaml: String, _ message: String) {
    let (_, diagnostics) = read(["a/x.mp4": "v", "a/x.md": "---\n\(yaml)\n---\n"])
    #expect(diagnostics.map(\.message) == [message])
    #expect(diagnostics.allSatisfy { $0.nextStep != nil && ($0.location?.line ?? 0) >= 2 })
  }

  @Test func `every key of the site`() {
    let (tree, diagnostics) = read([
      "static/logo.svg": "",
      "bobine.yml": """
      title: Our videos
      description: All of them
      language: fr
      languages: [fr, en]
      timezone: Europe/Paris
      base_url: HTTPS://Videos.Example/sub
      media_base_url: https://cdn.example/m/
      media_cors: true
      account: {username: club, name: The club, description: We}
      theme: {accent: "#B3261E", logo: logo.svg, footer: Bye, links: [{label: Us, url: https://club.example/}]}
      renditions: copy
      torrents: hybrid
      segments: files
      trackers: ["udp://t.example:6969/announce", "wss://t.example/"]
      peers: {tracker: "wss://t.example/", stun: ["stun:s.example:3478"]}
      per_page: 10
      feed_items: 20
      category: 13
      licence: 1
      extra: {a: 1}
      """,
    ])
    #expect(diagnostics.map(\.text) == [])
    #expect(
      tree.site
        == SiteConfig(
          title: "Our videos", description: "All of them", language: "fr", languages: ["fr", "en"],
          timezone: "Europe/Paris",
          baseURL: "https://videos.example/sub/", mediaBaseURL: "https://cdn.example/m/", mediaCORS: true,
          account: .init(username: "club", name: "The club", description: "We"),
          theme: .init(
            accent: "#b3261e", logo: "logo.svg", footer: "Bye",
            links: [.init(label: "Us", url: "https://club.example/")]),
          renditions: .copy, torrents: .hybrid, segments: .files,
          trackers: ["udp://t.example:6969/announce", "wss://t.example/"],
          peers: .init(tracker: "wss://t.example/", stun: ["stun:s.example:3478"]), perPage: 10, feedItems: 20,
          category: 13,
          licence: Licence(written: "CC-BY-4.0")))
  }

  @Test func `without bobine_yml the folder's name is the title, and all else has a default`() {
    #expect(
      read([:]).tree.site == SiteConfig(title: "videos", account: .init(username: "site-account", name: "videos")))
    let site = read([:], overrides: ConfigOverrides(baseURL: "https://media.club.example")).tree.site
    #expect((site.baseURL, site.mediaBaseURL) == ("https://media.club.example/", "https://media.club.example/media/"))
    #expect(site.account.username == "media-account")
  }

  @Test func `a wrong address on the command line is told, and nothing is published for it`() {
    let (tree, diagnostics) = read([:], overrides: ConfigOverrides(baseURL: "videos.example"))
    #expect(tree.isSiteRefused)
    #expect(
      diagnostics.map(\.text) == [
        """
        error: --base-url cannot be "videos.example"
            next: write an address such as https://videos.example.org/, without ? and #
        """
      ])
  }

  @Test(
    arguments: [
      ("https://a.example", "https://a.example/"), ("http://A.example:8080/x", "http://a.example:8080/x/"),
      ("https://a.example/?x", nil), ("https://u@a.example/", nil), ("https://", nil), ("//a.example/", nil),
      ("https://a.example/../b", nil), ("https://é.example/", nil), ("ftp://a.example/", nil),
    ] as [(String, String?)])
  func `a base address`(_ text: String, _ expected: String?) { #expect(WebAddress.base(text) == expected) }

  @Test(arguments: [
    ("accent: red", "invalid-value"), ("accent: \"#12345g\"", "invalid-value"), ("logo: ../x.svg", "invalid-value"),
    ("logo: none.svg", "file-not-found"), ("links: [{label: x, url: \"javascript:x\"}]", "invalid-value"),
    ("links: [{label: x}]", "missing-key"), ("colour: x", "unknown-key"),
  ])
  func `a theme is checked, since it reaches every page`(_ yaml: String, _ id: String) {
    #expect(read(["bobine.yml": "theme: {\(yaml)}\n"]).diagnostics.map(\.id) == [id])
  }

  @Test func `no bytes of bobine_yml make the reader stop`() {
    let yaml =
      "title: a\ntheme: {accent: \"#112233\", links: [{label: a, url: b}]}\ntrackers: [udp://a/b]\nbase_url: https://a/\n"
    for bytes in mutations(of: Array(yaml.utf8), count: 1000) {
      var source = MemorySource([:])
      source.files["bobine.yml"] = bytes
      #expect(ContentReader.read(project: "/v", source: source).tree.videos.isEmpty)
    }
  }
}
