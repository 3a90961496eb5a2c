import ActivityPub
import Catalog

/// Outboxes in pages that are numbered from the oldest, so that a new video touches the newest page and the root alone; and each
/// activity at its own address beside the video's id (FEP-b06c). What is gone keeps its place, so that no page shifts.
enum OutboxDocuments {
  /// An actor's, and what the actor does with a video.
  private struct Outbox {
    var folder: String
    var kind: Activity.Kind
    /// Of the activity's document, beside that of the video.
    var name: String
  }

  /// A video in the order of outboxes.
  private struct Entry {
    var idPath: String
    var channel: String
    var date: Instant
    var path: String
    /// nil: it is there.
    var deleted: Instant?
  }

  static func documents(_ site: FederatedSite) -> [Document] {
    let all = entries(site)
    let byChannel = Dictionary(grouping: all, by: \.channel)
    let account = Outbox(folder: site.identities.accountFolder, kind: .create, name: "create")
    let application = Outbox(folder: Identities.applicationFolder, kind: .announce, name: "announce-by-site")
    return documents(account, all, site) + (site.hasApplication ? documents(application, all, site) : [])
      + site.channels.flatMap { channel in
        let outbox = Outbox(folder: Identities.channel(channel.name), kind: .announce, name: "announce")
        return documents(outbox, byChannel[channel.name] ?? [], site)
      }
  }

  /// Oldest first, in the order that the catalog has when all of them are there.
  private static func entries(_ site: FederatedSite) -> [Entry] {
    let channels = Set(site.channels.map(\.name))
    let standing = site.videos.map(\.video).map {
      Entry(idPath: $0.idPath, channel: $0.channel, date: $0.date, path: $0.contentPath, deleted: nil)
    }
    let gone = site.context.input.tombstones.compactMap { tombstone -> Entry? in
      guard let channel = tombstone.channel, channels.contains(channel) else { return nil }
      return Entry(
        idPath: tombstone.idPath, channel: channel, date: tombstone.date, path: tombstone.sourcePath,
        deleted: tombstone.deleted)
    }
    return (standing + gone).sorted { a, b in
      a.date.seconds == b.date.seconds
        ? b.path.utf8.lexicographicallyPrecedes(a.path.utf8) : a.date.seconds < b.date.seconds
    }
  }

  private static func documents(_ outbox: Outbox, _ entries: [Entry], _ site: FederatedSite) -> [Document] {
    let ids = site.identities
    let root = ids.url(outbox.folder + "outbox.jsonld")
    let page = { @Sendable (number: Int) in "\(outbox.folder)outbox-\(number).jsonld" }
    let pageCount = Limits.pageCount(entries.count)
    let rootDocument = site.document(outbox.folder + "outbox.jsonld", "outbox 1", { $0.add(entries.count) }) {
      OrderedCollection(id: root, totalItems: entries.count, first: ids.url(page(pageCount)), last: ids.url(page(1)))
        .json
    }
    let pages = (1...pageCount).map { number in
      let start = (number - 1) * Limits.outboxPage
      let shown = entries[start..<min(entries.count, start + Limits.outboxPage)].reversed()
      let items = shown.map { item($0, outbox, ids) }
      return site.document(page(number), "outbox page 2", { digest in for entry in shown { add(entry, to: &digest) } })
      {
        OrderedCollectionPage(
          id: ids.url(page(number)), partOf: root, next: number > 1 ? ids.url(page(number - 1)) : nil, items: items
        ).json
      }
    }
    return [rootDocument] + pages
      + entries.compactMap { entry in
        if entry.deleted != nil { return nil }
        let activity = activity(entry, outbox, ids)
        return site.document(path(entry, outbox), "activity 1", { add(entry, to: &$0) }) { activity.json }
      }
  }

  private static func add(_ entry: Entry, to digest: inout InputDigest) {
    digest.add([entry.idPath, entry.channel, entry.date.rfc3339Milliseconds, entry.deleted?.rfc3339Milliseconds ?? ""])
  }

  private static func path(_ entry: Entry, _ outbox: Outbox) -> String {
    Identities.idFolder(entry.idPath) + outbox.name + ".jsonld"
  }

  private static func item(_ entry: Entry, _ outbox: Outbox, _ ids: Identities) -> OutboxItem {
    guard let deleted = entry.deleted else { return .activity(activity(entry, outbox, ids)) }
    return .gone(
      Tombstone(
        id: ids.url(path(entry, outbox)), formerType: outbox.kind.rawValue, published: entry.date.rfc3339Milliseconds,
        deleted: deleted.rfc3339Milliseconds))
  }

  private static func activity(_ entry: Entry, _ outbox: Outbox, _ ids: Identities) -> Activity {
    Activity(
      kind: outbox.kind, id: ids.url(path(entry, outbox)), actor: ids.actor(in: outbox.folder),
      followers: ids.followers(in: outbox.folder), object: ids.url(entry.idPath),
      published: entry.date.rfc3339Milliseconds)
  }
}
