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
    ContractRule(
      "activity-type", "1.3", [.page], .peerTube, field: "orderedItems",
      "an activity that nobody signed is a Create, an Announce or a Like"
    ) { activities($0).allSatisfy { ["Create", "Announce", "Like"].contains($0["type"]?.text) } },
    ContractRule(
      "activity-id", "1.3", [.page], .peerTube, field: "orderedItems", "an activity has an address as its id"
    ) { activities($0).allSatisfy { ContractValue.isURL($0["id"]) } },
    ContractRule(
      "activity-actor", "1.3", [.page], .peerTube, field: "orderedItems",
      "the actor of an activity is on the host of the outbox"
    ) { page in
      activities(page).allSatisfy { page.isOnSameHost(ContractValue.reference($0["actor"]).map(JSON.string)) }
    },
    ContractRule(
      "activity-object", "1.3", [.page], .peerTube, field: "orderedItems",
      "the object of an activity is an address, or has one as its id"
    ) { activities($0).allSatisfy { ContractValue.isURL(ContractValue.reference($0["object"]).map(JSON.string)) } },
    ContractRule(
      "activity-audience", "1.3", [.page], .peerTube, field: "orderedItems",
      "to and cc of an activity are arrays of addresses"
    ) { page in
      activities(page).allSatisfy { activity in
        ["to", "cc"].allSatisfy { key in
          activity[key] == nil || activity[key]?.array?.allSatisfy { ContractValue.isURL($0) } ?? false
        }
      }
    },
  ]

  /// A page of a list of playlists, or of one, has addresses instead.
  private static func activities(_ page: LintedDocument) -> [JSON] {
    (page["orderedItems"]?.array ?? []).filter { $0.text == nil }
  }
}
