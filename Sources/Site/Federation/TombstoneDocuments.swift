import ActivityPub
import Catalog

/// What lies beside an id that is gone: sent with status 410 for that id by hosts that read our rules. At the id itself lies
/// nothing, since a Tombstone with status 200 deletes nothing.
enum TombstoneDocuments {
  static func document(_ gone: SiteInput.Tombstone, _ site: FederatedSite) -> Document {
    let id = site.identities.url(gone.idPath)
    let deleted = gone.deleted.rfc3339Milliseconds
    return site.document(
      Identities.idFolder(gone.idPath) + "tombstone.jsonld", "tombstone 1", { $0.add([id, deleted]) }
    ) {
      Tombstone(id: id, deleted: deleted).json
    }
  }
}
