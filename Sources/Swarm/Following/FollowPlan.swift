public import NIOCore

/// Which catalogs are followed, and what may be taken for them.
public struct FollowPlan: Sendable, Hashable {
  /// Addresses of sites, or of their `catalog.json`.
  public var sites: [WebURL]
  /// Absolute; of all that is fetched.
  public var into: String
  /// For the files of all sites together, in bytes; each site may have its equal share.
  public var space: Int64
  public var order: Picking.Order
  public var roots: TrustedRoots
  public var limits: FollowLimits

  public init(
    sites: [WebURL], into: String, space: Int64, order: Picking.Order = .newest, roots: TrustedRoots = .system,
    limits: FollowLimits = FollowLimits()
  ) {
    // Two that share a folder would take it from each other: the first one has it.
    var folders: Set<SiteFolder> = []
    self.sites = sites.filter { folders.insert(SiteFolder($0, below: into)).inserted }
    (self.into, self.space, self.order) = (into, space, order)
    (self.roots, self.limits) = (roots, limits)
  }
}

/// What a catalog may cost. Every default stands in docs/following.md.
public struct FollowLimits: Sendable, Hashable {
  /// Of `catalog.json`, in bytes.
  public var index = 4 << 20
  /// Of one of its pages; 500 videos with all their files are about 6 MB.
  public var page = 16 << 20
  public var pages = 1000
  /// Of all pages together.
  public var offers = 100_000
  /// Of one piece, in bytes: it is held in memory until its hash is known.
  public var pieceLength: Int64 = 16 << 20
  /// Bytes asked for in one request.
  public var span: Int64 = 8 << 20
  /// Pause between visits, give or take a tenth.
  public var interval = TimeAmount.hours(1)
  /// Pause after a visit that failed; it doubles up to `interval`.
  public var retry = TimeAmount.minutes(1)
  /// Before what was cut short is asked for again; it doubles where nothing more came, and the third time ends the try.
  public var pause = TimeAmount.seconds(1)
  /// Pieces of one file that may turn out wrong before the file is left alone until the next visit.
  public var badPieces = 3
  /// The longest that a server's `Retry-After` is obeyed.
  public var retryAfter = TimeAmount.hours(24)
  /// A transfer slower than so many bytes a second is given up.
  public var slowest: Int64 = 4096

  public init() {}
}
