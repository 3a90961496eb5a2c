import Catalog
import Facts
import Hashing

/// Sitemaps with Google's video elements (contracts/site.md 5.4).
enum Sitemap {
  /// Addresses a file. The format allows 50,000 and 50 MB; 10,000 videos with long descriptions stay below 50 MB.
  static let limit = 10_000

  private enum Entry {
    case page(String, updated: Instant?)
    case video(index: Int, Video)
  }

  /// `sitemap.xml` alone, or an index there and `sitemap-<n>.xml` from the oldest, so that a new video changes the last.
  static func documents(_ context: SiteContext, _ base: String, limit: Int = limit) -> [Document] {
    let entries = entries(context)
    guard entries.count > limit else { return [file("sitemap.xml", entries[...], context, base)] }
    let count = (entries.count + limit - 1) / limit
    let files = (0..<count).map { index in
      file("sitemap-\(index + 1).xml", entries[index * limit..<min(entries.count, (index + 1) * limit)], context, base)
    }
    let names = files.map { base + $0.path }
    var digest = InputDigest("sitemap index 1")
    digest.add(names)
    let index = Document(path: "sitemap.xml", inputs: digest.finish()) {
      XML("sitemapindex", ["xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9"]) {
        names.map { name in XML("sitemap") { XML("loc", name) } }
      }.document
    }
    return [index] + files
  }

  private static func entries(_ context: SiteContext) -> [Entry] {
    let addresses = context.addresses
    let listed = context.catalog.videos.enumerated().filter { $1.privacy == .public }
    let newest = { (videos: [Video]) in videos.map(\.updated).max { $0.seconds < $1.seconds } }
    let byChannel = Dictionary(grouping: listed.map(\.element), by: \.channel)
    let terms = Terms(context.catalog.videos).lists.map(\.term)
    let taxonomies = Taxonomy.allCases.filter { taxonomy in terms.contains { $0.taxonomy == taxonomy } }
    return [.page("", updated: newest(listed.map(\.element)))]
      + context.catalog.channels.map {
        .page(addresses.channelFolder($0.name), updated: newest(byChannel[$0.name] ?? []))
      }
      + taxonomies.map { .page($0.folder, updated: nil) } + terms.map { .page($0.folder, updated: nil) }
      + context.catalog.playlists.map { .page(addresses.playlistFolder($0.slug), updated: $0.updated) }
      + listed.reversed().map { .video(index: $0.offset, $0.element) }
  }

  private static func file(
    _ path: String, _ entries: ArraySlice<Entry>, _ context: SiteContext, _ base: String
  ) -> Document {
    var digest = InputDigest("sitemap 1")
    digest.add(context.siteDigest)
    for entry in entries {
      switch entry {
      case .page(let page, let updated): digest.add([page, updated?.rfc3339 ?? ""])
      case .video(let index, let video):
        digest.add(context.videoDigests[index])
        if let channel = context.channelDigests[video.channel] { digest.add(channel) }
      }
    }
    return Document(path: path, inputs: digest.finish()) {
      XML(
        "urlset",
        [
          "xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9",
          "xmlns:video": "http://www.google.com/schemas/sitemap-video/1.1",
        ]
      ) { entries.map { url($0, context, base) } }.document
    }
  }

  private static func url(_ entry: Entry, _ context: SiteContext, _ base: String) -> XML {
    switch entry {
    case .page(let page, let updated):
      XML("url") {
        XML("loc", base + page)
        updated.map { XML("lastmod", $0.rfc3339) }
      }
    case .video(_, let video): url(FeedItem(video, context, base))
    }
  }

  private static func url(_ item: FeedItem) -> XML {
    XML("url") {
      XML("loc", item.page)
      XML("lastmod", max(item.video.date, item.video.updated).rfc3339)
      // Without a thumbnail the format has no place for a video, and for sound none at all: the page is listed alone.
      item.video.facts.isSoundAlone ? nil : item.thumbnail.map { video(item, $0.url) }
    }
  }

  private static func video(_ item: FeedItem, _ thumbnail: String) -> XML {
    let video = item.video
    return XML("video:video") {
      XML("video:thumbnail_loc", thumbnail)
      XML("video:title", video.title)
      XML("video:description", RSS.cut(item.text, bytes: 2048))
      item.films.first.map { XML("video:content_loc", $0.url) }
      XML("video:player_loc", item.embed)
      if (1...28_800).contains(item.seconds) { XML("video:duration", String(item.seconds)) }
      video.expires.map { XML("video:expiration_date", $0.rfc3339) }
      XML("video:publication_date", video.date.rfc3339)
      XML("video:family_friendly", item.isSensitive ? "no" : "yes")
      XML("video:uploader", ["info": item.channelPage], text: RSS.cut(item.channelTitle, bytes: 255))
      video.tags.prefix(32).map { XML("video:tag", $0.name) }
    }
  }
}
