public import JSON

/// What a program beside the files posts to the inboxes of followers (contracts/activitypub.md 1.3 and 4): an outbox has no place for
/// it, since PeerTube reads Create, Announce and Like alone where nobody signed.
public enum Delivery: Sendable, Hashable {
  /// A video or an actor that changed, whole: readers take it as it stands here.
  case update(object: JSON)
  /// A video, playlist or actor that is gone, by its id.
  case delete(object: String)
  /// To the follower's own inbox, never to a shared one.
  case accept(Follow)

  /// The document, without a signature: that belongs to the request.
  ///
  /// - Parameters:
  ///   - id: of the activity, another for each.
  ///   - actor: who does it: the same that owns the object.
  ///   - audience: `to` and `cc`, addresses; of an Accept the follower alone reads it.
  public func json(id: String, actor: String, to: [String] = [Vocabulary.everybody], cc: [String] = []) -> JSON {
    var fields: [String: JSON] = ["id": .string(id), "actor": .string(actor)]
    switch self {
    case .update(let object):
      fields["type"] = "Update"
      // One context for the whole: the activity's own.
      var inner = object.object ?? [:]
      inner["@context"] = nil
      fields["object"] = .object(inner)
    case .delete(let object):
      fields["type"] = "Delete"
      fields["object"] = .string(object)
    case .accept(let follow):
      fields["type"] = "Accept"
      fields["object"] = .object(follow.fields)
      fields["to"] = [.string(follow.actor)]
      return Vocabulary.document(fields)
    }
    fields["to"] = .strings(to)
    fields["cc"] = .strings(cc)
    return Vocabulary.document(fields)
  }
}

/// Somebody wants to follow an actor of ours. Nothing in it is true before the signature of the request is.
public struct Follow: Sendable, Hashable {
  /// Of the activity: the Accept has to repeat it.
  public var id: String
  /// Who follows.
  public var actor: String
  /// Who is followed.
  public var object: String

  public init(id: String, actor: String, object: String) {
    (self.id, self.actor, self.object) = (id, actor, object)
  }

  /// A request's body is read up to here: a Follow has a few hundred bytes.
  public static let bodyLimit = 64 << 10

  /// What is wrong with a body.
  public enum Refusal: String, Error, Sendable, Hashable, CaseIterable {
    case tooLarge = "the body has more than 64 KB"
    case noJSON = "the body is no JSON"
    case otherType = "it is no Follow"
    case noID = "its id is no address"
    case noActor = "its actor is no address"
    case noObject = "its object is no address"
    /// Whoever signs for one host must not speak in the name of another.
    case otherHost = "its id is not on the host of its actor"
  }

  public init(_ body: [UInt8]) throws(Refusal) {
    guard body.count <= Self.bodyLimit else { throw .tooLarge }
    guard let json = try? JSON(body) else { throw .noJSON }
    guard json["type"] == "Follow" else { throw .otherType }
    guard let id = json["id"]?.text, ContractValue.isURL(id) else { throw .noID }
    guard let actor = ContractValue.reference(json["actor"]), ContractValue.isURL(actor) else { throw .noActor }
    guard let object = ContractValue.reference(json["object"]), ContractValue.isURL(object) else { throw .noObject }
    guard ContractValue.host(id) == ContractValue.host(actor) else { throw .otherHost }
    self.init(id: id, actor: actor, object: object)
  }

  public var json: JSON { Vocabulary.document(fields) }

  var fields: [String: JSON] {
    ["type": "Follow", "id": .string(id), "actor": .string(actor), "object": .string(object)]
  }
}
