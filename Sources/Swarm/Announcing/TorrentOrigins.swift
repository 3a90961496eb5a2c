import Files

/// Who wrote a torrent, which decides where its trackers may lie: no stranger's torrent may make this machine talk to others in
/// its own network.
struct TorrentOrigins: Sendable {
  enum Origin: Sendable, Hashable {
    /// It lies in a folder that the operator named.
    case operators
    /// It came from a followed site, of this host; nil where that site is followed no more.
    case site(String?)
  }

  /// The folder into which followed sites are fetched, and in it each site's own with its host.
  private let into: String?
  private let sites: [String: String]

  /// All are the operator's.
  static let own = TorrentOrigins(nil)

  init(_ plan: FollowPlan?) {
    into = plan?.into
    var sites: [String: String] = [:]
    for site in plan?.sites ?? [] { sites[SiteFolder(site, below: plan?.into ?? "").path] = site.origin.host }
    self.sites = sites
  }

  /// - Parameter path: of the torrent, absolute.
  func origin(ofTorrent path: String) -> Origin {
    guard let into, PathRules.isInside(path, into) else { return .operators }
    return .site(sites.first { PathRules.isInside(path, $0.key) }?.value)
  }
}

extension TorrentOrigins.Origin {
  /// Where a torrent's tracker may be asked. Of a site it has to be public, unless it is on the site's own host, which the operator
  /// named. In a private network it is asked over HTTP only where it looks like a tracker, whoever named it: a torrent may have come
  /// to the operator from anywhere, and shall press no button of a router.
  func reach(of tracker: TrackerURL) -> WebRequest.Reach {
    if case .site(let host) = self, host != tracker.host { return .publicOnly }
    guard case .http(let url) = tracker else { return .anywhere }
    return url.looksLikeTracker ? .anywhere : .publicOnly
  }
}
