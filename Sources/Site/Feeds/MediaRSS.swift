import Catalog
import Facts

/// Media RSS 1.5.1.
enum MediaRSS {
  static let namespace = "http://search.yahoo.com/mrss/"

  static func elements(_ item: FeedItem) -> [XML] {
    let video = item.video
    // One content in several forms: other languages are none of the same.
    let shown = video.facts.isSoundAlone ? Array(item.sounds.prefix(1)) : item.films
    let contents = shown.enumerated().map { content($1, isDefault: $0 == 0, item) }
    var elements = contents.count > 1 ? [XML("media:group") { contents }] : contents
    elements.append(XML("media:title", ["type": "plain"], text: video.title))
    elements.append(XML("media:description", ["type": "plain"], text: item.text))
    if let thumbnail = thumbnail(item) { elements.append(thumbnail) }
    let (width, height) = OEmbed.size(video)
    elements.append(
      XML("media:player", ["url": item.embed, "width": String(width), "height": String(height)]))
    elements.append(XML("media:rating", ["scheme": "urn:simple"], text: item.isSensitive ? "adult" : "nonadult"))
    elements += item.authors.map { XML("media:credit", ["role": "author", "scheme": "urn:ebu"], text: $0.name) }
    if let licence = video.licence {
      elements.append(
        XML("media:license", ["type": licence.url == nil ? nil : "text/html", "href": licence.url], text: licence.name))
    }
    elements += item.captions.map {
      XML("media:subTitle", ["type": "text/vtt", "lang": $0.language, "href": item.address(of: $0)])
    }
    return elements
  }

  static func thumbnail(_ item: FeedItem) -> XML? {
    item.shownThumbnail.map {
      XML("media:thumbnail", ["url": $0.url, "width": String($0.facts.width), "height": String($0.facts.height)])
    }
  }

  private static func content(_ file: FeedItem.File, isDefault: Bool, _ item: FeedItem) -> XML {
    let rendition = file.rendition
    let isFilm = rendition.codec != nil
    return XML(
      "media:content",
      [
        "url": file.url, "fileSize": String(rendition.size), "type": rendition.mediaType,
        "medium": isFilm ? "video" : "audio", "isDefault": isDefault ? "true" : "false", "expression": "full",
        "bitrate": String(rendition.averageBandwidth / 1000),
        "framerate": isFilm ? String(Int(rendition.frameRate.value.rounded())) : nil,
        "channels": rendition.track.map { String($0.channels) }, "duration": String(item.seconds),
        "width": isFilm ? String(rendition.width) : nil, "height": isFilm ? String(rendition.height) : nil,
        "lang": file.language,
      ]
    ) {
      file.torrent.map { XML("media:peerLink", ["type": "application/x-bittorrent", "href": $0]) }
    }
  }
}
