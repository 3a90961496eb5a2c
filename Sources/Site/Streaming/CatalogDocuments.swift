import Catalog
import CatalogFile
import Facts
import Hashing
import JSON
import Torrent

/// `catalog.json` and its pages: what mirrors, the daemon and other tools read (docs/catalog.md). Listed videos only.
public enum CatalogDocuments {
  public static func documents(_ context: SiteContext) -> [Document] {
    let pages = pages(context)
    return [index(pages, context)]
      + pages.map { page in
        Document(path: page.path, inputs: page.inputs) {
          CatalogPage(videos: page.videos.map { entry($0, in: page.path, context) }).json.bytes
        }
      }
  }

  private struct Page: Sendable {
    var path: String
    var videos: [Video]
    var inputs: Digest256
  }

  /// From the oldest video on, so that a new one touches the last page only.
  private static func pages(_ context: SiteContext) -> [Page] {
    let all = zip(context.catalog.videos, context.videoDigests).filter { $0.0.privacy == .public }.reversed().map { $0 }
    return stride(from: 0, to: all.count, by: CatalogPage.capacity).map { start in
      let part = all[start..<min(all.count, start + CatalogPage.capacity)]
      var inputs = InputDigest("catalog page 2")
      inputs.add(addresses: context)
      for (_, digest) in part { inputs.add(digest) }
      return Page(
        path: "catalog/\(start / CatalogPage.capacity + 1).json", videos: part.map(\.0), inputs: inputs.finish())
    }
  }

  private static func index(_ pages: [Page], _ context: SiteContext) -> Document {
    let path = "catalog.json"
    var inputs = InputDigest("catalog 1")
    inputs.add(addresses: context)
    inputs.add(context.site.title)
    inputs.add(context.site.language)
    for page in pages { inputs.add(page.inputs) }
    return Document(path: path, inputs: inputs.finish()) {
      let videos = pages.flatMap(\.videos)
      var sizes: [String: Int64] = [:]
      for video in videos {
        for file in entry(video, in: path, context).files { sizes[file.url] = file.size }
      }
      return CatalogIndex(
        title: context.site.title, url: context.site.baseURL, language: context.site.language,
        torrents: Torrents.form(context.site).rawValue, trackers: context.site.trackers, videos: Int64(videos.count),
        duration: videos.reduce(0) { $0 + $1.facts.source.duration }, bytes: sizes.values.reduce(0, +),
        pages: pages.map {
          CatalogIndex.Page(
            url: link($0.path, from: path, context), videos: Int64($0.videos.count),
            revision: String($0.inputs.hex.prefix(16)))
        }
      ).json.bytes
    }
  }

  private static func entry(_ video: Video, in path: String, _ context: SiteContext) -> CatalogVideo {
    let (page, media) = (context.addresses.videoFolder(video), context.addresses.mediaFolder(video))
    // How PeerTube's viewers call the swarm of a sound without pictures is not known for sure.
    let shared = Set(VideoLinks.renditions(video.facts).filter { $0.codec != nil }.map(\.stem))
    return CatalogVideo(
      uuid: video.uuid, url: link(page, from: path, context), title: video.title, summary: video.summary,
      date: video.date.rfc3339, updated: video.updated.rfc3339, duration: video.facts.source.duration,
      channel: video.channel, language: video.language, licence: video.licence?.name, tags: video.tags.map(\.name),
      isSensitive: video.sensitive != .no, playlist: link(page + "master.m3u8", from: path, context),
      segmentHashes: link(media + "segments-sha256.json", from: path, context),
      renditions: video.facts.renditions.map { rendition in
        let stem = media + rendition.stem
        let infohash = Torrents.infohash(rendition, context.site)
        return CatalogRendition(
          name: rendition.name,
          file: CatalogFileEntry(
            url: link(stem + ".mp4", from: path, context), size: rendition.size, sha256: rendition.sha256,
            mediaType: rendition.mediaType),
          codecs: rendition.codecs, width: Int64(rendition.width), height: Int64(rendition.height),
          track: rendition.track.map {
            CatalogTrack(
              channels: Int64($0.channels), language: $0.language, isDescription: $0.isDescription, title: $0.title)
          }, duration: rendition.duration, bandwidth: rendition.averageBandwidth,
          playlist: link(stem + ".m3u8", from: path, context), torrent: link(stem + ".torrent", from: path, context),
          torrentName: rendition.torrentName, magnet: Torrents.magnet(video, rendition, context),
          infohashes: CatalogInfohashes(
            btih: infohash.v1, btmh: infohash.v2, page: CatalogInfohashes.page(of: rendition.sha256),
            peertube: shared.contains(rendition.stem)
              ? CatalogInfohashes.peertube(uuid: video.uuid, shortSide: rendition.shortSide) : nil),
          segments: context.site.segments == .files
            ? CatalogSegments(
              folder: link(stem + "/", from: path, context), count: Int64(rendition.segmentCount),
              initOffset: rendition.initOffset, initLength: rendition.initLength) : nil)
      },
      captions: video.captions.map { caption in
        CatalogCaption(
          language: caption.language, label: caption.label, kind: caption.kind.rawValue,
          isAutomatic: caption.isAutomatic,
          file: CatalogFileEntry(
            url: link("\(page)captions.\(caption.language).vtt", from: path, context),
            size: Int64(caption.webVTT.count), sha256: SHA256.hash(caption.webVTT), mediaType: "text/vtt"))
      },
      pictures: (video.facts.pictures?.files ?? []).map { file in
        CatalogFileEntry(
          url: link(media + file.name, from: path, context), size: file.size, sha256: file.sha256,
          mediaType: file.mediaType)
      },
      storyboard: video.facts.pictures?.storyboard.map { storyboard in
        CatalogStoryboard(
          url: link(media + storyboard.name, from: path, context), width: Int64(storyboard.width),
          height: Int64(storyboard.height), tileWidth: Int64(storyboard.tileWidth),
          tileHeight: Int64(storyboard.tileHeight), tiles: Int64(storyboard.count), interval: storyboard.interval)
      })
  }

  /// Absolute where the site has an address, so that an entry can be taken out of its page; else relative.
  private static func link(_ path: String, from document: String, _ context: SiteContext) -> String {
    let absolute = path.hasPrefix("media/") ? context.addresses.absoluteMedia(path) : context.addresses.absolute(path)
    return absolute ?? context.addresses.relative(from: document, to: path)
  }
}

extension InputDigest {
  /// What the addresses and torrents of every entry depend on.
  fileprivate mutating func add(addresses context: SiteContext) {
    add(context.site.baseURL)
    add(context.site.mediaBaseURL)
    add(context.site.torrents.rawValue)
    add(context.site.trackers)
    // Only where they are, so that pages of other sites keep the revision that they had.
    if context.site.segments == .files { add("segments: files") }
  }
}
