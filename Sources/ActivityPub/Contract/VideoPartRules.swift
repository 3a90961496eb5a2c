import JSON

/// Pictures, tags, captions and chapters of a Video (contracts/activitypub.md 1.1).
extension ContractRule {
  private static func rule(
    _ name: String, field: String, _ text: String, _ holds: @escaping @Sendable (LintedDocument) -> Bool
  ) -> ContractRule { ContractRule("video-" + name, "1.1", [.video], .peerTube, field: field, text, holds: holds) }

  static let videoParts: [ContractRule] = [
    rule("icon", field: "icon", "icon has at least one JPEG with its address, width and height") {
      ContractValue.list($0["icon"]).contains(where: ContractValue.isImage)
    },
    rule("icon-forms", field: "icon", "every icon is a JPEG with its address, width and height") {
      ContractValue.list($0["icon"]).allSatisfy(ContractValue.isImage)
    },
    rule("icon-sizes", field: "icon", "no two icons have one size: PeerTube keeps one of them") { document in
      let sizes = ContractValue.list(document["icon"]).map { [$0["width"], $0["height"]] }
      return Set(sizes).count == sizes.count
    },
    rule("tags", field: "tag", "tag is an array of Hashtags, each with a name of 2 to 30 characters") { document in
      guard let tag = document["tag"] else { return true }
      return tag.array?.allSatisfy {
        ($0["type"] == "Hashtag" || $0["type"] == "SensitiveTag") && ContractValue.has($0["name"], Limits.tag)
      } ?? false
    },
    rule(
      "subtitles", field: "subtitleLanguage",
      "subtitleLanguage is an array, each with a language and the address of a .vtt as a text"
    ) { document in
      guard let subtitles = document["subtitleLanguage"] else { return true }
      return subtitles.array?.allSatisfy {
        ContractValue.has($0["identifier"], Limits.language) && ContractValue.isURL($0["url"])
          && $0["url"]?.text?.hasSuffix(".vtt") == true
          && ContractValue.isBoolOrNothing($0["automaticallyGenerated"])
      } ?? false
    },
    rule("storyboard", field: "preview", "preview is an array of storyboards: JPEG, with sizes, tiles and tileDuration")
    {
      document in
      guard let preview = document["preview"] else { return true }
      return preview.array?.allSatisfy { board in
        board["type"] == "Image" && board["rel"]?.array?.contains("storyboard") == true
          && board["url"]?.array?.allSatisfy(isStoryboard) == true
      } ?? false
    },
    rule("chapters", field: "hasParts", "hasParts, if it is there, is the address of the chapters") {
      ContractValue.isURLOrNothing($0["hasParts"])
    },
    ContractRule(
      "chapters-parts", "1.1", [.chapters], .peerTube, field: "hasPart",
      "hasPart is an array of chapters: a name of 1 to 100 characters, startOffset and endOffset in whole seconds"
    ) { document in
      document["hasPart"]?.array?.allSatisfy { part in
        guard let start = part["startOffset"]?.integer, let end = part["endOffset"]?.integer else { return false }
        return ContractValue.has(part["name"], Limits.chapter) && start >= 0 && end >= start
      } ?? false
    },
  ]

  private static func isStoryboard(_ link: JSON) -> Bool {
    link["mediaType"] == "image/jpeg" && ContractValue.isURL(link["href"])
      && ["width", "height", "tileWidth", "tileHeight"].allSatisfy { ContractValue.isCount(link[$0]) }
      && ContractValue.isDuration(link["tileDuration"])
  }
}
