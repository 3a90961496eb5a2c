public import Diagnostics

/// What ``Resolver/resolve(tree:facts:ledger:now:drafts:newIdentity:)`` makes of texts, facts and the ledger.
public struct Resolution: Sendable, Hashable {
  public var catalog: Catalog
  /// To be written after the site is published.
  public var ledger: Ledger
  /// Documents that are gone and whose ids answered once.
  public var tombstones: [Tombstone]
  /// Every old page that leads to a video, sorted by `from`. The same are in `Video.aliases`.
  public var aliases: [Alias]
  /// When something becomes due or expires next.
  public var nextChange: Instant?
  /// Videos that are not on the site, by content path, and why.
  public var held: [Held]
  public var diagnostics: [Diagnostic]
  /// Nothing may be published: the site would take another identity.
  public var isRefused: Bool

  public struct Tombstone: Sendable, Hashable {
    /// `videos/<first slug>/video.jsonld`
    public var idPath: String
    public var deleted: Instant
    /// Of the video, and where it was last seen: its place among the others.
    public var date: Instant
    public var sourcePath: String
    /// Whose outbox had it; nil of what was in none.
    public var channel: String?

    public init(idPath: String, deleted: Instant, date: Instant, sourcePath: String, channel: String?) {
      self.idPath = idPath
      self.deleted = deleted
      self.date = date
      self.sourcePath = sourcePath
      self.channel = channel
    }
  }

  /// Both are folders below the site's root: `videos/brest/`.
  public struct Alias: Sendable, Hashable {
    public var from: String
    public var to: String

    public init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  public struct Held: Sendable, Hashable {
    public enum Reason: Sendable, Hashable {
      case draft
      case notDue(Instant)
      case expired(Instant)
      /// The media pass has nothing on it; its caller says why.
      case noFacts
      /// A diagnostic of this phase says why.
      case refused
    }

    public var contentPath: String
    /// Where its page stands, or stood: kept as it is where `reason` is `noFacts` or `refused`. nil where it has none.
    public var slug: String?
    public var reason: Reason

    public init(contentPath: String, slug: String?, reason: Reason) {
      self.contentPath = contentPath
      self.slug = slug
      self.reason = reason
    }
  }

  public init(
    catalog: Catalog, ledger: Ledger, tombstones: [Tombstone] = [], aliases: [Alias] = [], nextChange: Instant? = nil,
    held: [Held] = [], diagnostics: [Diagnostic] = [], isRefused: Bool = false
  ) {
    self.catalog = catalog
    self.ledger = ledger
    self.tombstones = tombstones
    self.aliases = aliases
    self.nextChange = nextChange
    self.held = held
    self.diagnostics = diagnostics
    self.isRefused = isRefused
  }
}
