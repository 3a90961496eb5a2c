import Catalog
import Facts

/// Atom 1.0 (RFC 4287): every file and torrent as a link of its own.
enum Atom {
  static func document(_ feed: FeedSource) -> [UInt8] {
    // The format demands a date; an empty feed has had no change, so it shows the first second of the calendar.
    let updated = feed.updated ?? Instant(seconds: 0)
    return XML("feed", ["xmlns": "http://www.w3.org/2005/Atom", "xml:lang": feed.language]) {
      XML("id", feed.url("atom.xml"))
      XML("title", feed.title)
      XML("subtitle", feed.description)
      XML("updated", updated.rfc3339)
      XML("generator", Generator.name)
      XML("link", ["rel": "self", "type": "application/atom+xml", "href": feed.url("atom.xml")])
      XML("link", ["rel": "alternate", "type": "text/html", "href": feed.page])
      XML("author") { XML("name", feed.channel?.title ?? feed.context.site.account.name) }
      feed.avatar.map { XML("logo", $0.url) }
      feed.items().map(entry)
    }.document
  }

  private static func entry(_ item: FeedItem) -> XML {
    let video = item.video
    return XML("entry", ["xml:lang": item.language]) {
      XML("id", item.guid)
      XML("title", video.title)
      XML("published", video.date.rfc3339)
      XML("updated", max(video.date, video.updated).rfc3339)
      XML("link", ["rel": "alternate", "type": "text/html", "href": item.page])
      if video.authors.isEmpty {
        XML("author") {
          XML("name", item.channelTitle)
          XML("uri", item.channelPage)
        }
      }
      video.authors.map { author in XML("author") { XML("name", author) } }
      video.tags.map { XML("category", ["term": $0.slug, "label": $0.name]) }
      XML("summary", item.text)
      if !video.bodyHTML.isEmpty { XML("content", ["type": "html"], text: video.bodyHTML) }
      item.files.map { file in
        XML(
          "link",
          [
            "rel": "enclosure", "type": file.rendition.mediaType, "length": String(file.rendition.size),
            "title": file.rendition.name,
            "href": file.url,
          ])
      }
      item.files.compactMap { file in
        file.torrent.map {
          XML(
            "link", ["rel": "enclosure", "type": "application/x-bittorrent", "title": file.rendition.name, "href": $0])
        }
      }
      video.sourceURL.map { XML("link", ["rel": "via", "href": $0]) }
      video.licence?.url.map { XML("link", ["rel": "license", "href": $0]) }
    }
  }
}
