import JSON

/// What crawlers read of collections, and what they take of activities that nobody signed (contracts/activitypub.md 1.3, 1.4).
extension ContractRule {
  static let collection: [ContractRule] = [
    ContractRule(
      "collection-type", "1.4", [.crawled, .flat, .page], .mastodon, field: "type",
      "type is OrderedCollection, or OrderedCollectionPage for a page"
    ) { $0["type"]?.text == ($0.kind == .page ? "OrderedCollectionPage" : "OrderedCollection") },
    ContractRule(
      "collection-total", "1.4", [.crawled, .flat], .peerTube, .mastodon, field: "totalItems",
      "totalItems is a whole number, 0 or more"
    ) { ContractValue.isCount($0["totalItems"]) },
    ContractRule(
      "collection-first", "1.4", [.crawled], .peerTube, field: "first",
      "first is the address of a page: items on the root are never read"
    ) { ContractValue.isURL($0["first"]) },
    ContractRule(
      "collection-items", "1.4", [.flat], .mastodon, field: "orderedItems",
      "items that stand on the root are addresses"
    ) { $0["orderedItems"] == nil || $0["orderedItems"]?.array?.allSatisfy { ContractValue.isURL($0) } ?? false },
    ContractRule(
      "page-items", "1.4", [.page], .peerTube, field: "orderedItems", "orderedItems is an array"
    ) { $0["orderedItems"]?.array != nil },
    ContractRule(
      "page-next", "1.4", [.page], .peerTube, field: "next", "next, if it is there, is the address of another page"
    ) { $0["next"] == nil || (ContractValue.isURL($0["next"]) && $0["next"] != $0["id"]) },
  ]

  static let activity: [ContractRule] = [
    rule("type", "an activity that nobody signed is a Create, an Announce or a Like") { activity, _ in
      ["Create", "Announce", "Like"].contains(activity["type"]?.text)
    },
    rule("id", "an activity has an address as its id") { activity, _ in ContractValue.isURL(activity["id"]) },
    rule("actor", "the actor of an activity is on the host of the outbox") {
      $1.isOnSameHost(ContractValue.reference($0["actor"]).map(JSON.string))
    },
    rule("object", "the object of an activity is an address, or has one as its id") { activity, _ in
      ContractValue.isURL(ContractValue.reference(activity["object"]).map(JSON.string))
    },
    rule("audience", "to and cc of an activity are arrays of addresses") { activity, _ in
      ["to", "cc"].allSatisfy { key in
        activity[key] == nil || activity[key]?.array?.allSatisfy { ContractValue.isURL($0) } ?? false
      }
    },
  ]

  /// The same of an activity at its own address and of all that stand on a page.
  private static func rule(
    _ name: String, _ text: String,
    _ holds: @escaping @Sendable (_ activity: JSON, _ document: LintedDocument) -> Bool
  ) -> ContractRule {
    ContractRule("activity-" + name, "1.3", [.page, .activity], .peerTube, field: nil, text) { document in
      activities(document).allSatisfy { holds($0, document) }
    }
  }

  /// A page of a list of playlists, or of one, has addresses instead; a Tombstone keeps the place of what is gone (FEP-b06c).
  private static func activities(_ document: LintedDocument) -> [JSON] {
    if document.kind == .activity { return [document.json] }
    return (document["orderedItems"]?.array ?? []).filter { $0.text == nil && $0["type"] != "Tombstone" }
  }
}
