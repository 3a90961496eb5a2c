import Catalog
import Facts

/// `master.m3u8` with every rendition, and, where there is a film, `h264.m3u8` with those that other servers may list. Each has full `CODECS`,
/// also for one rendition: without it Chromium stays stuck on a codec that it cannot decode (contracts/playback.md C).
enum MultivariantDocuments {
  static func documents(_ video: Video, _ context: SiteContext) -> [Document] {
    guard !video.facts.renditions.isEmpty else { return [] }
    let folder = context.addresses.videoFolder(video)
    let all = document(folder + "master.m3u8", video.facts.renditions, SoundGroup(video), video, context)
    if video.facts.isSoundAlone { return [all] }
    return [all, document(folder + "h264.m3u8", VideoLinks.renditions(video.facts), nil, video, context)]
  }

  private static func document(
    _ path: String, _ renditions: [RenditionFacts], _ sounds: SoundGroup?, _ video: Video, _ context: SiteContext
  ) -> Document {
    // What is in the group is no variant: a player loads it beside one.
    let others = Set(sounds?.others.map(\.rendition.stem) ?? [])
    let variants = renditions.filter { !others.contains($0.stem) }
    let subtitles = CaptionDocuments.subtitles(video)
    @Sendable func stem(_ rendition: RenditionFacts) -> String {
      context.addresses.media(from: path, to: context.addresses.mediaFolder(video) + rendition.stem)
    }
    var inputs = InputDigest("multivariant playlist 1")
    inputs.add(renditions.map(stem))
    for rendition in renditions { inputs.add(playlistsOf: rendition) }
    inputs.add((sounds?.members ?? []).flatMap { [$0.name, $0.language ?? "", "\($0.isDescription) \($0.channels)"] })
    inputs.add(subtitles.flatMap { [$0.caption.language, $0.name, String($0.caption.isAutomatic)] })
    return Document(path: path, inputs: inputs.finish()) {
      var text = PlaylistText()
      text.tag("INDEPENDENT-SEGMENTS")
      for (index, sound) in (sounds?.members ?? []).enumerated() {
        // The first one lies in the variants themselves: without an address, players take it from there.
        text.tag("MEDIA", media(sound, uri: index == 0 ? nil : stem(sound.rendition) + ".m3u8"))
      }
      for subtitle in subtitles { text.tag("MEDIA", media(subtitle)) }
      for variant in variants {
        text.tag("STREAM-INF", stream(variant, sounds, hasSubtitles: !subtitles.isEmpty))
        text.uri(stem(variant) + ".m3u8")
      }
      for variant in variants where variant.codec != nil {
        let tables = try context.tables(variant, of: video)
        text.tag("I-FRAME-STREAM-INF", iFrames(variant, tables, uri: stem(variant) + ".iframes.m3u8"))
      }
      return text.bytes
    }
  }

  /// Bandwidth of the most that a player may load at once, codecs of all that it may have to decode (4.3.4.2).
  private static func stream(
    _ rendition: RenditionFacts, _ sounds: SoundGroup?, hasSubtitles: Bool
  ) -> KeyValuePairs<String, PlaylistText.Attribute?> {
    let rate = rendition.frameRate
    let hasRate = rate.numerator > 0 && rate.denominator > 0
    return [
      "BANDWIDTH": .plain(String(rendition.peakBandwidth + (sounds?.peakBandwidth ?? 0))),
      "AVERAGE-BANDWIDTH": .plain(String(rendition.averageBandwidth + (sounds?.averageBandwidth ?? 0))),
      "CODECS": .quoted(codecs(rendition, sounds)),
      "RESOLUTION": rendition.codec == nil ? nil : .plain("\(rendition.width)x\(rendition.height)"),
      "FRAME-RATE": hasRate
        ? .plain(PlaylistText.thousandths(rate.numerator, over: rate.denominator)) : nil,
      "CLOSED-CAPTIONS": .plain("NONE"),
      "AUDIO": sounds == nil ? nil : .quoted(SoundGroup.id),
      "SUBTITLES": hasSubtitles ? .quoted(subtitleGroup) : nil,
    ]
  }

  private static func codecs(_ rendition: RenditionFacts, _ sounds: SoundGroup?) -> String {
    var codecs = rendition.codecs.split(separator: ",").map(String.init)
    for sound in sounds?.others ?? [] where !codecs.contains(sound.rendition.codecs) {
      codecs.append(sound.rendition.codecs)
    }
    return codecs.joined(separator: ",")
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

  private static func media(_ sound: SoundGroup.Member, uri: String?) -> KeyValuePairs<String, PlaylistText.Attribute?>
  {
    [
      "TYPE": .plain("AUDIO"),
      "GROUP-ID": .quoted(SoundGroup.id),
      "NAME": .quoted(sound.name),
      "LANGUAGE": sound.language.map { .quoted($0) },
      "DEFAULT": .plain(uri == nil ? "YES" : "NO"),
      "AUTOSELECT": .plain(uri == nil || sound.isFirstOfItsKind ? "YES" : "NO"),
      "CHARACTERISTICS": sound.isDescription ? .quoted("public.accessibility.describes-video") : nil,
      "CHANNELS": .quoted(String(sound.channels)),
      "URI": uri.map { .quoted($0) },
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
