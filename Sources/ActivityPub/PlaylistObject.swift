public import JSON

/// A playlist as PeerTube reads it (contracts/activitypub.md 1.5). Its videos stand in documents of their own.
public struct PlaylistObject: Sendable, Hashable {
  public var id: String
  public var uuid: String
  public var name: String
  /// Markdown.
  public var content: String?
  /// RFC 3339.
  public var published: String
  public var updated: String
  /// The one channel that it belongs to: PeerTube refuses a playlist with none or two.
  public var group: String
  public var followers: String
  public var totalItems: Int
  /// URL of the first page of elements.
  public var first: String
  /// The HTML page.
  public var page: String
  /// URL of a JPEG.
  public var icon: String?

  public init(
    id: String, uuid: String, name: String, content: String? = nil, published: String, updated: String, group: String,
    followers: String, totalItems: Int, first: String, page: String, icon: String? = nil
  ) {
    self.id = id
    self.uuid = uuid
    self.name = name
    self.content = content
    self.published = published
    self.updated = updated
    self.group = group
    self.followers = followers
    self.totalItems = totalItems
    self.first = first
    self.page = page
    self.icon = icon
  }

  public var json: JSON {
    var fields: [String: JSON] = [
      "type": "Playlist", "id": .string(id), "uuid": .string(uuid),
      "name": .string(Limits.cut(name, to: Limits.playlistName.upperBound)), "published": .string(published),
      "updated": .string(updated), "to": [.string(Vocabulary.everybody)], "cc": [.string(followers)],
      "attributedTo": [.string(group)], "totalItems": .integer(Int64(totalItems)), "first": .string(first),
      "url": .string(page),
    ]
    if let content, Limits.length(content) >= Limits.content.lowerBound {
      fields["content"] = .string(Limits.cut(content, to: 1000))
      fields["mediaType"] = "text/markdown"
    }
    if let icon { fields["icon"] = ["type": "Image", "mediaType": "image/jpeg", "url": .string(icon)] }
    return Vocabulary.document(fields)
  }
}

/// One video of a playlist.
public struct PlaylistElementObject: Sendable, Hashable {
  public var id: String
  /// Id of the video.
  public var video: String
  /// From 1.
  public var position: Int
  /// In whole seconds; nil: from the beginning, to the end.
  public var start: Int64?
  public var stop: Int64?

  public init(id: String, video: String, position: Int, start: Int64? = nil, stop: Int64? = nil) {
    self.id = id
    self.video = video
    self.position = position
    self.start = start
    self.stop = stop
  }

  public var json: JSON {
    var fields: [String: JSON] = [
      "type": "PlaylistElement", "id": .string(id), "url": .string(video), "position": .integer(Int64(position)),
    ]
    if let start { fields["startTimestamp"] = .integer(start) }
    if let stop { fields["stopTimestamp"] = .integer(stop) }
    return Vocabulary.document(fields)
  }
}
