import Catalog
import Facts
import Hashing
import Site
import Testing

@Suite struct ListPageTests {
  @Test func `500 videos fill 21 pages and each stands on one of them`() throws {
    let videos = (1...500).map { Sample.video($0, "Episode \($0)", channel: "talks") }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    let home = ["index.html"] + (2...21).map { "page/\($0)/index.html" }
    for path in home { #expect(pages[path] != nil, "\(path)") }
    #expect(pages["page/22/index.html"] == nil)
    for number in [1, 24, 25, 500] {
      let shown = home.filter { pages[$0]?.contains(">Episode \(number)</a>") == true }
      #expect(shown == [home[(number - 1) / 24]])
    }
    let fifth = try #require(pages["page/5/index.html"])
    #expect(fifth.contains("<link rel=\"prev\" href=\"../4/\">"))
    #expect(fifth.contains("<a href=\"./\" aria-label=\"Page 5\" aria-current=\"page\">5</a>"))
    #expect(fifth.contains("<a href=\"../../\" aria-label=\"Page 1\">1</a>"))
    #expect(pages["channels/talks/page/21/index.html"] != nil)
  }

  @Test func `a list that means a part of a video says so and leads there, on every page of it`() throws {
    let videos = (1...3).map { Sample.video($0, "Video \($0)", channel: "talks") }
    let list = Playlist(
      slug: "parts", title: "Parts", uuid: "",
      entries: [
        .init(slug: "video-2", start: 65_400), .init(slug: "video-1"),
        .init(slug: "video-3", start: nil, stop: 200_100),
      ])
    let pages = try Sample.pages(Sample.catalog(Sample.site { $0.perPage = 2 }, videos, playlists: [list]))
    let first = try #require(pages["playlists/parts/index.html"])
    let second = try #require(pages["playlists/parts/page/2/index.html"])
    #expect(
      first.contains("href=\"../../videos/video-2/?list=parts&amp;t=65\"")
        && first.contains("<p class=\"card-part\">From 1:05</p>"))
    #expect(first.contains("href=\"../../videos/video-1/?list=parts\""))
    #expect(second.contains("href=\"../../../../videos/video-3/?list=parts/page/2&amp;stop=201\""))
    #expect(second.contains("<p class=\"card-part\">From 0:00 to 3:20</p>"))
    #expect(pages["index.html"]?.contains("?t=") == false)
  }

  @Test func `a site without videos says so`() throws {
    let pages = try Sample.pages(Sample.catalog(Sample.site { $0.baseURL = nil }, [], channels: []))
    #expect(
      pages.keys.filter { $0.hasSuffix(".html") }.sorted() == [
        "404.html", "about/index.html", "index.html", "search/index.html",
      ])
    #expect(pages["index.html"]?.contains("No videos yet") == true)
    #expect(pages["index.html"]?.contains("Latest videos") == false)
    #expect(pages["index.html"]?.contains("<nav") == false)
  }

  @Test func `a card offers every size as WebP and as JPEG, and JPEG alone where a size lacks WebP`() throws {
    var videos = (1...2).map { Sample.video($0, "Video \($0)", channel: "talks") }
    videos[1].facts.pictures?.thumbnails[0].webP = nil
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    let page = try #require(pages["channels/talks/index.html"])
    let pictures = page.split(separator: "<picture>").dropFirst().map { $0.prefix { $0 != "\n" } }
    #expect(pictures.count == 2)
    let both = try #require(pictures.first { $0.contains("<source type=\"image/webp\"") })
    let plain = try #require(pictures.first { !$0.contains("<source") })
    for width in [280, 560, 1120, 1280] {
      #expect(both.contains(".webp \(width)w"))
      #expect(both.contains(".jpg \(width)w"))
      #expect(plain.contains(".jpg \(width)w") && !plain.contains(".webp"))
    }
    #expect(both.hasPrefix("<source"), "a browser takes the first that it knows")
    #expect(both.split(separator: "sizes=").count == 3)
  }

  @Test func `a list is shown elsewhere with the first picture in it that is not sensitive`() throws {
    let videos = (1...3).map { number in
      Sample.video(number, "Video \(number)", channel: "talks") {
        $0.tags = [Showcase.tag(number == 1 ? "plain" : "shared")]
        if number != 2 { $0.sensitive = .yes(reason: nil) }
      }
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    let poster = try #require(videos[1].facts.pictures?.poster.posterName)
    let url = "https://videos.example.org/media/\(videos[1].facts.folder)/\(poster)"
    for path in ["index.html", "tags/shared/index.html"] {
      let page = try #require(pages[path])
      #expect(page.contains("<meta property=\"og:image\" content=\"\(url)\">"), "\(path)")
      #expect(page.contains("<meta property=\"og:type\" content=\"website\">"))
    }
    #expect(pages["tags/plain/index.html"]?.contains("og:image") == false)
    #expect(pages["index.html"]?.contains("\"@type\":\"WebSite\"") == true)
    #expect(pages["tags/plain/index.html"]?.contains("ld+json") == false)
  }

  @Test func `a tag page lists the videos that carry it`() throws {
    let videos = (1...3).map { number in
      Sample.video(number, "Video \(number)", channel: "talks") {
        $0.tags = number < 3 ? [Showcase.tag("open access")] : []
      }
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    let page = try #require(pages["tags/open-access/index.html"])
    #expect(page.contains("2 videos"))
    #expect(page.contains("href=\"../../videos/video-2/\""))
    #expect(!page.contains("videos/video-3/"))
  }

  @Test func `a playlist shows its videos in its own order, and the home page leads to it`() throws {
    let videos = (1...4).map { Sample.video($0, "Video \($0)", channel: "talks") { $0.privacy = .public } }
    var hidden = Sample.video(5, "Hidden", channel: "talks")
    hidden.privacy = .unlisted
    let list = Playlist(
      slug: "best-of", title: "Best & rest", summary: "What we like.", bodyHTML: "<p>What we like.</p>\n", uuid: "",
      entries: [.init(slug: "video-3"), .init(slug: "video-5"), .init(slug: "video-1"), .init(slug: "video-2")])
    let site = Sample.site { $0.perPage = 2 }
    let pages = try Sample.pages(Sample.catalog(site, videos + [hidden], playlists: [list]))
    let first = try #require(pages["playlists/best-of/index.html"])
    #expect(first.contains("<h1 dir=\"auto\">Best &amp; rest</h1>") && first.contains("<p>3 videos</p>"))
    #expect(first.contains("<p>What we like.</p>") && first.contains("content=\"What we like.\""))
    let third = try #require(first.firstRange(of: "../../videos/video-3/"))
    let one = try #require(first.firstRange(of: "../../videos/video-1/"))
    #expect(third.lowerBound < one.lowerBound && !first.contains("videos/video-2/"))
    let second = try #require(pages["playlists/best-of/page/2/index.html"])
    #expect(second.contains("videos/video-2/") && !second.contains("What we like.</p>"))
    #expect(
      pages["index.html"]?.contains(
        "<a href=\"playlists/best-of/\" dir=\"auto\">Best &amp; rest</a> <span>3 videos</span>") == true)
    #expect(pages["page/2/index.html"]?.contains("playlists/best-of") == false)
    #expect(try Sample.pages(Sample.catalog(site, videos))["index.html"]?.contains("playlists") == false)
  }

  @Test(arguments: [
    (nil, "href=\"/channels/talks/\"", "src=\"/media/"),
    ("https://videos.example.org/", "href=\"/channels/talks/\"", "src=\"/media/"),
    ("https://example.org/videos/", "href=\"/videos/channels/talks/\"", "src=\"/videos/media/"),
  ])
  func `the page for what is not found is sent at any address, so its links start at the root`(
    _ base: String?, _ link: String, _ picture: String
  ) throws {
    let video = Sample.video(1, "Video", channel: "talks")
    let pages = try Sample.pages(Sample.catalog(Sample.site { $0.baseURL = base }, [video]))
    let page = try #require(pages["404.html"])
    #expect(page.contains(link))
    #expect(page.contains(picture))
    #expect(!page.contains("href=\"../") && !page.contains("href=\"channels"))
    #expect(!page.contains("src=\"../") && !page.contains("src=\"media"))
    #expect(!page.contains("canonical"))
  }

  @Test func `pages speak the language of the site`() throws {
    let video = Sample.video(1, "Video", channel: "talks") {
      $0.date = Instant(seconds: 1_767_222_000, offset: 3600)  // 31 December 2025, 23:00 UTC
      $0.category = 15
    }
    let french = try Sample.pages(Sample.catalog(Sample.site { $0.language = "fr-BE" }, [video]))
    let watch = try #require(french["videos/video-1/index.html"])
    #expect(watch.contains("<html lang=\"fr-BE\">"))
    #expect(watch.contains("<time datetime=\"2025-12-31T23:00:00Z\">1er janvier 2026</time>"))
    #expect(watch.contains("48,3\u{A0}Mo"))
    #expect(watch.contains("Science et technologie"))
    #expect(watch.contains("<dd><a href=\"../../languages/en/\" dir=\"auto\">anglais</a></dd>"))
    let breton = try Sample.pages(Sample.catalog(Sample.site { $0.language = "br" }, [video]))
    #expect(breton["index.html"]?.contains("1 January 2026") == true)
  }

  @Test func `a changed text renders its own pages, a changed title also the lists that show it`() throws {
    let videos = (1...30).map { Sample.video($0, "Video \($0)", channel: $0 % 2 == 0 ? "talks" : "workshop") }
    func inputs(_ change: (inout Video) -> Void) throws -> [String: Digest256] {
      var changed = videos
      change(&changed[0])
      let context = try Sample.context(Sample.catalog(Sample.site(), changed))
      return Dictionary(uniqueKeysWithValues: Pages.documents(context).documents.map { ($0.path, $0.inputs) })
    }
    func changed(_ change: (inout Video) -> Void) throws -> [String] {
      let (before, after) = (try inputs { _ in }, try inputs(change))
      return after.filter { before[$0.key] != $0.value }.keys.sorted()
    }
    let own = ["videos/video-1/embed/index.html", "videos/video-1/index.html"]
    let words = ["search/index.json", "search/words-.json"]
    #expect(try changed { $0.bodyHTML = "<p>New.</p>" } == words + own)
    let titled = try changed { $0.title = "New" }
    #expect(
      titled.filter { !$0.hasPrefix("videos/") } == [
        "404.html", "channels/workshop/index.html", "index.html", "languages/en/index.html", "search/index.json",
        "search/videos-3.json", "search/words-.json",
      ])
    #expect(titled.filter { $0.hasPrefix("videos/") }.contains("videos/video-29/index.html"))
    #expect(!titled.contains("videos/video-2/index.html"))
  }
}
