import Catalog
import Facts
import JSON
@testable import Site
import Testing

@Suite struct `Feeds and maps` {
  private func output(_ context: SiteContext = MadeUp.context()) throws -> Output {
    let (documents, diagnostics) = Feeds.documents(context)
    #expect(diagnostics.isEmpty)
    let output = try Output(documents)
    #expect(output.files.count == documents.count, "two documents at one path")
    return output
  }

  @Test func `an RSS item has one enclosure: H.264, with its size and type`() throws {
    let rss = try #require(try output().text("feed.xml"))
    let item = try #require(rss.components(between: "<item>", and: "</item>").first)
    let enclosures = item.components(between: "<enclosure ", and: "/>")
    #expect(enclosures.count == 1)
    #expect(enclosures.first?.contains("length=\"181234567\" type=\"video/mp4\"") == true)
    #expect(enclosures.first?.contains("/720p-") == true && enclosures.first?.contains("av1") == false)
    #expect(item.contains("<guid isPermaLink=\"false\">urn:uuid:"))
    #expect(item.contains("<itunes:duration>754</itunes:duration>"))
    #expect(item.contains("<podcast:transcript url=\"https://videos.example.org/videos/brest/captions.fr.vtt\""))
    #expect(item.contains("<podcast:chapters url=\"https://videos.example.org/videos/brest/chapters.json\""))
    #expect(item.contains("<media:thumbnail url=\"https://videos.example.org/media/"))
  }

  @Test func `sound alone is another enclosure for podcast programs, after the films`() throws {
    let output = try output()
    let rss = try #require(output.text("feed.xml"))
    let item = try #require(rss.components(between: "<item>", and: "</item>").first)
    let others = item.components(between: "<podcast:alternateEnclosure ", and: "</podcast:alternateEnclosure>")
    let types = others.compactMap { $0.components(between: "type=\"", and: "\"").first }
    #expect(types == ["video/mp4", "video/mp4", "video/mp4", "audio/mp4", "application/x-mpegURL"])
    let sound = others[3]
    #expect(sound.contains("length=\"12345678\"") && sound.contains("codecs=\"mp4a.40.2\""))
    #expect(sound.contains("lang=\"fr\"") && sound.contains("title=\"audio\"") && !sound.contains("height="))
    #expect(sound.contains("/audio-") && sound.contains(".torrent\""))
    #expect(!item.components(between: "<media:group>", and: "</media:group>").joined().contains("/audio-"))
    #expect(output.text("atom.xml")?.contains("type=\"audio/mp4\" length=\"12345678\"") == true)
    #expect(output.text("sitemap.xml")?.contains("/audio-") == false)
  }

  @Test func `the date of a feed is that of its newest video, never that of the build`() throws {
    let output = try output()
    #expect(output.text("feed.xml")?.contains("<lastBuildDate>Tue, 03 Mar 2026 10:00:00 +0000</lastBuildDate>") == true)
    #expect(output.text("atom.xml")?.contains("  <updated>2026-03-03T10:00:00Z</updated>") == true)
  }

  @Test func `signs that XML reserves are escaped, and what it cannot hold is replaced`() throws {
    let video = MadeUp.video("x") { $0.title = "a\u{0}b < \"c\" & d\u{FFFE}" }
    let rss = try #require(try output(MadeUp.context(videos: [video])).text("feed.xml"))
    #expect(rss.contains("<title>a\u{FFFD}b &lt; \"c\" &amp; d\u{FFFD}</title>"))
  }

  @Test func `a channel's feed holds its own videos, at most as many as configured`() throws {
    let videos = (0..<9).reversed().map { MadeUp.video("v\($0)", day: $0, channel: $0 % 2 == 0 ? "even" : "odd") }
    let site = MadeUp.site { $0.feedItems = 3 }
    let output = try output(
      MadeUp.context(site: site, channels: [MadeUp.channel("even"), MadeUp.channel("odd")], videos: videos))
    let links = output.text("channels/even/feed.xml")?.components(between: "<item>", and: "</item>")
      .compactMap { $0.components(between: "<link>", and: "</link>").first }
    #expect(links == ["v8", "v6", "v4"].map { "https://videos.example.org/videos/\($0)/" })
    #expect(output.text("feed.xml")?.components(between: "<item>", and: "</item>").count == 3)
  }

  @Test func `a JSON feed has what version 1.1 demands`() throws {
    let json = try JSON(try #require(try output().files["feed.json"]))
    #expect(json["version"] == "https://jsonfeed.org/version/1.1")
    for item in try #require(json["items"]?.array) {
      #expect(item["id"]?.text?.hasPrefix("urn:uuid:") == true)
      #expect((item["content_html"] == nil) != (item["content_text"] == nil))
      #expect(item["attachments"]?.array?.allSatisfy { $0["url"] != nil } == true)
      let types = item["attachments"]?.array?.map { $0["mime_type"] }
      #expect(types == ["video/mp4", "video/mp4", "video/mp4", "audio/mp4"])
    }
  }

  @Test func `an unlisted video is nowhere`() throws {
    let hidden = MadeUp.video("hidden", day: 9) { $0.privacy = .unlisted }
    let output = try output(MadeUp.context(videos: [hidden, MadeUp.rich]))
    for path in output.files.keys {
      #expect(output.text(path)?.contains("hidden") == false && !path.contains("hidden"))
    }
  }

  @Test func `without a base URL only what needs no address is written`() throws {
    let output = try output(MadeUp.context(site: MadeUp.site(base: nil)))
    #expect(output.files.keys.sorted() == [".nojekyll", "robots.txt"])
  }

  @Test func `a podcast's guid is the name-based UUID of its address without scheme`() throws {
    // The examples of the specification.
    #expect(PodcastGUID.make("https://podnews.net/rss") == "9b024349-ccf0-5f69-a609-6b82873eab3c")
    #expect(PodcastGUID.make("http://podnews.net/rss//") == "9b024349-ccf0-5f69-a609-6b82873eab3c")
    #expect(PodcastGUID.make("mp3s.nashownotes.com/pc20rss.xml") == "917393e3-1b1e-5cef-ace4-edaa54e1f810")
    // Python's uuid.uuid5 in the name space of Podcasting 2.0 gives the same.
    #expect(
      try output().text("feed.xml")?.contains("<podcast:guid>6046c4b4-4f0e-5546-a7eb-f786617e56b4</podcast:guid>")
        == true)
  }

  @Test func `oEmbed says how large the frame is, also for an upright video`() throws {
    let upright = MadeUp.video("upright") {
      $0.title = "\"Up\""
      $0.facts.renditions[0].width = 720
      $0.facts.renditions[0].height = 1280
    }
    let json = try JSON(try #require(try output(MadeUp.context(videos: [upright])).files["videos/upright/oembed.json"]))
    #expect(json["type"] == "video" && json["version"] == "1.0")
    #expect(json["width"] == 360 && json["height"] == 640)
    #expect(
      json["html"]?.text?.contains("src=\"https://videos.example.org/videos/upright/embed/\" title=\"&quot;Up&quot;\"")
        == true)
  }

  @Test func `a sitemap with too many pages is split from the oldest, and a new video changes the last part alone`()
    throws
  {
    let limits = Sitemap.Limits(addresses: 100)
    let videos = (0..<251).reversed().map { MadeUp.video("v\($0)", day: Int64($0)) }
    let documents = Sitemap.documents(MadeUp.context(videos: videos), MadeUp.base, limits: limits)
    let output = try Output(documents)
    let parts = (1...3).map { "sitemap-\($0).xml" }
    #expect(output.text("sitemap.xml")?.components(between: "<loc>", and: "</loc>") == parts.map { MadeUp.base + $0 })
    #expect(
      parts.compactMap { output.text($0)?.components(between: "<video:title>", and: "<").count }.reduce(0, +) == 251)
    let before = Sitemap.documents(MadeUp.context(videos: Array(videos.dropFirst())), MadeUp.base, limits: limits)
    #expect(
      before.first { $0.path == "sitemap-2.xml" }?.inputs == documents.first { $0.path == "sitemap-2.xml" }?.inputs)
  }

  @Test func `a sitemap is split by its size too, also where every sign of its texts has to be escaped`() throws {
    #expect(Sitemap.Limits().addresses <= 50_000 && Sitemap.Limits().bytes <= 50_000_000)
    let videos = (0..<30).reversed().map { number in
      MadeUp.video("v\(number)", day: Int64(number)) { video in
        video.title = String(repeating: "&", count: 500)
        video.summary = String(repeating: "<&>", count: 2000)
        video.tags = (0..<60).map { .init(name: String(repeating: "&", count: 100), slug: "t\($0)") }
      }
    }
    let limit = 100_000
    let documents = Sitemap.documents(
      MadeUp.context(videos: videos), MadeUp.base, limits: Sitemap.Limits(bytes: limit))
    #expect(documents.count > 4)
    for document in documents { #expect(try document.render().count <= limit) }
    let output = try Output(documents)
    let locations = documents.dropFirst().flatMap {
      output.text($0.path)?.components(between: "<video:player_loc>", and: "<") ?? []
    }
    #expect(locations == videos.reversed().map { "\(MadeUp.base)videos/\($0.slug)/embed/" })
    let longest = try #require(output.text("sitemap-2.xml"))
    #expect(
      longest.components(between: "<video:video>", and: "</video:video>").allSatisfy { entry in
        entry.components(between: "<video:tag>", and: "<").count == 32
          && entry.components(between: "<video:description>", and: "<").allSatisfy { text in
            text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&").utf8.count
              <= 2048
          }
      })
  }

  @Test(arguments: [(0, nil), (1, "1"), (28_800, "28800"), (28_801, nil)] as [(Int64, String?)])
  func `a duration that the sitemap does not allow is left out`(seconds: Int64, told: String?) throws {
    let video = MadeUp.video("x") { $0.facts.source.duration = seconds * 1000 }
    let map = try #require(try output(MadeUp.context(videos: [video])).text("sitemap.xml"))
    #expect(map.components(between: "<video:duration>", and: "<").first == told)
  }

  @Test func `links in a text are absolute in feeds, whose readers show it elsewhere`() throws {
    let video = MadeUp.video("x") {
      $0.bodyHTML = """
        <p><a href="../y/?a=1&amp;b=2#c">y</a> <a href="#top">t</a> <img src="plan.png" alt="href=&quot;no&quot;"> \
        <a href="/about">a</a> <a href="mailto:a@b.c">m</a> <a href="//other.example/z">o</a> <a href="..">u</a></p>
        """
    }
    let output = try output(MadeUp.context(videos: [video]))
    let base = MadeUp.base
    let html = """
      <p><a href="\(base)videos/y/?a=1&amp;b=2#c">y</a> <a href="\(base)videos/x/#top">t</a> \
      <img src="\(base)videos/x/plan.png" alt="href=&quot;no&quot;"> <a href="\(base)about">a</a> \
      <a href="mailto:a@b.c">m</a> <a href="https://other.example/z">o</a> <a href="\(base)videos/">u</a></p>
      """
    let json = try JSON(try #require(output.files["feed.json"]))
    #expect(json["items"]?.array?.first?["content_html"]?.text == html)
    let escaped = html.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    #expect(output.text("feed.xml")?.contains("<content:encoded>\(escaped)</content:encoded>") == true)
    #expect(output.text("atom.xml")?.contains("<content type=\"html\">\(escaped)</content>") == true)
  }

  @Test func `a feed shows no picture of what is sensitive, and says what it is`() throws {
    let video = MadeUp.video("x") { $0.sensitive = .yes(reason: nil) }
    let output = try output(MadeUp.context(videos: [video]))
    for path in ["feed.xml", "atom.xml", "feed.json", "videos/x/oembed.json"] {
      #expect(output.text(path)?.contains("/media/\(video.facts.folder)/thumbnail-") == false, "\(path)")
      #expect(output.text(path)?.contains("/poster-") == false, "\(path)")
    }
    let rss = try #require(output.text("feed.xml"))
    #expect(rss.contains("<media:rating scheme=\"urn:simple\">adult</media:rating>"))
    #expect(rss.components(between: "<itunes:explicit>", and: "<") == ["true", "true"])
    #expect(output.text("sitemap.xml")?.contains("<video:family_friendly>no</video:family_friendly>") == true)
  }

  @Test func `sounds that say something else are told apart from other forms of the enclosure`() throws {
    let video = MadeUp.video("x") { video in
      video.language = "fr"
      var other = MadeUp.sound("en")
      (other.name, other.track) = ("audio-en", TrackFacts(channels: 2, language: "en"))
      video.facts.renditions.append(other)
    }
    let output = try output(MadeUp.context(videos: [video]))
    let rss = try #require(output.text("feed.xml"))
    let others = rss.components(between: "<podcast:alternateEnclosure ", and: ">")
    let labels = others.map { tag in
      ["title", "lang", "rel"].map { tag.components(between: "\($0)=\"", and: "\"").first ?? "-" }.joined(
        separator: " ")
    }
    #expect(
      labels == ["720p fr -", "360p fr -", "720p-av1 fr -", "audio fr -", "audio-en en audio-en", "HLS fr -"])
    let titles = try JSON(try #require(output.files["feed.json"]))["items"]?.array?.first?["attachments"]?.array?
      .compactMap { $0["title"]?.text }
    #expect(Set(titles ?? []) == [video.title, "\(video.title) – audio-en"])
  }

  @Test func `what identifies a feed stays where it first stood, though the site has moved`() throws {
    var catalog = MadeUp.context(site: MadeUp.site(base: "https://new.example/")).catalog
    catalog.firstBaseURL = MadeUp.base
    let moved = SiteContext(
      SiteInput(
        catalog: catalog, publicKeys: [:], templates: [:], assets: [:], tables: { _ in HashTables(renditions: []) },
        tombstones: []))
    let (before, after) = (try output(), try output(moved))
    for (path, mark) in [
      ("feed.xml", "podcast:guid"), ("channels/lighthouses/feed.xml", "podcast:guid"), ("atom.xml", "id"),
    ] {
      let ids = [before, after].map { $0.text(path)?.components(between: "<\(mark)>", and: "<").first }
      #expect(ids[0] == ids[1] && ids[0] != nil, "\(path)")
    }
    #expect(after.text("feed.xml")?.contains("<link>https://new.example/</link>") == true)
  }
}

extension String {
  /// What stands between each pair of marks.
  func components(between start: String, and end: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let opening = rest.firstRange(of: start), let closing = rest[opening.upperBound...].firstRange(of: end) {
      found.append(String(rest[opening.upperBound..<closing.lowerBound]))
      rest = rest[closing.upperBound...]
    }
    return found
  }
}
