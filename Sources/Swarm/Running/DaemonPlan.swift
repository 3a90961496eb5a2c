import Files
public import NIOCore

/// All that a daemon is told when it starts.
public struct DaemonPlan: Sendable {
  /// Absolute: below these torrents are looked for.
  public var folders: [String]
  /// Where peers are listened for.
  public var peers: [SocketAddress]
  /// Where `/healthz` and `/metrics` answer; nil for nowhere.
  public var status: SocketAddress?
  /// The folder of what is remembered between starts.
  public var state: String
  /// Between looks for new torrents.
  public var rescan: TimeAmount
  public var seeding: SeedingLimits
  public var identity: PeerIdentity
  /// Which sites are followed; nil for none.
  public var follow: FollowPlan?
  /// nil for a daemon that nobody is told of.
  public var announce: AnnouncePlan?
  public var tracker: TrackerPlan
  /// Whose certificates trackers may show; followed sites have theirs in their own plan.
  public var roots = TrustedRoots.system

  public init(
    folders: [String], peers: [SocketAddress], status: SocketAddress?, state: String,
    rescan: TimeAmount = .seconds(30), seeding: SeedingLimits = SeedingLimits(), identity: PeerIdentity,
    tracker: TrackerPlan = TrackerPlan()
  ) {
    (self.folders, self.peers, self.status, self.state) = (folders, peers, status, state)
    self.tracker = tracker
    (self.rescan, self.seeding, self.identity) = (rescan, seeding, identity)
  }

  /// All folders below which torrents are looked for: what was fetched is seeded like everything else.
  var seeded: [String] {
    guard let into = follow?.into, !folders.contains(where: { PathRules.isInside(into, $0) }) else { return folders }
    return folders + [into]
  }
}
