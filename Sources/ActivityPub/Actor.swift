public import JSON

/// Who publishes: the Person behind the site, the Group that a channel is, or the Application that stands for the site itself.
public struct Actor: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable { case person = "Person", group = "Group", application = "Application" }

  public var kind: Kind
  /// URL of this document, for life.
  public var id: String
  public var userName: String
  public var name: String
  /// Plain text.
  public var summary: String?
  /// URL of the HTML page. A plain string is the only form that every PeerTube accepts.
  public var page: String
  /// A collection that answers; what is posted there is refused until a program takes it.
  public var inbox: String
  public var outbox: String
  public var followers: String
  public var following: String
  /// Collection of what Mastodon shows as pinned posts.
  public var featured: String?
  /// Of a Person, the collection of its playlists.
  public var playlists: String?
  public var support: String?
  /// Of a Group, the Person on the same host that owns it: PeerTube refuses a Group without one.
  public var owner: String?
  /// Nobody takes what is posted to the inbox: who follows has to come and look (FEP-b06c).
  public var isPollOnly = true
  public var publicKeyPEM: String
  /// Avatar and banner, JPEG.
  public var icon: [Image]
  public var image: [Image]

  public init(
    kind: Kind, id: String, userName: String, name: String, summary: String? = nil, page: String, inbox: String,
    outbox: String, followers: String, following: String, featured: String? = nil, playlists: String? = nil,
    support: String? = nil, owner: String? = nil, publicKeyPEM: String, icon: [Image] = [], image: [Image] = []
  ) {
    self.kind = kind
    self.id = id
    self.userName = userName
    self.name = name
    self.summary = summary
    self.page = page
    self.inbox = inbox
    self.outbox = outbox
    self.followers = followers
    self.following = following
    self.featured = featured
    self.playlists = playlists
    self.support = support
    self.owner = owner
    self.publicKeyPEM = publicKeyPEM
    self.icon = icon
    self.image = image
  }

  public var json: JSON {
    var fields: [String: JSON] = [
      "type": .string(kind.rawValue), "id": .string(id), "preferredUsername": .string(userName),
      "name": .string(name), "url": .string(page), "inbox": .string(inbox), "outbox": .string(outbox),
      "followers": .string(followers), "following": .string(following), "discoverable": true, "indexable": true,
      "publicKey": [
        "id": .string(id + "#main-key"), "owner": .string(id), "publicKeyPem": .string(publicKeyPEM),
      ],
    ]
    if let summary, Limits.length(summary) >= Limits.actorSummary.lowerBound {
      fields["summary"] = .string(markupEscaped(Limits.cut(summary, to: Limits.actorSummary.upperBound)))
    }
    if isPollOnly { fields["pollOnly"] = true }
    if let featured { fields["featured"] = .string(featured) }
    if let playlists { fields["playlists"] = .string(playlists) }
    if let support { fields["support"] = .string(support) }
    if let owner { fields["attributedTo"] = [["type": "Person", "id": .string(owner)]] }
    if !icon.isEmpty { fields["icon"] = .array(icon.map(\.json)) }
    if !image.isEmpty { fields["image"] = .array(image.map(\.json)) }
    return Vocabulary.document(fields)
  }
}

/// A picture. Always JPEG: PeerTube up to version 7 reads no other form.
public struct Image: Sendable, Hashable {
  public var url: String
  /// In pixels.
  public var width: Int
  public var height: Int

  public init(url: String, width: Int, height: Int) {
    self.url = url
    self.width = width
    self.height = height
  }

  var json: JSON {
    [
      "type": "Image", "mediaType": "image/jpeg", "url": .string(url), "width": .integer(Int64(width)),
      "height": .integer(Int64(height)),
    ]
  }
}
