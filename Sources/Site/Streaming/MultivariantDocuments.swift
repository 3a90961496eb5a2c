import Catalog
import Facts

/// `master.m3u8` with every rendition, and `h264.m3u8` with those that other servers may list. Each has full `CODECS`,
/// also for one rendition: without it Chromium stays stuck on a codec that it cannot decode (contracts/playback.md C).
enum MultivariantDocuments {
  static func documents(_ video: Video, _ context: SiteContext) -> [Document] {
    guard !video.facts.renditions.isEmpty else { return [] }
    let folder = context.addresses.videoFolder(video)
    return [
      document(folder + "master.m3u8", video.facts.renditions, video, context),
      document(folder + "h264.m3u8", VideoLinks.renditions(video.facts), video, context),
    ]
  }

  private static func document(
    _ path: String, _ renditions: [RenditionFacts], _ video: Video, _ context: SiteContext
  ) -> Document {
    let subtitles = CaptionDocuments.subtitles(video)
    let stems = renditions.map {
      context.addresses.media(from: path, to: context.addresses.mediaFolder(video) + $0.stem)
    }
    var inputs = InputDigest("multivariant playlist 1")
    inputs.add(stems)
    for rendition in renditions { inputs.add(playlistsOf: rendition) }
    inputs.add(subtitles.flatMap { [$0.caption.language, $0.name, String($0.caption.isAutomatic)] })
    return Document(path: path, inputs: inputs.finish()) {
      var text = PlaylistText()
      text.tag("INDEPENDENT-SEGMENTS")
      for subtitle in subtitles { text.tag("MEDIA", media(subtitle)) }
      for (rendition, stem) in zip(renditions, stems) {
        text.tag("STREAM-INF", stream(rendition, hasSubtitles: !subtitles.isEmpty))
        text.uri(stem + ".m3u8")
      }
      for (rendition, stem) in zip(renditions, stems) where rendition.codec != nil {
        let tables = try context.tables(rendition, of: video)
        text.tag("I-FRAME-STREAM-INF", iFrames(rendition, tables, uri: stem + ".iframes.m3u8"))
      }
      return text.bytes
    }
  }

  private static func stream(
    _ rendition: RenditionFacts, hasSubtitles: Bool
  ) -> KeyValuePairs<String, PlaylistText.Attribute?> {
    let rate = rendition.frameRate
    let hasRate = rate.numerator > 0 && rate.denominator > 0
    return [
      "BANDWIDTH": .plain(String(rendition.peakBandwidth)),
      "AVERAGE-BANDWIDTH": .plain(String(rendition.averageBandwidth)),
      "CODECS": .quoted(rendition.codecs),
      "RESOLUTION": rendition.codec == nil ? nil : .plain("\(rendition.width)x\(rendition.height)"),
      "FRAME-RATE": hasRate
        ? .plain(PlaylistText.thousandths(rate.numerator, over: rate.denominator)) : nil,
      "CLOSED-CAPTIONS": .plain("NONE"),
      "SUBTITLES": hasSubtitles ? .quoted(subtitleGroup) : nil,
    ]
  }

  /// Bandwidth as for a stream, but of the pictures alone (RFC 8216, 4.3.4.3); there is no sound in them.
  private static func iFrames(
    _ rendition: RenditionFacts, _ tables: RenditionTables, uri: String
  ) -> KeyValuePairs<String, PlaylistText.Attribute?> {
    let rates = tables.segments.filter { $0.duration > 0 }.map {
      Double($0.pictureLength * 8) * Double(tables.timescale) / Double($0.duration)
    }
    let bytes = tables.segments.reduce(0) { $0 + $1.pictureLength }
    let ticks = tables.segments.reduce(0) { $0 + $1.duration }
    let average = Double(bytes * 8) * Double(tables.timescale) / Double(max(1, ticks))
    return [
      "BANDWIDTH": .plain(String(Int64((rates.max() ?? 0).rounded(.up)))),
      "AVERAGE-BANDWIDTH": .plain(String(Int64(average.rounded(.up)))),
      "CODECS": .quoted(String(rendition.codecs.prefix { $0 != "," })),
      "RESOLUTION": .plain("\(rendition.width)x\(rendition.height)"),
      "URI": .quoted(uri),
    ]
  }

  private static let subtitleGroup = "captions"

  private static func media(
    _ subtitle: CaptionDocuments.Subtitle
  ) -> KeyValuePairs<String, PlaylistText.Attribute?> {
    let characteristics = [
      "public.accessibility.transcribes-spoken-dialog", "public.accessibility.describes-music-and-sound",
    ]
    return [
      "TYPE": .plain("SUBTITLES"),
      "GROUP-ID": .quoted(subtitleGroup),
      "NAME": .quoted(subtitle.name),
      "LANGUAGE": .quoted(subtitle.caption.language),
      "DEFAULT": .plain("NO"),
      "AUTOSELECT": .plain("YES"),
      "FORCED": .plain("NO"),
      "CHARACTERISTICS": .quoted(
        subtitle.caption.isAutomatic ? "public.machine-generated" : characteristics.joined(separator: ",")),
      "URI": .quoted("captions.\(subtitle.caption.language).m3u8"),
    ]
  }
}
