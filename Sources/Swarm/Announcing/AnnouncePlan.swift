public import NIOCore

/// How this daemon makes itself found.
public struct AnnouncePlan: Sendable, Hashable {
  /// The port that is told; nil for the one that is listened on.
  public var port: UInt16?
  public var trackers = true
  /// nil for no DHT.
  public var dht: DHTPlan? = DHTPlan()
  public var limits = AnnounceLimits()

  public init() {}
}

/// Where the DHT (BEP 5) is entered, and what it may cost.
public struct DHTPlan: Sendable, Hashable {
  /// `host:port` of nodes that are asked first.
  public var bootstrap = ["dht.libtorrent.org:25401", "dht.transmissionbt.com:6881", "router.bittorrent.com:6881"]
  public var limits = DHTLimits()

  public init() {}

  /// Whether this is `host:port`, an IPv6 address in brackets.
  public static func isNode(_ text: String) -> Bool { DHTClient.parse(text) != nil }
}

/// What the DHT may cost others and us. Every default stands in docs/announcing.md.
public struct DHTLimits: Sendable, Hashable {
  /// Packets sent a second, both families together.
  public var rate = 20.0
  /// Between announces of one infohash, and how much earlier or later each may be.
  public var interval = TimeAmount.minutes(20)
  public var spread = TimeAmount.minutes(3)
  /// Searches that run at one time in one family, and questions of one on their way.
  public var lookups = 3
  public var parallel = 4
  /// Questions of one search before it takes what it has.
  public var questions = 60
  /// Nodes that are kept in one family, in memory and on the disk.
  public var nodes = 300
  /// For a reply.
  public var reply = TimeAmount.seconds(5)
  /// Of a packet, in bytes.
  public var packet = 1500

  public init() {}
}
