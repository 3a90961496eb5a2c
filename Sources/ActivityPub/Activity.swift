public import JSON

/// What an outbox lists. Of unsigned activities PeerTube reads Create, Announce and Like alone (contracts 1.3).
public enum OutboxItem: Sendable, Hashable {
  case activity(Activity)
  /// In the place of an activity whose object is gone, so that no other moves (FEP-b06c). PeerTube passes over it.
  case gone(Tombstone)

  var json: JSON {
    switch self {
    case .activity(let activity): .object(activity.fields)
    case .gone(let tombstone): .object(tombstone.fields)
    }
  }
}

/// Something that an actor did, at an address of its own (FEP-b06c).
public struct Activity: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// By the Person.
    case create = "Create"
    /// By the Group: PeerTube drops the Announce of an account.
    case announce = "Announce"
  }

  public var kind: Kind
  public var id: String
  public var actor: String
  public var followers: String
  /// URL of the video. Never the video itself: what stands in an activity is not trusted and fetched again.
  public var object: String
  /// RFC 3339.
  public var published: String

  public init(kind: Kind, id: String, actor: String, followers: String, object: String, published: String) {
    self.kind = kind
    self.id = id
    self.actor = actor
    self.followers = followers
    self.object = object
    self.published = published
  }

  var fields: [String: JSON] {
    [
      "type": .string(kind.rawValue), "id": .string(id), "actor": .string(actor), "object": .string(object),
      "published": .string(published), "to": [.string(Vocabulary.everybody)], "cc": [.string(followers)],
    ]
  }

  public var json: JSON { Vocabulary.document(fields) }
}

/// What stands for an object that is gone. It means something with status 410 alone.
public struct Tombstone: Sendable, Hashable {
  public var id: String
  /// `Video`, or that of an activity.
  public var formerType: String
  /// RFC 3339. Of an activity, when it was done.
  public var published: String?
  public var deleted: String

  public init(id: String, formerType: String = "Video", published: String? = nil, deleted: String) {
    self.id = id
    self.formerType = formerType
    self.published = published
    self.deleted = deleted
  }

  public var json: JSON { Vocabulary.document(fields) }

  var fields: [String: JSON] {
    var fields: [String: JSON] = [
      "type": "Tombstone", "id": .string(id), "formerType": .string(formerType), "deleted": .string(deleted),
    ]
    if let published { fields["published"] = .string(published) }
    return fields
  }
}
