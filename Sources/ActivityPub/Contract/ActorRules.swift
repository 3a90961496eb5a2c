import JSON

/// What an actor must have (contracts/activitypub.md 1.2).
extension ContractRule {
  private static func rule(
    _ name: String, field: String, _ text: String, _ holds: @escaping @Sendable (LintedDocument) -> Bool
  ) -> ContractRule { ContractRule("actor-" + name, "1.2", [.actor], .peerTube, field: field, text, holds: holds) }

  static let actor: [ContractRule] = [
    rule("type", field: "type", "type is Person, Group, Application, Service or Organization") {
      ["Person", "Group", "Application", "Service", "Organization"].contains($0["type"]?.text)
    },
    ContractRule(
      "actor-inbox", "1.2", [.actor], .peerTube, .mastodon, field: "inbox", "inbox is an address"
    ) { ContractValue.isURL($0["inbox"]) },
    ContractRule(
      "actor-user-name", "1.2", [.actor], .peerTube, .mastodon, field: "preferredUsername",
      "preferredUsername has letters a to z, digits and _, with - or . between them"
    ) { $0["preferredUsername"]?.text.map(Limits.isUserName) ?? false },
    rule("public-key", field: "publicKey", "publicKey has an id, an owner, and a key in PEM form") { document in
      guard let key = document["publicKey"], let pem = key["publicKeyPem"]?.text else { return false }
      return ContractValue.isURL(key["id"]) && ContractValue.isURL(key["owner"])
        && pem.hasPrefix("-----BEGIN PUBLIC KEY-----") && pem.contains("-----END PUBLIC KEY-----")
        && (10...5000).contains(Limits.length(pem))
    },
    ContractRule(
      "actor-key-owner", "3", [.actor], .mastodon, field: "publicKey", "the owner of publicKey is the actor"
    ) { $0["publicKey"]?["owner"] == $0["id"] },
    rule("url", field: "url", "url is one address as a text: other forms fail in PeerTube up to version 7") {
      ContractValue.isURL($0["url"])
    },
    rule("collections", field: "outbox", "outbox, followers, following and playlists are addresses") { document in
      ["outbox", "followers", "following", "playlists"].allSatisfy { ContractValue.isURLOrNothing(document[$0]) }
    },
    rule("shared-inbox", field: "endpoints", "endpoints.sharedInbox, if it is there, is an address") {
      ContractValue.isURLOrNothing($0["endpoints"]?["sharedInbox"])
    },
    rule("owner", field: "attributedTo", "a Group is attributedTo a Person on its host") { document in
      if document["type"] != "Group" { return true }
      return document["attributedTo"]?.array?.contains {
        $0["type"] == "Person" && document.isOnSameHost($0["id"])
      } ?? false
    },
    rule("summary", field: "summary", "summary, if there is any, has 3 to 1000 characters") { document in
      // What is counted there is the text after its markup was read.
      guard let summary = document["summary"] else { return true }
      return summary.text.map { Limits.actorSummary.contains(Limits.length(markupRead($0))) } ?? false
    },
    rule("pictures", field: "icon", "icon and image are JPEGs with address, width and height") { document in
      (ContractValue.list(document["icon"]) + ContractValue.list(document["image"])).allSatisfy(ContractValue.isImage)
    },
    rule("published", field: "published", "published, if it is there, is a date of ISO 8601") {
      ContractValue.isDateOrNothing($0["published"])
    },
    ContractRule(
      "actor-featured", "3", [.actor], .mastodon, field: "featured",
      "featured, if it is there, is an address on the actor's host"
    ) { $0["featured"] == nil || $0.isOnSameHost($0["featured"]) },
  ]

  private static func markupRead(_ text: String) -> String {
    text.replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }
}
