import Catalog
import Facts

/// RSS 2.0 with Media RSS, Apple's and Podcasting 2.0's elements (contracts/site.md 5.1, 5.2).
enum RSS {
  static func document(_ feed: FeedSource) -> [UInt8] {
    XML(
      "rss",
      [
        "version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom",
        "xmlns:content": "http://purl.org/rss/1.0/modules/content/", "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "xmlns:media": MediaRSS.namespace,
        "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
      ]
    ) { channel(feed) }.document
  }

  private static func channel(_ feed: FeedSource) -> XML {
    let items = feed.items()
    return XML("channel") {
      XML("title", feed.title)
      XML("link", feed.page)
      XML("description", FeedText.cut(feed.description, bytes: 4000))
      XML("language", feed.language)
      XML("generator", Generator.name)
      if let updated = feed.updated { XML("lastBuildDate", updated.rfc2822) }
      XML("atom:link", ["rel": "self", "type": "application/rss+xml", "href": feed.url(.rss)])
      if let avatar = feed.avatar {
        XML("image") {
          XML("url", avatar.url)
          XML("title", feed.title)
          XML("link", feed.page)
        }
      }
      ApplePodcasts.elements(feed, items)
      Podcasting.elements(feed, items)
      items.map { item($0, feed) }
    }
  }

  private static func item(_ item: FeedItem, _ feed: FeedSource) -> XML {
    let video = item.video
    return XML("item") {
      XML("title", video.title)
      XML("link", item.page)
      XML("guid", ["isPermaLink": "false"], text: item.guid)
      XML("pubDate", video.date.rfc2822)
      XML("description", FeedText.cut(item.text, bytes: 4000))
      if !video.bodyHTML.isEmpty { XML("content:encoded", item.html) }
      // `author` of RSS itself is a mail address.
      item.makers.map { XML("dc:creator", $0.name) }
      item.language.map { XML("dc:language", $0) }
      video.tags.map { XML("category", $0.name) }
      if let file = item.files.first {
        XML("enclosure", ["url": file.url, "length": String(file.rendition.size), "type": file.rendition.mediaType])
      }
      ApplePodcasts.elements(item)
      MediaRSS.elements(item)
      Podcasting.elements(item, feed)
    }
  }
}
