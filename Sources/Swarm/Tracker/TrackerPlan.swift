public import NIOCore

/// Where and for whom the tracker of a daemon answers.
public struct TrackerPlan: Sendable {
  /// Of HTTP and WebSocket; none for no such tracker.
  public var web: [SocketAddress]
  /// Of UDP (BEP 15).
  public var datagrams: [SocketAddress]
  /// Takes every infohash, not just those of the daemon's seeds and catalogs.
  public var isOpen: Bool
  public var proxies: Proxies
  /// At which address strangers reach this daemon's seeds, where it is not the one they reach the tracker at.
  public var externalV4: PeerAddress.Host?
  public var externalV6: PeerAddress.Host?
  public var limits: TrackerLimits

  public init(
    web: [SocketAddress] = [], datagrams: [SocketAddress] = [], isOpen: Bool = false, proxies: Proxies = Proxies(),
    externalV4: PeerAddress.Host? = nil, externalV6: PeerAddress.Host? = nil, limits: TrackerLimits = TrackerLimits()
  ) {
    (self.web, self.datagrams, self.isOpen, self.proxies) = (web, datagrams, isOpen, proxies)
    (self.externalV4, self.externalV6, self.limits) = (externalV4, externalV6, limits)
  }

  public var isOff: Bool { web.isEmpty && datagrams.isEmpty }
}
