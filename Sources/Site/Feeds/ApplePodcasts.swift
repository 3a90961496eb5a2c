import Catalog

/// Apple's elements, which every podcast program reads.
enum ApplePodcasts {
  static func elements(_ feed: FeedSource, _ items: [FeedItem]) -> [XML] {
    var elements = [
      XML("itunes:author", String(feed.context.site.account.name.prefix(255))),
      XML("itunes:explicit", items.contains(where: \.isSensitive) ? "true" : "false"),
    ]
    if let avatar = feed.avatar { elements.append(XML("itunes:image", ["href": avatar.url])) }
    if let category = feed.category.flatMap(category) {
      elements.append(
        XML("itunes:category", ["text": category.name]) {
          category.part.map { XML("itunes:category", ["text": $0]) }
        })
    }
    return elements
  }

  /// No author: readers join it to the names of `dc:creator` (feedparser), and Apple has one of the whole feed alone.
  static func elements(_ item: FeedItem) -> [XML] {
    let series = item.video.series
    var elements = [
      XML("itunes:duration", String(item.seconds)), XML("itunes:explicit", item.isSensitive ? "true" : "false"),
    ]
    // Apple takes numbers above zero alone.
    if let season = series?.season, season > 0 { elements.append(XML("itunes:season", String(season))) }
    if let episode = series?.episode, episode > 0 { elements.append(XML("itunes:episode", String(episode))) }
    return elements
  }

  /// Apple's own list has no word for most of PeerTube's categories: the nearest, and a part of it where one fits.
  static func category(_ number: Int) -> (name: String, part: String?)? {
    let names: [(name: String, part: String?)] = [
      ("Music", nil), ("TV & Film", nil), ("Leisure", "Automotive"), ("Arts", nil), ("Sports", nil),
      ("Society & Culture", "Places & Travel"), ("Leisure", "Video Games"), ("Society & Culture", nil), ("Comedy", nil),
      ("TV & Film", nil), ("News", nil), ("Education", "How To"), ("Education", nil), ("Society & Culture", nil),
      ("Technology", nil), ("Leisure", nil), ("Kids & Family", nil), ("Arts", "Food"),
    ]
    return names.indices.contains(number - 1) ? names[number - 1] : nil
  }
}
