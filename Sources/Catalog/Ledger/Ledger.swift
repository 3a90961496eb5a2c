public import Hashing

/// `published.tsv`: what has an address for life (design, "The ledger"). It is input of every build, and kept in git.
public struct Ledger: Sendable, Hashable {
  /// The account's id that the published ids and uuids were made under; nil until something was published.
  public var actor: String?
  /// The base URL that the site was first published under, where it has another one now: what identifies its feeds stays.
  public var firstBase: String?
  /// By id path.
  public var entries: [Entry]

  public init(actor: String? = nil, firstBase: String? = nil, entries: [Entry] = []) {
    self.actor = actor
    self.firstBase = firstBase
    self.entries = entries
  }

  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Built without a base URL: the slug is remembered, nothing was promised to the world.
    case local
    /// Has, or had until now, an address that others may know.
    case published
    /// Was published and is removed, a draft or expired: its address is kept and answered with a Tombstone.
    case gone
  }

  /// One video.
  public struct Entry: Sendable, Hashable {
    /// Path of its ActivityPub document below the site's root, for life.
    public var idPath: String
    /// Version 4 form, for life.
    public var uuid: String
    public var slug: String
    /// The content path it was last seen at.
    public var sourcePath: String
    /// nil where only its text has been seen yet.
    public var sourceSHA256: Digest256?
    public var date: Instant
    /// Of a video that is gone: when it went.
    public var updated: Instant
    /// Of everything that a reader sees.
    public var digest: Digest256
    public var state: State
    /// Slugs that it had before and that still lead to it, the newest last.
    public var formerSlugs: [String]
    /// The channel whose outbox has it, or had it until it went; nil of what no outbox ever listed.
    public var channel: String?

    public init(
      idPath: String, uuid: String, slug: String, sourcePath: String, sourceSHA256: Digest256?, date: Instant,
      updated: Instant, digest: Digest256, state: State, formerSlugs: [String] = [], channel: String? = nil
    ) {
      self.idPath = idPath
      self.uuid = uuid
      self.slug = slug
      self.sourcePath = sourcePath
      self.sourceSHA256 = sourceSHA256
      self.date = date
      self.updated = updated
      self.digest = digest
      self.state = state
      self.formerSlugs = formerSlugs
      self.channel = channel
    }
  }
}
