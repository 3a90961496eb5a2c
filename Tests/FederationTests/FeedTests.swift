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
    #expect(Sitemap.limit <= 50_000)
    let videos = (0..<251).reversed().map { MadeUp.video("v\($0)", day: Int64($0)) }
    let documents = Sitemap.documents(MadeUp.context(videos: videos), MadeUp.base, limit: 100)
    let output = try Output(documents)
    let parts = (1...3).map { "sitemap-\($0).xml" }
    #expect(output.text("sitemap.xml")?.components(between: "<loc>", and: "</loc>") == parts.map { MadeUp.base + $0 })
    #expect(
      parts.compactMap { output.text($0)?.components(between: "<video:title>", and: "<").count }.reduce(0, +) == 251)
    let before = Sitemap.documents(MadeUp.context(videos: Array(videos.dropFirst())), MadeUp.base, limit: 100)
    #expect(
      before.first { $0.path == "sitemap-2.xml" }?.inputs == documents.first { $0.path == "sitemap-2.xml" }?.inputs)
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
