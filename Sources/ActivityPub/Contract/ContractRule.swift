public import Diagnostics
public import JSON

/// One thing that another server asks of a document (contracts/activitypub.md part 1): if it does not hold, the document, or
/// the part of it that the rule is about, is refused, dropped or misread there.
public struct ContractRule: Sendable {
  public enum Server: String, Sendable, Hashable, CaseIterable { case peerTube = "PeerTube", mastodon = "Mastodon" }

  /// Stable, kebab-case: `video-name`.
  public let id: String
  /// Of contracts/activitypub.md.
  public let section: String
  public let kinds: Set<DocumentKind>
  public let refusedBy: [Server]
  /// The key that the rule is about; nil: the document as a whole.
  public let field: String?
  /// What must hold, in one line.
  public let text: String
  let holds: @Sendable (LintedDocument) -> Bool

  init(
    _ id: String, _ section: String, _ kinds: Set<DocumentKind>, _ refusedBy: Server..., field: String? = nil,
    _ text: String, holds: @escaping @Sendable (LintedDocument) -> Bool
  ) {
    self.id = id
    self.section = section
    self.kinds = kinds
    self.refusedBy = refusedBy
    self.field = field
    self.text = text
    self.holds = holds
  }

  /// Every rule, in the order in which they are asked.
  public static let all: [ContractRule] =
    wholeDocument + video + videoParts + videoLinks + actor + collection + activity + playlist

  /// What other servers would not take of a document; empty where all of them take all of it.
  ///
  /// - Parameters:
  ///   - address: the URL that the document was asked for at.
  ///   - path: names the document in diagnostics.
  public static func diagnostics(of json: JSON, at address: String, path: String) -> [Diagnostic] {
    guard let kind = DocumentKind(json, address: address) else {
      let type = json["type"] ?? .null
      return [.contractTypeUnknown(shown(type), at: Location(path))]
    }
    return diagnostics(of: json, as: kind, at: address, path: path)
  }

  /// The same of a document that is meant as one of this kind, whatever it calls itself.
  public static func diagnostics(
    of json: JSON, as kind: DocumentKind, at address: String, path: String
  ) -> [Diagnostic] {
    let document = LintedDocument(json: json, address: address, kind: kind)
    return all.filter { $0.kinds.contains(kind) && !$0.holds(document) }.map { rule in
      .contractBroken(
        rule.id, rule.text, by: rule.refusedBy.map(\.rawValue), section: rule.section,
        found: rule.field.map { field in "\(field) is " + (json[field].map(shown) ?? "missing") }, at: Location(path))
    }
  }

  /// The start of a value, as long as a line of a terminal bears it.
  private static func shown(_ value: JSON) -> String {
    let text = String(decoding: value.bytes, as: UTF8.self).filter { $0 != "\n" }
    return text.count > 80 ? text.prefix(79) + "…" : text
  }
}

/// What a document is to those who fetch it.
public enum DocumentKind: String, Sendable, Hashable, CaseIterable {
  case video = "Video"
  case actor = "actor"
  /// The root of a collection that is crawled: an outbox, an account's playlists.
  case crawled = "crawled collection"
  /// A collection that is only counted, or read whole: followers, likes, `featured`.
  case flat = "collection"
  case page = "collection page"
  case activity
  case chapters = "chapters"
  case playlist = "Playlist"
  case element = "PlaylistElement"
  case tombstone = "Tombstone"

  /// nil where nobody reads such a document.
  public init?(_ json: JSON, address: String) {
    let name = address.split(separator: "/").last
    switch json["type"]?.text {
    case "Video": self = .video
    case "Person", "Group", "Application", "Service", "Organization": self = .actor
    case "OrderedCollection": self = name == "outbox.jsonld" || name == "playlists.jsonld" ? .crawled : .flat
    case "OrderedCollectionPage": self = .page
    case "Create", "Announce", "Like": self = .activity
    case "Playlist": self = .playlist
    case "PlaylistElement": self = .element
    case "Tombstone": self = .tombstone
    case nil where json["hasPart"] != nil: self = .chapters
    default: return nil
    }
  }
}

/// A document with what its rules compare it with.
struct LintedDocument: Sendable {
  let json: JSON
  /// The URL that it was asked for at.
  let address: String
  let kind: DocumentKind

  subscript(_ key: String) -> JSON? { json[key] }

  /// Hosts are compared with their ports and without regard to case.
  func isOnSameHost(_ url: JSON?) -> Bool {
    guard let url = url?.text, ContractValue.isURL(url) else { return false }
    return ContractValue.host(url) == ContractValue.host(address)
  }
}

extension ContractRule {
  static let wholeDocument: [ContractRule] = [
    ContractRule(
      "document-context", "2.2", Set(DocumentKind.allCases), .mastodon, field: "@context",
      "@context is, or has in it, https://www.w3.org/ns/activitystreams"
    ) { document in
      guard let context = document["@context"] else { return false }
      return (context.array ?? [context]).contains(.string(Vocabulary.activityStreams))
    },
    ContractRule(
      "document-id", "1.1", Set(DocumentKind.allCases).subtracting([.tombstone]), .peerTube, .mastodon, field: "id",
      "id is the address that the document is asked for at"
    ) { $0["id"]?.text == $0.address && ContractValue.isURL($0.address) },
    ContractRule(
      "document-size", "1.4", Set(DocumentKind.allCases), .mastodon, .peerTube, field: nil,
      "a document has less than 1 MB (Mastodon; PeerTube reads 3 MB)"
    ) { $0.json.bytes.count < 1_000_000 },
  ]
}
