public import JSON

/// A collection in pages. `first` is mandatory: PeerTube never reads items that stand on the root (contracts 1.4).
public struct OrderedCollection: Sendable, Hashable {
  public var id: String
  public var totalItems: Int
  /// URL of the page with the newest items.
  public var first: String
  public var last: String

  public init(id: String, totalItems: Int, first: String, last: String) {
    self.id = id
    self.totalItems = totalItems
    self.first = first
    self.last = last
  }

  public var json: JSON {
    Vocabulary.document([
      "type": "OrderedCollection", "id": .string(id), "totalItems": .integer(Int64(totalItems)),
      "first": .string(first), "last": .string(last),
    ])
  }
}

/// A page. It does not name the page before it nor a total, so that a full page never changes again.
public struct OrderedCollectionPage: Sendable, Hashable {
  public var id: String
  public var partOf: String
  /// URL of the next page: of an outbox that with older items.
  public var next: String?
  private var items: [JSON]

  /// Of an outbox, newest item first.
  public init(id: String, partOf: String, next: String?, items: [OutboxItem]) {
    (self.id, self.partOf, self.next) = (id, partOf, next)
    self.items = items.map(\.json)
  }

  /// Of addresses, such as those of a playlist's elements.
  public init(id: String, partOf: String, next: String?, addresses: [String]) {
    (self.id, self.partOf, self.next) = (id, partOf, next)
    items = addresses.map(JSON.string)
  }

  public var json: JSON {
    var fields: [String: JSON] = [
      "type": "OrderedCollectionPage", "id": .string(id), "partOf": .string(partOf), "orderedItems": .array(items),
    ]
    if let next { fields["next"] = .string(next) }
    return Vocabulary.document(fields)
  }
}

/// A short collection without pages: URL strings, or nothing.
public struct FlatCollection: Sendable, Hashable {
  public var id: String
  public var items: [String]

  public init(id: String, items: [String] = []) {
    self.id = id
    self.items = items
  }

  public var json: JSON {
    Vocabulary.document([
      "type": "OrderedCollection", "id": .string(id), "totalItems": .integer(Int64(items.count)),
      "orderedItems": .strings(items),
    ])
  }
}

/// The chapters of a video, in a document of their own.
public struct ChapterList: Sendable, Hashable {
  public struct Part: Sendable, Hashable {
    public var name: String
    /// In seconds.
    public var start: Int64
    public var end: Int64

    public init(name: String, start: Int64, end: Int64) {
      self.name = name
      self.start = start
      self.end = end
    }
  }

  public var id: String
  public var parts: [Part]

  public init(id: String, parts: [Part]) {
    self.id = id
    self.parts = parts
  }

  public var json: JSON {
    Vocabulary.document([
      "id": .string(id),
      "hasPart": .array(
        parts.map { ["name": .string($0.name), "startOffset": .integer($0.start), "endOffset": .integer($0.end)] }),
    ])
  }
}
