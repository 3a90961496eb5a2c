public import Catalog
public import Facts

/// All that the site's documents are a function of (design, principle 3).
public struct SiteInput: Sendable {
  public var catalog: Catalog
  /// PEM of the actors' public keys by user name; empty without a base URL.
  public var publicKeys: [String: String]
  /// Template files by name (`page.html`, `partials/card.html`), the user's over the theme's. The user's own words stand
  /// beside the theme's: `/strings/fr.txt`.
  public var templates: [String: [UInt8]]
  /// The theme's assets (`style.css`, `player.js`): published as `assets/<stem>-<8 hex of SHA-256>.<extension>`.
  public var assets: [String: [UInt8]]
  /// The paths of the theme's templates and assets, and of those in the project's own `templates/`: what is told of a name
  /// that changes nothing depends on whose file it is. Both are empty where nobody wants to know.
  public var themeFiles: Set<String> = []
  public var ownFiles: Set<String> = []
  /// Reads the tables of a video when a playlist or torrent has to be rendered.
  public var tables: @Sendable (Video) throws -> HashTables
  /// Videos that are gone from the site and whose ids answered once.
  public var tombstones: [Tombstone]

  public struct Tombstone: Sendable, Hashable {
    /// Path of the document that is gone: `videos/<slug>/video.jsonld`.
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

  public init(
    catalog: Catalog, publicKeys: [String: String], templates: [String: [UInt8]], assets: [String: [UInt8]],
    tables: @escaping @Sendable (Video) throws -> HashTables, tombstones: [Tombstone]
  ) {
    self.catalog = catalog
    self.publicKeys = publicKeys
    self.templates = templates
    self.assets = assets
    self.tables = tables
    self.tombstones = tombstones
  }
}
