import Catalog
import Facts
import Hashing

/// Sitemaps with Google's video elements (contracts/site.md 5.4).
enum Sitemap {
  /// Of one file. The format allows 50,000 addresses and 50 MB; smaller files are fetched again more cheaply.
  struct Limits {
    var addresses = 10_000
    var bytes = 50_000_000
  }

  private enum Entry {
    case page(String, updated: Instant?)
    /// In one language: an index of the site's.
    case video(index: Int, Video, language: Int)
  }

  /// `sitemap.xml` alone, or an index there and `sitemap-<n>.xml` from the oldest, so that a new video changes the last.
  static func documents(_ context: SiteContext, _ base: String, limits: Limits = Limits()) -> [Document] {
    let parts = parts(entries(context), context, base, limits)
    if parts.count == 1 { return [file("sitemap.xml", parts[0], context, base)] }
    let files = parts.enumerated().map { file("sitemap-\($0 + 1).xml", $1, context, base) }
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

  /// At least one, each as full as the limits allow.
  private static func parts(
    _ entries: [Entry], _ context: SiteContext, _ base: String, _ limits: Limits
  ) -> [ArraySlice<Entry>] {
    var parts: [ArraySlice<Entry>] = []
    var start = 0
    var bytes = 0
    for (index, entry) in entries.enumerated() {
      let size = largestSize(entry, context, base)
      if index > start, index - start == limits.addresses || bytes + size > limits.bytes {
        parts.append(entries[start..<index])
        (start, bytes) = (index, 0)
      }
      bytes += size
    }
    return parts + [entries[start...]]
  }

  /// What an entry takes at most, without rendering it: names of elements, addresses, and texts with their escapes.
  private static func largestSize(_ entry: Entry, _ context: SiteContext, _ base: String) -> Int {
    switch entry {
    case .page(let page, _): return 150 + base.utf8.count + page.utf8.count
    case .video(_, let video, _):
      let longest = max(base.utf8.count, context.addresses.mediaBaseURL?.utf8.count ?? 0)
      let tags = video.tags.prefix(maximumTags).reduce(0) { $0 + 40 + 5 * $1.name.utf8.count }
      return 2500 + 6 * longest + 3 * video.slug.utf8.count + 5 * video.title.utf8.count
        + 5 * min(maximumDescription, max(video.summary.utf8.count, video.title.utf8.count)) + tags
    }
  }

  private static let maximumTags = 32
  private static let maximumDescription = 2048

  /// Every page of every language but the lists' further ones; the languages of one video stand side by side.
  private static func entries(_ context: SiteContext) -> [Entry] {
    let languages = context.languages.entries.indices
    let listed = context.catalog.videos.indices.filter { context.catalog.videos[$0].privacy == .public }
    return languages.flatMap { pages(context.localized($0)) }
      + listed.reversed().flatMap { index in
        languages.map { .video(index: index, context.languages.entries[$0].catalog.videos[index], language: $0) }
      }
  }

  private static func pages(_ context: SiteContext) -> [Entry] {
    let addresses = context.addresses
    let listed = context.catalog.videos.enumerated().filter { $1.privacy == .public }
    let newest = { (videos: [Video]) in videos.map(\.updated).max { $0.seconds < $1.seconds } }
    let byChannel = Dictionary(grouping: listed.map(\.element), by: \.channel)
    let terms = Terms(context.catalog.videos).lists.map(\.term)
    let root = context.root
    let written = context.catalog.pages.map(\.slug).filter { $0 != AboutPage.slug }
    let taxonomies = Taxonomy.allCases.filter { taxonomy in terms.contains { $0.taxonomy == taxonomy } }
    return [.page(root, updated: newest(listed.map(\.element)))]
      + context.catalog.channels.map {
        .page(root + addresses.channelFolder($0.name), updated: newest(byChannel[$0.name] ?? []))
      }
      + taxonomies.map { .page(root + $0.folder, updated: nil) } + terms.map { .page(root + $0.folder, updated: nil) }
      + context.catalog.playlists.map { .page(root + addresses.playlistFolder($0.slug), updated: $0.updated) }
      + ([AboutPage.slug] + written).map { .page("\(root)\($0)/", updated: nil) }
  }

  private static func file(
    _ path: String, _ entries: ArraySlice<Entry>, _ context: SiteContext, _ base: String
  ) -> Document {
    var digest = InputDigest("sitemap 2")
    digest.add(context.siteDigest)
    for entry in entries {
      switch entry {
      case .page(let page, let updated): digest.add([page, updated?.rfc3339 ?? ""])
      case .video(let index, let video, let language):
        digest.add(language)
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
    case .video(_, let video, let language): url(FeedItem(video, context.localized(language), base))
    }
  }

  private static func url(_ item: FeedItem) -> XML {
    XML("url") {
      XML("loc", item.page)
      XML("lastmod", item.updated.rfc3339)
      // Without a thumbnail the format has no place for a video, and for sound none at all: the page is listed alone.
      item.video.facts.isSoundAlone ? nil : item.thumbnail.map { video(item, $0.url) }
    }
  }

  /// In the order of the format's own schema.
  private static func video(_ item: FeedItem, _ thumbnail: String) -> XML {
    let video = item.video
    return XML("video:video") {
      XML("video:thumbnail_loc", thumbnail)
      XML("video:title", video.title)
      XML("video:description", FeedText.cut(item.text, bytes: maximumDescription))
      item.films.first.map { XML("video:content_loc", $0.url) }
      XML("video:player_loc", item.embed)
      if (1...28_800).contains(item.seconds) { XML("video:duration", String(item.seconds)) }
      video.expires.map { XML("video:expiration_date", $0.rfc3339) }
      XML("video:publication_date", video.date.rfc3339)
      video.tags.prefix(maximumTags).map { XML("video:tag", $0.name) }
      XML("video:family_friendly", item.isSensitive ? "no" : "yes")
      XML("video:uploader", ["info": item.channelPage], text: FeedText.cut(item.channelTitle, bytes: 255))
    }
  }
}
