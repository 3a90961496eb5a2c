import Catalog
import Facts
import Hashing

/// `captions.<language>.vtt` for the page's tracks, and a playlist of that one segment for HLS players.
enum CaptionDocuments {
  struct Subtitle: Sendable {
    var caption: Video.Caption
    /// As players list it; unlike the names of the others, as a group demands (RFC 8216, 4.3.4.1.1).
    var name: String
  }

  /// Captions alone: descriptions are for screen readers, which HLS has no place for.
  static func subtitles(_ video: Video) -> [Subtitle] {
    var names: Set<String> = []
    return video.captions.filter { $0.kind == .captions }.map { caption in
      let isNew = names.insert(caption.label).inserted
      return Subtitle(caption: caption, name: isNew ? caption.label : "\(caption.label) (\(caption.language))")
    }
  }

  static func documents(_ video: Video, _ context: SiteContext) -> [Document] {
    let folder = context.addresses.videoFolder(video)
    return video.captions.map { caption in
      var inputs = InputDigest("captions 1")
      inputs.add(SHA256.hash(caption.webVTT))
      return Document(path: "\(folder)captions.\(caption.language).vtt", inputs: inputs.finish()) { caption.webVTT }
    } + subtitles(video).map { playlist($0.caption.language, video, folder) }
  }

  private static func playlist(_ language: String, _ video: Video, _ folder: String) -> Document {
    // As long as the video that it lies over.
    let duration = max(1, video.facts.renditions.first?.duration ?? video.facts.source.duration)
    var inputs = InputDigest("captions playlist 1")
    inputs.add(language)
    inputs.add(duration)
    return Document(path: "\(folder)captions.\(language).m3u8", inputs: inputs.finish()) {
      var text = PlaylistText()
      text.tag("TARGETDURATION", String(max(1, (duration + 500) / 1000)))
      text.tag("MEDIA-SEQUENCE", "0")
      text.tag("PLAYLIST-TYPE", "VOD")
      text.duration(PlaylistText.seconds(ticks: duration, timescale: 1000))
      text.uri("captions.\(language).vtt")
      text.tag("ENDLIST")
      return text.bytes
    }
  }
}
