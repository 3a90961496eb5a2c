import ActivityPub
import Catalog
import Facts
import Torrent

/// The files of a video as other servers may list them.
enum VideoLinks {
  /// One H.264 rendition a height: PeerTube's viewers share by uuid and height alone, so two codecs at one height would
  /// exchange each other's bytes (design, "ActivityPub"). Where there is no H.264: the first codec there is. Never sound
  /// alone beside a film: PeerTube's servers would take it for a resolution of the video, and copy it as one. Where there is
  /// no film it is one: PeerTube's resolution 0.
  static func renditions(_ facts: VideoFacts) -> [RenditionFacts] {
    if facts.isSoundAlone { return facts.shown }
    let films = facts.films
    let codec = films.contains { $0.codec == .h264 } ? .h264 : films.first?.codec
    var heights: Set<Int> = []
    return films.filter { $0.codec == codec && heights.insert($0.shortSide).inserted }
  }

  static func playlist(_ video: Video, _ site: FederatedSite) -> PlaylistLink? {
    let addresses = site.context.addresses
    let folder = addresses.mediaFolder(video)
    let files = renditions(video.facts).compactMap { rendition -> PlaylistLink.File? in
      guard let href = addresses.absoluteMedia("\(folder)\(rendition.stem).mp4") else { return nil }
      return PlaylistLink.File(
        href: href, width: rendition.width, height: rendition.height, size: rendition.size,
        fps: Int(rendition.frameRate.value.rounded()), hasAudio: rendition.hasAudio, hasPicture: rendition.codec != nil,
        torrent: addresses.absoluteMedia("\(folder)\(rendition.stem).torrent"),
        magnet: magnet(video, rendition, site.context))
    }
    guard !files.isEmpty else { return nil }
    return PlaylistLink(
      href: site.identities.url(
        addresses.videoFolder(video) + (video.facts.isSoundAlone ? "master.m3u8" : "h264.m3u8")),
      segmentHashes: addresses.absoluteMedia(folder + "segments-sha256.json"), files: files)
  }

  /// Only with a version 1 infohash: PeerTube fails on a magnet link without `xt=urn:btih:`.
  private static func magnet(_ video: Video, _ rendition: RenditionFacts, _ context: SiteContext) -> String? {
    guard Torrents.infohash(rendition, context.site).v1 != nil else { return nil }
    return Torrents.magnet(video, rendition, context)
  }
}
