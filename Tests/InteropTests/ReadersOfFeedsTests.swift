import Files
import Hashing
import JSON
import Testing

extension Visiting {
  /// Programs of other people read what a rich site says; what they understand is what its author wrote.
  @Suite(.serialized, .builtOnce { try await .rich() }) struct `Readers of feeds and metadata` {
    private static let base = Site.richBase

    private func read(_ folder: String = "") async throws -> JSON {
      try await Tool.script("readers.py", try Site.shared.folder("public"), folder).json()
    }

    @Test func `feedparser reads RSS and Atom without a fault, and what was written`() async throws {
      let told = try await read()
      for form in ["rss", "atom"] {
        let feed = try #require(told[form])
        #expect(feed["bozo"] == .null && feed["title"] == "Lights & <Towers>" && feed["language"] == "en")
        #expect(feed["link"]?.text == Self.base)
        let entries = try #require(feed["entries"]?.array)
        #expect(entries.compactMap { $0["title"]?.text } == ["Le phare & <la mer>", "An accident", "A talk", "Plain"])
        #expect(Set(entries.compactMap { $0["id"]?.text }).count == 4)
        let first = entries[0]
        #expect(first["link"]?.text == Self.base + "videos/phare/")
        #expect(first["published"]?.integer == 1_770_109_200)
        #expect(first["authors"] == ["Marie Curie", "Noëlle"] && first["tags"] == ["phare", "Été & mer", "sea"])
        #expect(first["summary"] == "Une marche & une causerie à 5 < 6")
        let content = try #require(first["content"]?.text)
        #expect(content.contains("<a href=\"\(Self.base)videos/plain/#content\">phare</a>"))
        #expect(content.contains("<code>du code &amp; &lt;ça&gt;</code>"))
        // The sensitive one shows no picture; the others do.
        #expect(entries.map { $0["thumbnails"]?.array?.count } == [1, 0, 1, 1])
      }
      let rss = try #require(told["rss"]?["entries"]?.array)
      #expect(rss.map { $0["enclosures"]?.array?.count } == [1, 1, 1, 1])
      #expect(rss.compactMap { $0["enclosures"]?.array?.first?.array?.first?.text } == types)
      #expect(rss[0]["contents"]?.array?.compactMap { $0.array?.last?.text } == ["180", "120"])
      #expect(rss[0]["duration"] == "6" && rss[0]["season"] == "2" && rss[0]["episode"] == "7")
      #expect(rss.compactMap { $0["rating"]?.text } == ["nonadult", "adult", "nonadult", "nonadult"])
      let atom = try #require(told["atom"]?["entries"]?.array)
      // Two sizes, two languages of sound, and a torrent of each.
      #expect(atom[0]["enclosures"]?.array?.count == 8)
      #expect(atom.compactMap { $0["licence"]?.text } == ["CC BY-SA 4.0", "CC BY 4.0", "CC BY 4.0", "CC BY 4.0"])
    }

    private let types = ["video/mp4", "video/mp4", "audio/mp4", "video/mp4"]

    @Test func `podcastparser finds episodes, chapters, captions, people and how to help in a channel's feed`()
      async throws
    {
      let told = try await read("channels/coast")
      let feed = try #require(told["podcast"])
      #expect(feed["title"] == "Phares & balises – Lights & <Towers>" && feed["explicit"] == false)
      #expect(feed["cover"]?.text?.hasPrefix(Self.base + "channels/coast/avatar-") == true)
      #expect(feed["funding"] == "https://example.org/don")
      let episodes = try #require(feed["episodes"]?.array)
      #expect(episodes.compactMap { $0["title"]?.text } == ["Le phare & <la mer>", "Plain"])
      let first = episodes[0]
      #expect(first["total_time"] == 6 && first["number"] == 7 && first["season"] == 2)
      #expect(first["chapters_json_url"]?.text == Self.base + "videos/phare/chapters.json")
      #expect(first["transcript_url"]?.text == Self.base + "videos/phare/captions.fr.vtt")
      #expect(
        first["persons"]?.array?.compactMap { $0["href"]?.text }
          == ["marie-curie", "noelle"].map { "\(Self.base)authors/\($0)/" })
      let file = try #require(first["enclosures"]?.array?.first?.array)
      let path = try #require(file.last?.text?.dropFirst(Self.base.count))
      let size = try #require(try Files.status(try Site.shared.folder("public/\(path)"))).size
      #expect(file[0] == "video/mp4" && file[1].integer == size)
      // The channel's language and guid are its own.
      #expect(told["rss"]?["language"] == "fr")
      #expect(told["guid"]?.text?.utf8.count == 36 && told["rss"]?["guid"] == told["guid"])
      // Two sizes, two languages of sound; one size, one sound.
      #expect(told["enclosures"] == ["files": 6, "wrong": []])
      #expect(told["rss"]?["guid"] != (try await read())["rss"]?["guid"])
    }

    @Test func `a reader of OPML finds every feed`() async throws {
      let lists = try #require(try await read()["lists"])
      #expect(lists["bozo"] == false && lists["title"] == "Lights & <Towers>")
      #expect(
        lists["feeds"]?.array?.compactMap { $0.array?.last?.text }
          == ["", "channels/coast/", "channels/talks/"].map { "\(Self.base)\($0)feed.xml" })
    }

    @Test func `what a page tells in its head is what extruct reads from it`() async throws {
      let told = try await read()
      #expect(told["uncanonical"] == ["404.html"] && told["untyped"] == ["404.html"], "\(told)")
      let pages = try #require(told["pages"])
      func values(_ page: String, _ key: String) -> [String] {
        (pages[page]?["opengraph"]?.array ?? []).compactMap(\.array).filter { $0[0].text == key }
          .compactMap { $0[1].text }
      }
      func links(_ page: String, _ type: String) -> [[JSON]] {
        (pages[page]?["links"]?.array ?? []).compactMap(\.array).filter { $0[0].text == type || $0[1].text == type }
      }
      #expect(values("phare", "og:type") == ["video.episode"])
      #expect(values("phare", "video:series") == [Self.base + "series/cotes/"])
      #expect(values("phare", "og:locale") == ["fr_FR"] && values("phare", "video:duration") == ["6"])
      #expect(values("phare", "og:video:type") == ["video/mp4", "text/html"])
      #expect(values("phare", "og:video").last == Self.base + "videos/phare/embed/")
      #expect(values("sound", "og:audio:type") == ["audio/mp4"] && values("sound", "og:type") == ["video.other"])
      #expect(values("warning", "og:image") == [] && values("warning", "og:video:type") == ["text/html"])
      #expect(pages["phare"]?["names"]?["twitter:card"] == "player")
      #expect(links("phare", "canonical").map { $0[2].text } == [Self.base + "videos/phare/"])
      let discovery = try #require(links("phare", "application/json+oembed").first)
      #expect(discovery[2].text == Self.base + "videos/phare/oembed.json" && discovery[3].text?.isEmpty == false)

      let video = try #require(pages["phare"]?["data"]?.array?.first)
      #expect(video["@type"] == "VideoObject" && video["uploadDate"] == "2026-02-03T09:00:00Z")
      #expect(video["author"]?.array?.compactMap { $0["name"]?.text } == ["Marie Curie", "Noëlle"])
      // Two chapters begin in one second: the first stays.
      #expect(video["hasPart"]?.array?.compactMap { $0["name"]?.text } == ["Arrivée", "Le <phare>", "Départ"])
      #expect(video["hasPart"]?.array?.compactMap { $0["startOffset"]?.integer } == [0, 2, 4])
      #expect(
        video["potentialAction"]?["target"]?.text == Self.base + "videos/phare/?t={seek_to_second_number}")
      #expect(pages["sound"]?["data"]?.array?.first?["@type"] == "AudioObject")
      #expect(pages["warning"]?["data"]?.array?.first?["isFamilyFriendly"] == false)
      #expect(pages["hidden"]?["data"] == [] && links("hidden", "application/json+oembed").isEmpty)
    }

    /// Each of these breaks a rule of its specification.
    private func mutations() -> [(path: String, from: String, to: String)] {
      let video = "videos/phare/index.html"
      return [
        ("feed.xml", "<pubDate>Tue, 03 Feb 2026", "<pubDate>2026-02-03"), ("feed.xml", "<title>", "<title/><title>"),
        ("feed.xml", " isPermaLink=\"false\"", ""), ("feed.xml", "default=\"true\"", "default=\"yes\""),
        ("feed.xml", "<podcast:source uri=\"https://", "<podcast:source uri=\"//"), ("feed.xml", "sha256-", "sha257-"),
        ("feed.xml", "title=\"180p\"", "title=\"\(String(repeating: "x", count: 33))\""),
        ("feed.xml", "<itunes:season>2", "<itunes:season>0"), ("feed.xml", "text=\"Education\"", "text=\"Teaching\""),
        ("feed.xml", "<podcast:guid>", "<podcast:guid>0"), ("feed.xml", "<enclosure ", "<enclosures "),
        ("feed.xml", "rel=\"captions\"", "rel=\"caption\""), ("feed.xml", ">adult<", ">adults<"),
        ("atom.xml", "<updated>2026-03-01T00:00:00Z", "<updated>2026-03-01"), ("atom.xml", "<id>urn", "<id>uri"),
        ("atom.xml", "rel=\"self\"", "rel=\"alternate\""), ("atom.xml", "<name>", "<mail/><name>"),
        ("opml.xml", "xmlUrl=", "url="), ("opml.xml", "version=\"2.0\"", "version=\"3\""),
        ("sitemap.xml", "<video:duration>6", "<video:duration>28801"),
        ("sitemap.xml", "<video:family_friendly>yes", "<video:family_friendly>maybe"),
        ("sitemap.xml", "<video:description>", "<video:description>\(String(repeating: "d", count: 2048))"),
        ("sitemap.xml", "<video:thumbnail_loc>", "<video:player_loc>x</video:player_loc><video:thumbnail_loc>"),
        ("sitemap.xml", "<loc>\(Self.base)</loc>", "<loc>/tv/</loc>"), ("sitemap.xml", "<lastmod>2026", "<lastmod>26"),
        ("sitemap.xml", "channels/talks/</loc>", "channels/coast/</loc>"),
        ("feed.json", "\"version\":\"https://jsonfeed.org/version/1.1\"", "\"version\":\"1.1\""),
        ("feed.json", "\"size_in_bytes\":", "\"size_in_bytes\":-"), ("feed.json", "\"content_html\"", "\"content\""),
        ("feed.json", "\"mime_type\":\"video/mp4\"", "\"mime_type\":\"mp4\""),
        ("videos/phare/oembed.json", "\"width\":640", "\"width\":\"640\""),
        ("videos/phare/oembed.json", "\"thumbnail_width\"", "\"thumbnailwidth\""),
        ("videos/phare/chapters.json", "\"startTime\":4", "\"startTime\":1"),
        ("videos/phare/chapters.json", "1.2.0", "1.2"), (video, "\"startOffset\":4", "\"startOffset\":2"),
        (video, "?t={seek_to_second_number}", "?t={seconds}"),
        (video, "\"uploadDate\":\"2026-02-03T09:00:00Z", "\"uploadDate\":\"2026-02-03"),
        (video, "\"thumbnailUrl\"", "\"thumbnail\""), (video, "\"PT6S\"", "\"6\""),
        ("index.html", "\"@type\":\"WebSite\"", "\"@type\":\"Website\""),
      ]
    }

    @Test func `every file holds to the schema of its specification, and the schemas see what does not`() async throws {
      let site = try Site.shared
      let mutations = mutations()
      let list = JSON.array(
        mutations.map { ["path": .string($0.path), "from": .string($0.from), "to": .string($0.to)] })
      try site.folder.put(String(decoding: list.bytes, as: UTF8.self), "mutations.json")
      let told = try await Tool.script("formats.py", site.folder("public"), site.folder("mutations.json")).json()
      #expect(told["problems"]?.object == [:], "\(told)")
      let least: [String: Int64] = [
        "rss.rng": 3, "atom.rng": 3, "json-feed.json": 3, "opml.rng": 1, "sitemap.xsd": 1, "oembed.json": 4,
        "chapters.json": 1, "structured-data.json": 5,
      ]
      for (schema, count) in least { #expect((told["checked"]?[schema]?.integer ?? 0) >= count, "\(schema)") }
      let caught = try #require(told["caught"]?.array)
      for (mutation, isCaught) in zip(mutations, caught) {
        #expect(isCaught == true, "\(mutation.path): \(mutation.from) as \(mutation.to)")
      }
      #expect(caught.count == mutations.count)
    }

    @Test func `every page is valid HTML, in English and in French, as the Nu checker sees it`() async throws {
      let site = try await Site.shared.copy()
      let english = site.folder("public")
      try site.folder.put(Site.richConfiguration(language: "fr"), "bobine.yml")
      let french = site.folder("french")
      try await Tool.check("cp", ["-R", english, french])
      try await site.built("-o", french)
      // One page that is none, so that a silent checker is seen.
      let text = try site.folder.text("public/videos/phare/index.html")
      try site.folder.put(
        text.replacing("<h1 ", with: "<p><h1 ").replacing(" alt=\"\"", with: ""), "broken/index.html")
      let told = try await Tool.script("valid.py", english, french, site.folder("broken")).json()
      let messages = try #require(told["messages"]?.array).compactMap(\.text)
      #expect(messages.filter { !$0.contains("/broken/index.html:") } == [])
      #expect(messages.count >= 2, "\(messages)")
      #expect((told["pages"]?.integer ?? 0) > 70, "\(told)")
    }
  }
}
