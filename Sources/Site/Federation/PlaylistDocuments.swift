import ActivityPub
import Catalog

/// Playlists, each with its pages of elements and a document for every element, and the account's list of them
/// (contracts/activitypub.md 1.5).
enum PlaylistDocuments {
  static func documents(_ site: FederatedSite) -> [Document] {
    if site.playlists.isEmpty { return [] }
    let ids = site.identities
    let all = crawled(
      ids.playlists, page: { "\(ids.accountFolder)playlists-\($0).jsonld" },
      items: site.playlists.map { ids.url(Identities.playlist($0.playlist.slug)) }, site)
    return all + site.playlists.flatMap { documents($0, site) }
  }

  private static func documents(_ list: FederatedSite.List, _ site: FederatedSite) -> [Document] {
    let ids = site.identities
    let folder = site.context.addresses.playlistFolder(list.playlist.slug)
    let path = { @Sendable (video: Video) in "\(folder)\(video.uuid).jsonld" }
    let elements = list.videos.enumerated().map { index, video in
      let element = PlaylistElementObject(
        id: ids.url(path(video.video)), video: ids.url(video.video.idPath), position: index + 1,
        start: video.entry.start.map { $0 / 1000 }, stop: video.entry.stop.map { ($0 + 999) / 1000 })
      return site.document(
        path(video.video), "playlist element 1",
        { digest in
          digest.add([element.id, element.video])
          for number in [Int64(element.position), element.start ?? -1, element.stop ?? -1] { digest.add(number) }
        }
      ) { element.json }
    }
    let page = { @Sendable (number: Int) in "\(folder)elements-\(number).jsonld" }
    let pages = pages(
      of: ids.url(Identities.playlist(list.playlist.slug)), page: page,
      items: list.videos.map { ids.url(path($0.video)) }, site)
    return [document(list, first: page(1), site)] + pages + elements
  }

  private static func document(_ list: FederatedSite.List, first: String, _ site: FederatedSite) -> Document {
    let ids = site.identities
    let playlist = list.playlist
    let value = PlaylistObject(
      id: ids.url(Identities.playlist(playlist.slug)), uuid: playlist.uuid, name: playlist.title,
      content: playlist.body.isEmpty ? nil : playlist.body, published: list.date.rfc3339Milliseconds,
      updated: max(list.date, playlist.updated ?? list.date).rfc3339Milliseconds, group: ids.group(list.channel),
      followers: ids.followers(in: Identities.channel(list.channel)), totalItems: list.videos.count,
      first: ids.url(first), page: ids.url(site.context.addresses.playlistFolder(playlist.slug)),
      icon: list.videos.first.flatMap { VideoDocuments.icon($0.video, site.context.addresses).first?.url })
    return site.document(
      Identities.playlist(playlist.slug), "playlist 1",
      { digest in
        digest.add([value.id, value.uuid, value.name, value.published, value.updated, value.group, value.first])
        digest.add(value.content)
        digest.add(value.icon)
        digest.add(value.totalItems)
      }
    ) { value.json }
  }

  // MARK: Collections of addresses

  /// A root with pages, as crawlers want it.
  private static func crawled(
    _ path: String, page: @escaping @Sendable (Int) -> String, items: [String], _ site: FederatedSite
  ) -> [Document] {
    let ids = site.identities
    let last = Limits.pageCount(items.count)
    let root = site.document(path, "playlists 1", { $0.add(items.count) }) {
      OrderedCollection(
        id: ids.url(path), totalItems: items.count, first: ids.url(page(1)), last: ids.url(page(last))
      ).json
    }
    return [root] + pages(of: ids.url(path), page: page, items: items, site)
  }

  /// In their own order: of a list its author wrote the first is the first.
  private static func pages(
    of root: String, page: @escaping @Sendable (Int) -> String, items: [String], _ site: FederatedSite
  ) -> [Document] {
    let ids = site.identities
    let count = Limits.pageCount(items.count)
    return (1...count).map { number in
      let own = Array(items.dropFirst((number - 1) * Limits.outboxPage).prefix(Limits.outboxPage))
      let next = number < count ? ids.url(page(number + 1)) : nil
      return site.document(
        page(number), "addresses 1",
        { digest in
          digest.add(own)
          digest.add(next)
        }
      ) { OrderedCollectionPage(id: ids.url(page(number)), partOf: root, next: next, addresses: own).json }
    }
  }
}

extension FederatedSite {
  /// A playlist with those of its videos that other servers may see, and the one channel that it belongs to.
  struct List: Sendable {
    var playlist: Playlist
    var channel: String
    var date: Instant
    var videos: [(entry: Playlist.Entry, video: Video)]
  }

  /// A list without a video, or of a channel that is no actor, stays a page.
  static func lists(_ catalog: Catalog, _ videos: [Video], channels: Set<String>) -> [List] {
    let bySlug = Dictionary(videos.map { ($0.slug, $0) }) { first, _ in first }
    return catalog.playlists.compactMap { playlist in
      let listed = playlist.entries.compactMap { entry in bySlug[entry.slug].map { (entry: entry, video: $0) } }
      guard let first = listed.first else { return nil }
      let written = playlist.channel.flatMap { channels.contains($0) ? $0 : nil }
      return List(
        playlist: playlist, channel: written ?? first.video.channel, date: playlist.date ?? first.video.date,
        videos: listed)
    }
  }
}
