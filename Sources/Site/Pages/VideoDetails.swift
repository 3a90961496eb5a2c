import Catalog
import Facts
import Templates
import Torrent

/// What a watch page says of its video beside the player.
struct VideoDetails {
  private let video: Video
  private let site: PageSite
  private let links: PageLinks

  init(_ video: Video, _ site: PageSite, _ links: PageLinks) {
    self.video = video
    self.site = site
    self.links = links
  }

  var value: Value {
    [
      "title": .text(video.title),
      "lang": Card.foreignLanguage(video, site),
      "textLang": site.foreign(video.written.text),
      "text": video.bodyHTML.isEmpty ? .absent : .html(video.bodyHTML),
      "summary": .text(video.summary),
      "date": Card.date(video.date, site),
      "original": video.originallyPublished.map { Card.date($0, site) } ?? .absent,
      "duration": ["text": .text(Clock.text(duration)), "iso": .text(Clock.iso(duration))],
      "channel": ChannelBadge.value(video.channel, site, links),
      "handle": .optional(site.host.map { "@\(video.channel)@\($0)" }),
      "hue": .number(Int64(Card.hue(video.slug))),
      "sensitive": Self.sensitive(video, site),
      "unlisted": .bool(video.privacy == .unlisted),
      "tags": .list(terms(.tags)),
      "hasTags": .bool(!video.tags.isEmpty),
      "authors": .list(terms(.authors)),
      "hasAuthors": .bool(!video.authors.isEmpty),
      "category": terms(.categories).first ?? .absent,
      "language": terms(.languages).first ?? .absent,
      "licence": terms(.licences).first ?? .absent,
      "licenceText": .optional(video.licence?.url),
      "location": .optional(video.location),
      "series": series,
      "source": .optional(video.sourceURL),
      "support": .optional(video.support),
    ]
  }

  /// Links that work without scripts: the file itself, opened at that second; the script seeks in the page instead.
  var chapters: [Value] {
    let file = WatchPlayer.files(video).first
    return video.chapters.enumerated().map { index, chapter in
      let seconds = chapter.start / 1000
      let url = file.map { links.media("\(site.addresses.mediaFolder(video))\($0.stem).mp4") + "#t=\(seconds)" }
      return [
        "title": .text(chapter.title), "time": .text(Clock.text(seconds * 1000)), "seconds": .number(seconds),
        "url": .optional(url), "number": .number(Int64(index + 1)),
      ]
    }
  }

  /// The sounds that a player without a menu of them does not give, each as a link that plays it alone.
  var soundtracks: [Value] {
    let folder = site.addresses.mediaFolder(video)
    return (SoundGroup(video)?.others ?? []).map { sound in
      [
        "label": .text(label(sound)), "language": .optional(sound.language),
        "url": .text(links.media("\(folder)\(sound.rendition.stem).mp4")),
      ]
    }
  }

  /// What its author calls it, else its language in that of the page, which has no words for Canadian French.
  private func label(_ sound: SoundGroup.Member) -> String {
    let words = site.words
    guard sound.rendition.track?.title == nil, let language = sound.language, !language.contains("-")
    else { return sound.name }
    let name = words.languageName(language)
    return sound.isDescription ? "\(name), \(words["audio-description"])" : name
  }

  private func quality(_ file: RenditionFacts) -> String {
    if file.codec != nil { return "\(file.shortSide)p" }
    let words = site.words[video.facts.isSoundAlone ? "audio" : "audio-only"]
    let sound = SoundGroup(video)?.members.first { $0.rendition.stem == file.stem }
    return sound.map { "\(words): \(label($0))" } ?? words
  }

  /// Each file with its torrent; none where the author keeps downloads off.
  var downloads: [Value] {
    guard video.downloads else { return [] }
    let folder = site.addresses.mediaFolder(video)
    return video.facts.renditions.map { file in
      [
        "quality": .text(quality(file)),
        "codec": .text(Self.codecName(file)),
        "pixels": file.codec == nil ? .absent : .text("\(file.width) × \(file.height)"),
        "size": .text(site.words.size(file.size)),
        "file": .text(links.media("\(folder)\(file.stem).mp4")),
        "name": .text(file.torrentName),
        "torrent": .text(links.media("\(folder)\(file.stem).torrent")),
        "magnet": .text(magnet(file)),
      ]
    }
  }

  static func sensitive(_ video: Video, _ site: PageSite) -> Value {
    switch video.sensitive {
    case .no: .bool(false)
    // The author's own reason is in the language of the video, the theme's in that of the page.
    case .yes(let reason?): ["reason": .text(reason), "lang": site.foreign(video.written.text)]
    case .yes(nil): ["reason": .text(site.words["sensitive-text"]), "lang": .absent]
    }
  }

  private var duration: Int64 { video.facts.source.duration }

  private func terms(_ taxonomy: Taxonomy) -> [Value] { taxonomy.terms(of: video).map { site.value($0, links) } }

  private var series: Value {
    guard let series = video.series, let term = terms(.series).first else { return .absent }
    let season = series.season.map { site.words.sentence("season-n", ["n": String($0)]) }
    let episode = series.episode.map { site.words.sentence("episode-n", ["n": String($0)]) }
    let place = [season, episode].compactMap { $0 }
    return ["term": term, "place": .optional(place.isEmpty ? nil : place.joined(separator: ", "))]
  }

  private func magnet(_ file: RenditionFacts) -> String {
    let stem = site.addresses.mediaFolder(video) + file.stem
    return Magnet(
      infohash: file.infohash(TorrentForm(rawValue: site.site.torrents.rawValue) ?? .v1), name: file.torrentName,
      trackers: site.site.trackers, webSeeds: [site.addresses.absoluteMedia(stem + ".mp4")].compactMap { $0 },
      torrentURL: site.addresses.absoluteMedia(stem + ".torrent")
    ).link
  }

  private static func codecName(_ file: RenditionFacts) -> String {
    switch file.codec {
    case .h264: "H.264"
    case .av1: "AV1"
    case .vp9: "VP9"
    case nil where file.codecs.hasPrefix("mp4a"): "AAC"
    case nil: file.codecs == "fLaC" ? "FLAC" : "Opus"
    }
  }
}
