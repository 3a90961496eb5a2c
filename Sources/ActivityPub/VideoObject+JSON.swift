public import JSON

extension VideoObject {
  public var json: JSON {
    var fields = required
    fields.merge(described) { first, _ in first }
    fields["url"] = .array(
      [["type": "Link", "mediaType": "text/html", "href": .string(page)]] + (playlist.map { [$0.json] } ?? []))
    return Vocabulary.document(fields)
  }

  /// What PeerTube refuses a video without, or misreads where it is absent.
  private var required: [String: JSON] {
    [
      "type": "Video", "id": .string(id), "uuid": .string(uuid),
      "name": .string(Limits.cut(name, to: Limits.name.upperBound)),
      "duration": .string(Limits.duration(milliseconds: duration)),
      "published": .string(published), "updated": .string(updated),
      "views": 0, "state": 1, "sensitive": .bool(sensitive), "waitTranscoding": false,
      "downloadEnabled": .bool(downloads), "commentsPolicy": 2,
      "to": [.string(Vocabulary.everybody)], "cc": [.string(groupFollowers)],
      "attributedTo": [
        ["type": "Group", "id": .string(group)], ["type": "Person", "id": .string(person)],
      ],
      "audience": .string(group), "embedUrl": .string(embed), "likes": .string(likes), "dislikes": .string(dislikes),
      "icon": .array(icon.map(\.json)),
    ]
  }

  private var described: [String: JSON] {
    var fields: [String: JSON] = [:]
    if let originallyPublished { fields["originallyPublishedAt"] = .string(originallyPublished) }
    if let summary, !summary.isEmpty { fields["summary"] = .string(markupEscaped(summary)) }
    if let content, Limits.length(content) >= Limits.content.lowerBound {
      fields["content"] = .string(Limits.cut(content, to: Limits.content.upperBound))
      fields["mediaType"] = "text/markdown"
    }
    if let category { fields["category"] = category.json }
    if let licence { fields["licence"] = licence.json }
    if let language { fields["language"] = language.json }
    if let support { fields["support"] = .string(support) }
    let tags = tags.filter { Limits.tag.contains(Limits.length($0.name)) }
    if !tags.isEmpty {
      fields["tag"] = .array(tags.map { ["type": "Hashtag", "name": .string($0.name), "href": .string($0.href)] })
    }
    if let width, let height, width > 0, height > 0 {
      // Four decimals: what two numbers of pixels tell, without the tail of a binary fraction.
      fields["aspectRatio"] = .double((Double(width) / Double(height) * 10_000).rounded() / 10_000)
    }
    if let storyboard { fields["preview"] = [storyboard.json] }
    if !subtitles.isEmpty { fields["subtitleLanguage"] = .array(subtitles.map(\.json)) }
    if let chapters { fields["hasParts"] = .string(chapters) }
    return fields
  }
}

extension VideoObject.Term {
  var json: JSON { ["identifier": .string(identifier), "name": .string(name)] }
}

extension VideoObject.Subtitle {
  var json: JSON {
    var fields: [String: JSON] = ["identifier": .string(identifier), "name": .string(name), "url": .string(url)]
    if isAutomatic { fields["automaticallyGenerated"] = true }
    return .object(fields)
  }
}
