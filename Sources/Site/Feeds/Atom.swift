import Catalog
import Facts

/// Atom 1.0 (RFC 4287): every file and torrent as a link of its own.
enum Atom {
  static func document(_ feed: FeedSource) -> [UInt8] {
    // The format demands a date; an empty feed has had no change, so it shows the first second of the calendar.
    let updated = feed.updated ?? Instant(seconds: 0)
    return XML(
      "feed", ["xmlns": "http://www.w3.org/2005/Atom", "xmlns:media": MediaRSS.namespace, "xml:lang": feed.language]
    ) {
      // For life (section 4.2.6), also where the site moves.
      XML("id", "urn:uuid:" + feed.uuid(.atom))
      XML("title", feed.title)
      XML("subtitle", feed.description)
      XML("updated", updated.rfc3339)
      XML("generator", Generator.name)
      XML("link", ["rel": "self", "type": "application/atom+xml", "href": feed.url(.atom)])
      XML("link", ["rel": "alternate", "type": "text/html", "href": feed.page])
      XML("author") {
        XML("name", feed.channel?.title ?? feed.context.site.account.name)
        XML("uri", feed.page)
      }
      // A square is an icon, a broad picture a logo (sections 4.2.5 and 4.2.8).
      feed.avatar.map { XML("icon", $0.url) }
      feed.banner.map { XML("logo", $0.url) }
      feed.items().map(entry)
    }.document
  }

  private static func entry(_ item: FeedItem) -> XML {
    let video = item.video
    return XML("entry", ["xml:lang": item.language]) {
      XML("id", item.guid)
      XML("title", video.title)
      XML("published", video.date.rfc3339)
      XML("updated", item.updated.rfc3339)
      XML("link", ["rel": "alternate", "type": "text/html", "href": item.page])
      item.makers.map { maker in
        XML("author") {
          XML("name", maker.name)
          XML("uri", maker.page)
        }
      }
      video.tags.map { XML("category", ["term": $0.slug, "label": $0.name]) }
      XML("summary", item.text)
      if !video.bodyHTML.isEmpty { XML("content", ["type": "html"], text: item.html) }
      item.files.map { file in
        XML(
          "link",
          [
            "rel": "enclosure", "type": file.rendition.mediaType, "length": String(file.rendition.size),
            "title": file.rendition.name, "hreflang": file.language, "href": file.url,
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
      video.licence.map { XML("rights", $0.name) }
      MediaRSS.thumbnail(item)
    }
  }
}
