import JSON

/// Playlists and their elements, each a document of its own (contracts/activitypub.md 1.5).
extension ContractRule {
  private static func rule(
    _ name: String, _ kind: DocumentKind = .playlist, field: String, _ text: String,
    _ holds: @escaping @Sendable (LintedDocument) -> Bool
  ) -> ContractRule { ContractRule(name, "1.5", [kind], .peerTube, field: field, text, holds: holds) }

  static let playlist: [ContractRule] = [
    rule("playlist-type", field: "type", "type is the text Playlist") { $0["type"] == "Playlist" },
    rule("playlist-name", field: "name", "name has 1 to 120 characters") {
      ContractValue.has($0["name"], Limits.playlistName)
    },
    rule("playlist-uuid", field: "uuid", "uuid is one of version 4") { $0["uuid"]?.text.map(Limits.isUUID4) ?? false },
    rule("playlist-total", field: "totalItems", "totalItems is a whole number, 0 or more") {
      ContractValue.isCount($0["totalItems"])
    },
    rule("playlist-published", field: "published", "published is a date of ISO 8601") {
      ContractValue.isDate($0["published"])
    },
    rule("playlist-updated", field: "updated", "updated is a date of ISO 8601") { ContractValue.isDate($0["updated"]) },
    rule("playlist-to", field: "to", "to is an array of addresses") {
      $0["to"]?.array?.allSatisfy { ContractValue.isURL($0) } ?? false
    },
    rule("playlist-attributed-to", field: "attributedTo", "attributedTo is an array of one channel on the same host") {
      document in
      guard let owners = document["attributedTo"]?.array, owners.count == 1 else { return false }
      return document.isOnSameHost(ContractValue.reference(owners[0]).map(JSON.string))
    },
    rule("playlist-first", field: "first", "first is the address of a page of elements") {
      ContractValue.isURL($0["first"])
    },
    rule("playlist-content", field: "content", "content, if there is any, is a text with its mediaType") {
      $0["content"] == nil
        || $0["content"]?.text != nil && ($0["mediaType"] == "text/markdown" || $0["mediaType"] == "text/html")
    },
    rule("playlist-icon", field: "icon", "icon, if there is one, has an address") {
      $0["icon"] == nil || ContractValue.isURL($0["icon"]?["url"])
    },
    rule("element-type", .element, field: "type", "type is the text PlaylistElement") {
      $0["type"] == "PlaylistElement"
    },
    rule("element-url", .element, field: "url", "url is the id of a video") { ContractValue.isURL($0["url"]) },
    rule("element-position", .element, field: "position", "position is a whole number from 1") {
      $0["position"]?.integer.map { $0 >= 1 } ?? false
    },
    rule("element-times", .element, field: "startTimestamp", "startTimestamp and stopTimestamp are whole seconds") {
      document in
      ["startTimestamp", "stopTimestamp"].allSatisfy { document[$0] == nil || ContractValue.isCount(document[$0]) }
    },
  ]
}
