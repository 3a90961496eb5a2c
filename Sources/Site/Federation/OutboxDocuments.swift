import ActivityPub
import Catalog

/// Outboxes in pages that are numbered from the oldest, so that a new video touches the newest page and the root alone.
enum OutboxDocuments {
  static func documents(_ site: FederatedSite) -> [Document] {
    let ids = site.identities
    let all = site.videos.map(\.video)
    let byChannel = Dictionary(grouping: all, by: \.channel)
    return outbox(ids.accountFolder, all, .create, site)
      + (site.hasApplication ? outbox(Identities.applicationFolder, all, .announce, site) : [])
      + site.channels.flatMap { channel in
        outbox(Identities.channel(channel.name), byChannel[channel.name] ?? [], .announce, site)
      }
  }

  /// - Parameter videos: newest first, as the catalog has them.
  private static func outbox(
    _ folder: String, _ videos: [Video], _ kind: Activity.Kind, _ site: FederatedSite
  ) -> [Document] {
    let ids = site.identities
    let root = ids.url(folder + "outbox.jsonld")
    let page = { @Sendable (number: Int) in "\(folder)outbox-\(number).jsonld" }
    let oldestFirst = Array(videos.reversed())
    let pageCount = Limits.pageCount(oldestFirst.count)
    let rootDocument = site.document(folder + "outbox.jsonld", "outbox 1", { $0.add(videos.count) }) {
      OrderedCollection(
        id: root, totalItems: oldestFirst.count, first: ids.url(page(pageCount)), last: ids.url(page(1))
      ).json
    }
    let pages = (1...pageCount).map { number in
      let start = (number - 1) * Limits.outboxPage
      let items = oldestFirst[start..<min(oldestFirst.count, start + Limits.outboxPage)].reversed().map { video in
        activity(kind, video, folder, ids)
      }
      return site.document(
        page(number), "outbox page 1",
        { digest in
          for item in items { digest.add([item.id, item.published]) }
        }
      ) {
        OrderedCollectionPage(
          id: ids.url(page(number)), partOf: root, next: number > 1 ? ids.url(page(number - 1)) : nil, activities: items
        ).json
      }
    }
    return [rootDocument] + pages
  }

  /// Its id is a place in the video's own document: nobody fetches it, and it needs no file.
  private static func activity(_ kind: Activity.Kind, _ video: Video, _ folder: String, _ ids: Identities) -> Activity {
    let object = ids.url(video.idPath)
    let place = kind.rawValue.lowercased() + (folder == Identities.applicationFolder ? "-by-site" : "")
    return Activity(
      kind: kind, id: "\(object)#\(place)", actor: ids.actor(in: folder),
      followers: ids.followers(in: folder), object: object, published: video.date.rfc3339Milliseconds)
  }
}
