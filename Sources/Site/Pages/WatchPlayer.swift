import Catalog
import CatalogFile
import Facts
import Hashing
import Templates

/// The `<video>` element of watch and embed pages (contracts/playback.md, "Consequences").
enum WatchPlayer {
  /// The MP4s, in the order that a browser tries them: one that plays no film should not play its sound as if that were all.
  /// Where there is no film it is: a `<video>` plays it too, and shows the poster while it does.
  static func files(_ video: Video) -> [RenditionFacts] { video.facts.shown }

  static func value(_ video: Video, _ site: PageSite, _ links: PageLinks) -> Value {
    let folder = site.addresses.videoFolder(video)
    let media = site.addresses.mediaFolder(video)
    let files = files(video)
    // HLS first: Chromium plays it and falls to the MP4 where it cannot; Firefox takes the MP4 (point 11).
    var sources: [Value] = [
      ["src": .text(links.to(folder + "master.m3u8")), "type": "application/vnd.apple.mpegurl"]
    ]
    for file in files {
      // Full codecs: a browser that cannot decode a file raises no error, it plays sound without picture (point 4).
      let codecs = file.codecs.replacing(" ", with: "").replacing(",", with: ", ")
      sources.append([
        "src": .text(links.media("\(media)\(file.stem).mp4")), "type": .text("\(file.mediaType); codecs=\"\(codecs)\""),
      ])
    }
    let poster = video.facts.pictures?.poster
    return [
      "poster": .optional(poster.map { links.media(media + $0.posterName) }),
      "width": .number(Int64(video.facts.films.first?.width ?? 16)),
      "height": .number(Int64(video.facts.films.first?.height ?? 9)),
      "isSound": .bool(video.facts.isSoundAlone),
      "crossorigin": .bool(site.site.mediaCORS && !site.addresses.mediaIsBesidePages),
      "preload": video.sensitive == .no ? "metadata" : "none",
      "sources": .list(sources),
      "tracks": .list(tracks(video, site, links)),
      "chapterTrack": video.chapters.isEmpty ? .absent : .text(links.to(folder + "chapters.vtt")),
      "milliseconds": .number(video.facts.source.duration),
      "marks": .list(video.chapters.filter { $0.start > 0 }.map { ["at": .number($0.start)] }),
      // For players of the storyboard: browsers fetch a track of metadata only when a script asks for it.
      "storyboard": video.facts.pictures?.storyboard == nil
        ? .absent : .text(links.to(folder + StoryboardDocuments.name)),
      "file": .optional(files.first.map { links.media("\(media)\($0.stem).mp4") }),
      "hls": isForScripts(video, site) ? .text(links.to(folder + "master.m3u8")) : .absent,
      "sharing": sharing(video, site, links),
    ]
  }

  /// Is there something that only a script can do with segments: choose among qualities or sounds, or share? It cannot read what
  /// another host does not let it read.
  private static func isForScripts(_ video: Video, _ site: PageSite) -> Bool {
    guard site.addresses.mediaIsBesidePages || site.site.mediaCORS else { return false }
    return video.facts.films.count > 1 || video.facts.sounds.count > 1
      || (site.site.peers != nil && video.privacy == .public)
  }

  /// How viewers find one another. Absent where the site names no tracker, and for videos that its catalog does not list:
  /// the tracker knows nothing of them.
  private static func sharing(_ video: Video, _ site: PageSite, _ links: PageLinks) -> Value {
    guard let peers = site.site.peers, video.privacy == .public else { return .absent }
    let swarms = video.facts.renditions.map { "\($0.stem)=\(CatalogInfohashes.page(of: $0.sha256).hex)" }
    return [
      "segments": .text(links.media(site.addresses.mediaFolder(video) + "segments-sha256.json")),
      "tracker": .text(peers.tracker), "stun": .text(peers.stun.joined(separator: " ")),
      "swarms": .text(swarms.joined(separator: " ")),
    ]
  }

  /// Captions must be elements: Chromium ignores those of HLS (point 9). Those in the page's language are on where
  /// the video speaks another.
  private static func tracks(_ video: Video, _ site: PageSite, _ links: PageLinks) -> [Value] {
    let page = primary(site.words.language)
    let speaksPage = video.language.map { primary($0) == page } ?? true
    let chosen = speaksPage ? nil : video.captions.first { $0.kind == .captions && primary($0.language) == page }
    return video.captions.map { caption in
      let label =
        caption.isAutomatic
        ? site.words.sentence("automatic-captions", ["label": caption.label]) : caption.label
      return [
        "src": .text(links.to("\(site.addresses.videoFolder(video))captions.\(caption.language).vtt")),
        "kind": .text(caption.kind.rawValue), "language": .text(caption.language), "label": .text(label),
        "default": .bool(caption == chosen),
      ]
    }
  }

  private static func primary(_ language: String) -> Substring { language.prefix { $0 != "-" } }
}
