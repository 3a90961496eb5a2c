import Catalog
import Testing

@testable import Site

struct `What videos are grouped by` {
  private func sample(_ change: (Int, inout Video) -> Void) -> [Video] {
    (1...4).map { number in
      Sample.video(number, "Video \(number)", channel: "talks") { video in
        video.language = nil
        change(number, &video)
      }
    }
  }

  @Test func `each group has its page, each kind of group a list of them, and the footer leads there`() throws {
    let videos = sample { number, video in
      video.authors = number == 1 ? ["Zoé Ar Mor", "Ann"] : ["ann"]
      video.category = 15
      video.language = number == 4 ? "pt-BR" : nil
      video.licence = number < 3 ? Licence(written: "CC-BY-SA-4.0") : nil
      video.tags = number == 2 ? [Showcase.tag("tides")] : []
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    let category = try #require(pages["categories/15/index.html"])
    #expect(category.contains("<h1><bdi>Science &amp; Technology</bdi></h1>") && category.contains("<p>4 videos</p>"))
    #expect(category.contains("<a href=\"../\">Categories</a>"))
    #expect(pages["languages/pt-br/index.html"]?.contains("<h1><bdi>Portuguese") == true)
    #expect(pages["licences/cc-by-sa-4-0/index.html"]?.contains("<h1><bdi>CC BY-SA 4.0</bdi></h1>") == true)
    // Written twice in two ways, one author.
    #expect(pages["authors/ann/index.html"]?.contains("<p>4 videos</p>") == true)
    let authors = try #require(pages["authors/index.html"])
    #expect(authors.contains("<a href=\"ann/\" dir=\"auto\">Ann</a> <span>4 videos</span>"))
    #expect(authors.contains("<a href=\"zoe-ar-mor/\" dir=\"auto\">Zoé Ar Mor</a> <span>1 video</span>"))
    #expect(pages["series/index.html"] == nil)
    let home = try #require(pages["index.html"])
    for name in ["tags", "authors", "categories", "languages", "licences"] {
      #expect(home.contains("<li><a href=\"\(name)/\">"), "\(name)")
    }
    #expect(!home.contains("<li><a href=\"series/\">"))
    let watch = try #require(pages["videos/video-1/index.html"])
    #expect(watch.contains("<dd><a href=\"../../authors/zoe-ar-mor/\" dir=\"auto\">Zoé Ar Mor</a></dd>"))
    #expect(watch.contains("<a href=\"../../licences/cc-by-sa-4-0/\" dir=\"auto\">CC BY-SA 4.0</a>"))
    #expect(watch.contains("rel=\"license\""))
  }

  @Test func `a series is in the order of its episodes, and says where in it a video stands`() throws {
    let places: [(Int?, Int?)] = [(2, 1), (1, 2), (1, 1), (nil, nil)]
    let videos = sample { number, video in
      let place = places[number - 1]
      video.series = Video.Series(name: "Tides", season: place.0, episode: place.1)
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    let series = try #require(pages["series/tides/index.html"])
    let order = [3, 2, 1, 4].compactMap { series.firstRange(of: "videos/video-\($0)/")?.lowerBound }
    #expect(order.count == 4 && order == order.sorted())
    #expect(
      pages["videos/video-2/index.html"]?.contains(
        "<a href=\"../../series/tides/\" dir=\"auto\">Tides</a>, season 1, episode 2") == true)
  }

  @Test func `a video that lists do not show makes no group, and links to those of others`() throws {
    let videos = sample { number, video in
      video.privacy = number == 1 ? .unlisted : .public
      video.authors = number == 1 ? ["Hidden", "Shared"] : ["Shared"]
    }
    let pages = try Sample.pages(Sample.catalog(Sample.site(), videos))
    #expect(pages["authors/hidden/index.html"] == nil)
    #expect(pages["authors/index.html"]?.contains("Hidden") == false)
    let own = try #require(pages["videos/video-1/index.html"])
    #expect(own.contains("<dd><bdi>Hidden</bdi></dd>") && own.contains("../../authors/shared/"))
  }

  @Test func `after a video come the next of its series, then what shares its rarest tags, then its channel`() throws {
    var videos = (1...40).map { Sample.video($0, "Video \($0)", channel: "talks") }
    func index(_ number: Int) throws -> Int { try #require(videos.firstIndex { $0.slug == "video-\(number)" }) }
    for number in [10, 20, 30] {
      videos[try index(number)].series = Video.Series(name: "Tides", episode: number)
    }
    for number in 1...40 { videos[try index(number)].tags = [Showcase.tag("sea")] }
    for number in [20, 39] { videos[try index(number)].tags.append(Showcase.tag("rare")) }
    let site = PageSite(try Sample.context(Sample.catalog(Sample.site(), videos)))
    let related = Related(site, try index(20)).videos.map { site.catalog.videos[$0].slug }
    #expect(related.count == Related.count && Set(related).count == related.count && !related.contains("video-20"))
    #expect(related.first == "video-30")
    #expect(related.dropFirst().first == "video-39")
    // Something follows every video, the first and the last as well.
    for number in [1, 40] { #expect(Related(site, try index(number)).videos.count == Related.count) }
  }
}
