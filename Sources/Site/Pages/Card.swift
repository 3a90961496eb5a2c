import Catalog
import Facts
import Hashing
import Templates

/// A video as lists show it.
enum Card {
  /// Of everything that a card shows, and no more: lists are rendered again only when one of their cards changes.
  static func digest(_ video: Video, _ channel: Channel?) -> Digest256 {
    var digest = InputDigest("card 4")
    digest.add([video.title, video.slug, video.channel, video.facts.folder, "\(video.sensitive)", video.summary])
    digest.add(video.written.title)
    digest.add(video.written.text)
    digest.add(video.date.seconds)
    digest.add(video.date.offset)
    digest.add(video.facts.source.duration)
    digest.add(video.facts.pictures.map { "\($0)" })
    digest.add(channel?.title)
    digest.add(channel?.avatar?.publishedPath)
    return digest.finish()
  }

  /// - Parameters:
  ///   - part: where a playlist means a part of the video alone.
  ///   - list: the page of the playlist that the card is on, below the folder of playlists: the watch page goes on there.
  static func value(
    _ video: Video, _ site: PageSite, _ links: PageLinks, part: Playlist.Entry? = nil, list: String? = nil
  ) -> Value {
    [
      "title": .text(video.title),
      "url": .text(links.page(site.addresses.videoFolder(video)) + query(part, list)),
      "part": words(of: part, site),
      "lang": foreignLanguage(video, site),
      "summary": .text(video.summary),
      "summaryLang": site.foreign(video.written.text),
      "duration": .text(Clock.text(video.facts.source.duration)),
      "date": date(video.date, site),
      "sensitive": .bool(video.sensitive != .no),
      "channel": ChannelBadge.value(video.channel, site, links),
      "picture": picture(video, site, links),
      "storyboard": storyboard(video, site, links),
      "hue": .number(Int64(hue(video.slug))),
    ]
  }

  /// As the script of the watch page reads it; times in whole seconds.
  private static func query(_ part: Playlist.Entry?, _ list: String?) -> String {
    let fields = [
      list.map { "list=\($0)" }, part?.start.map { "t=\($0 / 1000)" }, part?.stop.map { "stop=\(($0 + 999) / 1000)" },
    ].compactMap { $0 }
    return fields.isEmpty ? "" : "?" + fields.joined(separator: "&")
  }

  private static func words(of part: Playlist.Entry?, _ site: PageSite) -> Value {
    let start = part?.start.map(Clock.text)
    let stop = part?.stop.map(Clock.text)
    switch (start, stop) {
    case (nil, nil): return .absent
    case (let start?, nil): return .text(site.words.sentence("part-from", ["start": start]))
    case (_, let stop?):
      return .text(site.words.sentence("part-from-to", ["start": start ?? Clock.text(0), "stop": stop]))
    }
  }

  static func date(_ instant: Instant, _ site: PageSite) -> Value {
    ["text": .text(site.words.date(instant)), "iso": .text(instant.rfc3339)]
  }

  /// The `lang` of a text that is not in the page's language.
  static func foreignLanguage(_ video: Video, _ site: PageSite) -> Value { site.foreign(video.written.title) }

  /// One of eight drawn grounds for what has no picture: always the same for one name.
  static func hue(_ name: String) -> Int { Int(SHA256.hash(Array(name.utf8)).bytes[0] & 7) }

  /// The smallest one that is sharp at the size of a search result.
  static func smallPicture(_ video: Video, _ site: PageSite, _ links: PageLinks) -> String? {
    guard let pictures = video.facts.pictures else { return nil }
    let thumbnail = pictures.thumbnails.first { $0.width >= 240 } ?? pictures.thumbnails.last
    let name = thumbnail?.thumbnailName ?? pictures.poster.posterName
    return links.media(site.addresses.mediaFolder(video) + name)
  }

  /// For the preview of who points at a card. What is hidden until it is asked for shows none.
  private static func storyboard(_ video: Video, _ site: PageSite, _ links: PageLinks) -> Value {
    guard video.sensitive == .no, let board = video.facts.pictures?.storyboard, board.count > 1 else { return .absent }
    return [
      "url": .text(links.media(site.addresses.mediaFolder(video) + board.name)),
      "columns": .number(Int64(board.columns)),
      "rows": .number(Int64(max(1, board.height / max(1, board.tileHeight)))),
      "count": .number(Int64(board.count)),
      "width": .number(Int64(board.tileWidth)),
      "height": .number(Int64(board.tileHeight)),
    ]
  }

  private static func picture(_ video: Video, _ site: PageSite, _ links: PageLinks) -> Value {
    guard let pictures = video.facts.pictures else { return .absent }
    let folder = site.addresses.mediaFolder(video)
    let (poster, thumbnails) = (pictures.poster, pictures.thumbnails)
    var all = thumbnails.map { (facts: $0, jpeg: $0.thumbnailName, webP: $0.thumbnailWebPName) }
    if !thumbnails.contains(where: { $0.width == poster.width }) {
      all.append((poster, poster.posterName, poster.posterWebPName))
    }
    // A list never needs more than two pixels a point of its largest card.
    let small = all.filter { $0.facts.width <= 1280 }
    let set = small.isEmpty ? [all[0]] : small
    let shown = set.first { $0.facts.width >= 480 } ?? set[set.count - 1]
    func sources(_ files: [(name: String, width: Int)]) -> String {
      files.map { "\(links.media(folder + $0.name)) \($0.width)w" }.joined(separator: ", ")
    }
    let webP = set.compactMap { picture in picture.webP.map { (name: $0, width: picture.facts.width) } }
    return [
      "src": .text(links.media(folder + shown.jpeg)),
      "srcset": .text(sources(set.map { ($0.jpeg, $0.facts.width) })),
      // A browser that takes it does not look at the others: it has every size or is not offered.
      "webp": webP.count == set.count ? .text(sources(webP)) : .absent,
      "width": .number(Int64(shown.facts.width)),
      "height": .number(Int64(shown.facts.height)),
      "tall": .bool(shown.facts.height > shown.facts.width),
    ]
  }
}

/// A channel as cards and pages name it.
enum ChannelBadge {
  static func value(_ name: String, _ site: PageSite, _ links: PageLinks) -> Value {
    let title = site.channelTitle(name)
    return [
      "title": .text(title),
      "lang": site.foreign(site.channels[name]?.written.title),
      "url": .text(links.page(site.addresses.channelFolder(name))),
      "avatar": .optional(site.channels[name]?.avatar.map { links.to($0.publishedPath) }),
      "initial": .text(title.first.map { String($0).uppercased() } ?? "?"),
      "hue": .number(Int64(Card.hue(name))),
    ]
  }
}
