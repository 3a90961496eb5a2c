import Catalog
import Facts
import Hashing

/// RSS 2.0 with Media RSS, Apple's and Podcasting 2.0's elements (contracts/site.md 5.1, 5.2).
enum RSS {
  static func document(_ feed: FeedSource) -> [UInt8] {
    XML(
      "rss",
      [
        "version": "2.0", "xmlns:atom": "http://www.w3.org/2005/Atom",
        "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
        "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd", "xmlns:media": "http://search.yahoo.com/mrss/",
        "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
      ]
    ) { channel(feed) }.document
  }

  private static func channel(_ feed: FeedSource) -> XML {
    let self_ = feed.url("feed.xml")
    let items = feed.items()
    return XML("channel") {
      XML("title", feed.title)
      XML("link", feed.page)
      XML("description", cut(feed.description, bytes: 4000))
      XML("language", feed.language)
      XML("generator", Generator.name)
      if let updated = feed.updated { XML("lastBuildDate", updated.rfc2822) }
      XML("atom:link", ["rel": "self", "type": "application/rss+xml", "href": self_])
      if let avatar = feed.avatar {
        XML("image") {
          XML("url", avatar.url)
          XML("title", feed.title)
          XML("link", feed.page)
        }
        XML("itunes:image", ["href": avatar.url])
      }
      XML("itunes:author", feed.context.site.account.name)
      XML("itunes:explicit", items.contains(where: \.isSensitive) ? "true" : "false")
      if let category = feed.context.site.category.flatMap(ApplePodcasts.category) {
        XML("itunes:category", ["text": category])
      }
      XML("podcast:guid", podcastGUID(self_))
      // What is told here holds for the whole feed, and a program for sound alone plays a video's.
      XML("podcast:medium", !items.isEmpty && items.allSatisfy(\.video.facts.isSoundAlone) ? "podcast" : "video")
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
      XML("description", item.text)
      if !video.bodyHTML.isEmpty { XML("content:encoded", video.bodyHTML) }
      video.tags.map { XML("category", $0.name) }
      if let file = item.files.first {
        XML("enclosure", ["url": file.url, "length": String(file.rendition.size), "type": file.rendition.mediaType])
      }
      itunes(item)
      media(item)
      podcast(item, feed)
    }
  }

  private static func itunes(_ item: FeedItem) -> [XML] {
    let series = item.video.series
    var elements = [
      XML("itunes:duration", String(item.seconds)), XML("itunes:explicit", item.isSensitive ? "true" : "false"),
      XML("itunes:author", item.video.authors.isEmpty ? item.channelTitle : item.video.authors.joined(separator: ", ")),
    ]
    // Apple takes numbers above zero alone.
    if let season = series?.season, season > 0 { elements.append(XML("itunes:season", String(season))) }
    if let episode = series?.episode, episode > 0 { elements.append(XML("itunes:episode", String(episode))) }
    return elements
  }

  private static func media(_ item: FeedItem) -> [XML] {
    // One content in several forms: other languages are none of the same.
    let shown = item.video.facts.isSoundAlone ? Array(item.sounds.prefix(1)) : item.films
    let contents = shown.enumerated().map { index, file in
      let rendition = file.rendition
      let isFilm = rendition.codec != nil
      return XML(
        "media:content",
        [
          "url": file.url, "fileSize": String(rendition.size), "type": rendition.mediaType,
          "medium": isFilm ? "video" : "audio", "isDefault": index == 0 ? "true" : "false",
          "bitrate": String(rendition.averageBandwidth / 1000),
          "framerate": isFilm ? String(Int(rendition.frameRate.value.rounded())) : nil,
          "duration": String(item.seconds), "width": isFilm ? String(rendition.width) : nil,
          "height": isFilm ? String(rendition.height) : nil, "lang": item.language,
        ])
    }
    var elements: [XML] = []
    if contents.count == 1 { elements += contents }
    if contents.count > 1 { elements.append(XML("media:group") { contents }) }
    if let picture = item.thumbnail {
      elements.append(
        XML(
          "media:thumbnail",
          ["url": picture.url, "width": String(picture.facts.width), "height": String(picture.facts.height)]))
    }
    elements.append(XML("media:player", ["url": item.embed]))
    return elements
  }

  private static func podcast(_ item: FeedItem, _ feed: FeedSource) -> [XML] {
    let video = item.video
    var elements = item.files.enumerated().map { index, file in
      let rendition = file.rendition
      return XML(
        "podcast:alternateEnclosure",
        [
          "type": rendition.mediaType, "length": String(rendition.size), "bitrate": String(rendition.averageBandwidth),
          "height": rendition.codec == nil ? nil : String(rendition.height), "lang": rendition.track?.language,
          "title": rendition.name, "codecs": rendition.codecs, "default": index == 0 ? "true" : nil,
        ]
      ) {
        XML("podcast:source", ["uri": file.url])
        file.torrent.map { XML("podcast:source", ["uri": $0, "contentType": "application/x-bittorrent"]) }
      }
    }
    elements.append(
      XML("podcast:alternateEnclosure", ["type": "application/x-mpegURL", "length": "0", "title": "HLS"]) {
        XML("podcast:source", ["uri": item.playlist])
      })
    elements += video.captions.filter { $0.kind == .captions }.map { caption in
      XML(
        "podcast:transcript",
        [
          "url": "\(item.page)captions.\(caption.language).vtt", "type": "text/vtt", "language": caption.language,
          "rel": "captions",
        ])
    }
    if !ChapterDocuments.parts(video).isEmpty {
      elements.append(
        XML("podcast:chapters", ["url": item.page + "chapters.json", "type": "application/json+chapters"]))
    }
    if let licence = video.licence {
      elements.append(
        XML("podcast:license", ["url": licence.url], text: licence.spdx.map { $0.lowercased() } ?? licence.name))
    }
    elements += video.authors.map { XML("podcast:person", $0) }
    if let location = video.location { elements.append(XML("podcast:location", location)) }
    elements.append(
      XML("podcast:socialInteract", ["protocol": "activitypub", "uri": feed.base + video.idPath]))
    return elements
  }

  /// UUID version 5 (RFC 9562, section 5.5) of the feed's address without scheme, in Podcasting 2.0's name space.
  static func podcastGUID(_ url: String) -> String {
    let space: [UInt8] = [
      0xEA, 0xD4, 0xC2, 0x36, 0xBF, 0x58, 0x58, 0xC6, 0xA2, 0xC6, 0xA6, 0xB2, 0x8D, 0x12, 0x8C, 0xB6,
    ]
    var name = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? url[...]
    while name.hasSuffix("/") { name = name.dropLast() }
    var bytes = Array(SHA1.hash(space + Array(name.utf8)).bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x50
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Hex.encode(bytes)
    var parts: [Substring] = []
    var rest = hex[...]
    for length in [8, 4, 4, 4, 12] {
      parts.append(rest.prefix(length))
      rest = rest.dropFirst(length)
    }
    return parts.joined(separator: "-")
  }

  /// The start of a text in at most so many bytes of UTF-8.
  static func cut(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var count = 0
    return String(
      text.prefix { character in
        count += character.utf8.count
        return count <= limit
      })
  }
}

/// Apple's own list has no word for most of PeerTube's categories: the nearest of its top level.
enum ApplePodcasts {
  static func category(_ number: Int) -> String? {
    let names = [
      "Music", "TV & Film", "Leisure", "Arts", "Sports", "Society & Culture", "Leisure", "Society & Culture", "Comedy",
      "TV & Film", "News", "Education", "Education", "Society & Culture", "Technology", "Leisure", "Kids & Family",
      "Arts",
    ]
    return names.indices.contains(number - 1) ? names[number - 1] : nil
  }
}
