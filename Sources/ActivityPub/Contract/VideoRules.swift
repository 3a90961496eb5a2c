import JSON

/// What a Video must have, and the forms of its plain fields (contracts/activitypub.md 1.1).
extension ContractRule {
  private static func rule(
    _ name: String, field: String, _ text: String, _ holds: @escaping @Sendable (LintedDocument) -> Bool
  ) -> ContractRule { ContractRule("video-" + name, "1.1", [.video], .peerTube, field: field, text, holds: holds) }

  static let video: [ContractRule] = [
    rule("type", field: "type", "type is the text Video") { $0["type"] == "Video" },
    rule("name", field: "name", "name has 3 to 120 characters") { ContractValue.has($0["name"], Limits.name) },
    rule("duration", field: "duration", "duration is whole seconds as PT754S") {
      ContractValue.isDuration($0["duration"])
    },
    rule("uuid", field: "uuid", "uuid is one of version 4") { $0["uuid"]?.text.map(Limits.isUUID4) ?? false },
    rule("views", field: "views", "views is a whole number, 0 or more") { ContractValue.isCount($0["views"]) },
    rule("published", field: "published", "published is a date of ISO 8601") { ContractValue.isDate($0["published"]) },
    rule("updated", field: "updated", "updated is a date of ISO 8601") { ContractValue.isDate($0["updated"]) },
    rule("attributed-to", field: "attributedTo", "attributedTo is an array with a Group on the host of the video") {
      document in
      document["attributedTo"]?.array?.contains { $0["type"] == "Group" && document.isOnSameHost($0["id"]) } ?? false
    },
    ContractRule(
      "video-author", "3", [.video], .mastodon, field: "attributedTo",
      "the first of attributedTo, whom Mastodon shows as the author, is on the host of the video"
    ) { $0.isOnSameHost(($0["attributedTo"]?.array?.first).flatMap(ContractValue.reference).map(JSON.string)) },
    rule("url", field: "url", "url is an array") { $0["url"]?.array != nil },
    rule("content", field: "content", "content, if there is any, has 3 to 10,000 characters") {
      $0["content"] == nil || ContractValue.has($0["content"], Limits.content)
    },
    rule("media-type", field: "mediaType", "mediaType of content is text/markdown or text/html") {
      $0["content"] == nil || $0["mediaType"] == "text/markdown" || $0["mediaType"] == "text/html"
    },
    rule("category", field: "category", "the identifier of category is a text, 1 to 18") { document in
      guard let category = document["category"] else { return true }
      return category["identifier"]?.text.flatMap { Int($0) }.map { (1...18).contains($0) } ?? false
    },
    rule("licence", field: "licence", "the identifier of licence is a text: 1 to 9, or SPDX's name") { document in
      guard let licence = document["licence"] else { return true }
      guard let identifier = licence["identifier"]?.text else { return false }
      return Int(identifier).map { (1...9).contains($0) } ?? identifier.hasPrefix("CC")
    },
    rule("language", field: "language", "the identifier of language is a text of 1 to 10 characters") {
      $0["language"] == nil || ContractValue.has($0["language"]?["identifier"], Limits.language)
    },
    rule("originally-published", field: "originallyPublishedAt", "originallyPublishedAt is a date of ISO 8601") {
      ContractValue.isDateOrNothing($0["originallyPublishedAt"])
    },
    rule("upload-date", field: "uploadDate", "uploadDate is a date of ISO 8601") {
      ContractValue.isDateOrNothing($0["uploadDate"])
    },
    rule("audience", field: "audience", "audience is the address of the Group") { ContractValue.isURL($0["audience"]) },
    rule("embed-url", field: "embedUrl", "embedUrl is an address: without it PeerTube restricts embedding") {
      ContractValue.isURL($0["embedUrl"])
    },
    ContractRule(
      "video-to", "1.1", [.video], .peerTube, .mastodon, field: "to",
      "to is an array with the address of everybody: else the video is listed nowhere"
    ) { $0["to"]?.array?.contains(.string(Vocabulary.everybody)) ?? false },
    rule("flags", field: "sensitive", "flags, if they are there, are true or false") { document in
      [
        "sensitive", "waitTranscoding", "downloadEnabled", "isLiveBroadcast", "liveSaveReplay", "permanentLive",
      ].allSatisfy { ContractValue.isBoolOrNothing(document[$0]) }
    },
    rule("state", field: "state", "state is a number from 1 to 12") {
      $0["state"] == nil || $0["state"]?.integer.map { (1...12).contains($0) } ?? false
    },
    rule("comments-policy", field: "commentsPolicy", "commentsPolicy is 2: a static site takes no comments") {
      $0["commentsPolicy"] == 2
    },
    rule("texts", field: "support", "summary and support are texts") {
      ContractValue.isTextOrNothing($0["summary"]) && ContractValue.isTextOrNothing($0["support"])
    },
    rule("aspect-ratio", field: "aspectRatio", "aspectRatio is a number above 0") {
      $0["aspectRatio"] == nil || $0["aspectRatio"]?.double.map { $0 > 0 } ?? false
    },
    rule("likes", field: "likes", "likes is the address of a collection: PeerTube fails without one") {
      ContractValue.isURL($0["likes"])
    },
    rule("dislikes", field: "dislikes", "dislikes is the address of a collection: PeerTube fails without one") {
      ContractValue.isURL($0["dislikes"])
    },
    rule("crawled", field: "shares", "shares, comments and playerSettings, if they are there, are addresses") {
      document in ["shares", "comments", "playerSettings"].allSatisfy { ContractValue.isURLOrNothing(document[$0]) }
    },
  ]
}
