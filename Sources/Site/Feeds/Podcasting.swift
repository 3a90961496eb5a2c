import Catalog
import Facts
import Hashing

/// Podcasting 2.0's elements.
enum Podcasting {
  static func elements(_ feed: FeedSource, _ items: [FeedItem]) -> [XML] {
    var elements = [
      XML("podcast:guid", feed.uuid(.rss)),
      // What is told here holds for the whole feed, and a program for sound alone plays a video's.
      XML("podcast:medium", !items.isEmpty && items.allSatisfy(\.video.facts.isSoundAlone) ? "podcast" : "video"),
    ]
    if let support = feed.channel?.support, let funding = funding(support) { elements.append(funding) }
    for (picture, purpose) in [(feed.avatar, "artwork"), (feed.banner, "banner")] {
      if let picture {
        elements.append(
          image(picture.url, picture.picture.width, picture.picture.height, alt: feed.title, purpose: purpose))
      }
    }
    return elements
  }

  static func elements(_ item: FeedItem, _ feed: FeedSource) -> [XML] {
    let video = item.video
    var elements = item.files.enumerated().map { enclosure($1, isDefault: $0 == 0) }
    elements.append(
      XML(
        "podcast:alternateEnclosure",
        ["type": "application/x-mpegURL", "length": "0", "lang": item.language, "title": "HLS"]
      ) {
        XML("podcast:source", ["uri": item.playlist])
      })
    elements += item.captions.map {
      XML(
        "podcast:transcript",
        ["url": item.address(of: $0), "type": "text/vtt", "language": $0.language, "rel": "captions"])
    }
    if !ChapterDocuments.parts(video).isEmpty {
      elements.append(
        XML("podcast:chapters", ["url": item.documents + "chapters.json", "type": "application/json+chapters"]))
    }
    if let licence = video.licence.flatMap(licence) { elements.append(licence) }
    // Without a role they would be the hosts of a show.
    elements += item.authors.map {
      XML(
        "podcast:person", ["role": "author", "group": "writing", "href": $0.page], text: FeedText.name($0.name))
    }
    if let location = video.location { elements.append(XML("podcast:location", FeedText.name(location))) }
    elements += place(video.series)
    if let picture = item.shownPoster {
      elements.append(
        image(picture.url, picture.facts.width, picture.facts.height, alt: video.title, purpose: "poster"))
    }
    if let support = video.support, support != feed.channel?.support, let funding = funding(support) {
      elements.append(funding)
    }
    if let source = video.sourceURL { elements.append(XML("podcast:contentLink", ["href": source], text: source)) }
    elements.append(
      XML(
        "podcast:socialInteract",
        [
          "protocol": "activitypub", "uri": feed.base + video.idPath,
          "accountId": Identities(feed.context.site).map { "@\(video.channel)@\($0.host)" },
          "accountUrl": item.channelPage,
        ]))
    return elements
  }

  private static func enclosure(_ file: FeedItem.File, isDefault: Bool) -> XML {
    let rendition = file.rendition
    let title = String(rendition.name.prefix(32))
    return XML(
      "podcast:alternateEnclosure",
      [
        "type": rendition.mediaType, "length": String(rendition.size), "bitrate": String(rendition.averageBandwidth),
        "height": rendition.codec == nil ? nil : String(rendition.height), "lang": file.language, "title": title,
        // Without one, a program takes it for the enclosure in another form.
        "rel": file.isSameContent ? nil : title, "codecs": rendition.codecs, "default": isDefault ? "true" : nil,
      ]
    ) {
      XML("podcast:source", ["uri": file.url])
      file.torrent.map { XML("podcast:source", ["uri": $0, "contentType": "application/x-bittorrent"]) }
      XML("podcast:integrity", ["type": "sri", "value": "sha256-" + Base64.encode(rendition.sha256.bytes)])
    }
  }

  /// A licence that has neither an identifier nor a text says nothing to a program.
  private static func licence(_ licence: Licence) -> XML? {
    guard licence.spdx != nil || licence.url != nil else { return nil }
    return XML(
      "podcast:license", ["url": licence.url],
      text: FeedText.name(licence.spdx.map { $0.lowercased() } ?? licence.name))
  }

  /// Programs show the name of a season in place of its number.
  private static func place(_ series: Video.Series?) -> [XML] {
    guard let series else { return [] }
    return [
      series.season.map {
        XML("podcast:season", ["name": FeedText.name("\(series.name) \($0)")], text: String($0))
      },
      series.episode.map { XML("podcast:episode", String($0)) },
    ].compactMap { $0 }
  }

  private static func funding(_ text: String) -> XML? {
    FeedText.address(in: text).map { XML("podcast:funding", ["url": $0], text: FeedText.name(text)) }
  }

  private static func image(_ url: String, _ width: Int, _ height: Int, alt: String, purpose: String) -> XML {
    XML(
      "podcast:image",
      ["href": url, "alt": alt, "width": String(width), "height": String(height), "purpose": purpose])
  }
}
