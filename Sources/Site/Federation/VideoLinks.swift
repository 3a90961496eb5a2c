import ActivityPub
import Catalog
import Facts
import Torrent

/// The files of a video as other servers may list them.
enum VideoLinks {
  /// One H.264 rendition a height: PeerTube's viewers share by uuid and height alone, so two codecs at one height would
  /// exchange each other's bytes (design, "ActivityPub"). Where there is no H.264: the first codec there is.
  static func renditions(_ facts: VideoFacts) -> [RenditionFacts] {
    let codec: RenditionFacts.Codec? =
      facts.renditions.contains { $0.codec == .h264 } ? .h264 : facts.renditions.first?.codec
    var heights: Set<Int> = []
    return facts.renditions.filter { $0.codec == codec && heights.insert($0.shortSide).inserted }
  }

  static func playlist(_ video: Video, _ site: FederatedSite) -> PlaylistLink? {
    let addresses = site.context.addresses
    let folder = addresses.mediaFolder(video)
    let files = renditions(video.facts).compactMap { rendition -> PlaylistLink.File? in
      guard let href = addresses.absoluteMedia("\(folder)\(rendition.stem).mp4") else { return nil }
      return PlaylistLink.File(
        href: href, width: rendition.width, height: rendition.height, size: rendition.size,
        fps: Int(rendition.frameRate.value.rounded()), hasAudio: rendition.hasAudio,
        torrent: addresses.absoluteMedia("\(folder)\(rendition.stem).torrent"),
        magnet: magnet(rendition, folder, site.context))
    }
    guard !files.isEmpty else { return nil }
    return PlaylistLink(
      href: site.identities.url(addresses.videoFolder(video) + "h264.m3u8"),
      segmentHashes: addresses.absoluteMedia(folder + "segments-sha256.json"), files: files)
  }

  /// Only with a version 1 infohash: PeerTube fails on a magnet link without `xt=urn:btih:`.
  private static func magnet(_ rendition: RenditionFacts, _ folder: String, _ context: SiteContext) -> String? {
    guard let form = TorrentForm(rawValue: context.site.torrents.rawValue) else { return nil }
    let infohash = rendition.infohash(form)
    guard infohash.v1 != nil else { return nil }
    let file = context.addresses.absoluteMedia("\(folder)\(rendition.stem).mp4")
    return Magnet(
      infohash: infohash, name: rendition.torrentName, trackers: context.site.trackers, webSeeds: file.map { [$0] } ?? [],
      torrentURL: context.addresses.absoluteMedia("\(folder)\(rendition.stem).torrent")
    ).link
  }
}
