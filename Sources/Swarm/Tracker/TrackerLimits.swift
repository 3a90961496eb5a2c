public import NIOCore

/// What strangers may not exceed at the tracker. Every default stands in docs/tracker.md.
public struct TrackerLimits: Sendable, Hashable {
  /// Peers of one swarm; another one takes the place of one chosen at random.
  public var peersPerSwarm = 2000
  /// Of them behind one IPv4 address or IPv6 /64 network.
  public var peersPerAddress = 64
  /// Peers of all swarms together.
  public var peers = 200_000
  /// Swarms, which only an open tracker reaches: others know their swarms.
  public var swarms = 50_000
  /// Peers in an answer: where none are asked for by number, and at most.
  public var usualPeers = 50
  public var answeredPeers = 200
  /// Of UDP, so that an answer is never fragmented nor worth a forged question (BEP 15).
  public var datagramPeers = 30
  /// Infohashes in one scrape.
  public var scraped = 70
  /// Between announces, in seconds; up to a tenth is added or taken, so that clients spread.
  public var interval = 1800
  public var minInterval = 900
  /// After which a silent peer is forgotten.
  public var lifetime = TimeAmount.minutes(45)
  /// Requests a second of one address, and how many at once; a rate of 0 is no limit.
  public var rate = 10.0
  public var burst = 50.0
  /// Addresses whose requests are counted apart; beyond them strangers share one count.
  public var countedAddresses = 50_000
  /// Connections of HTTP and WebSocket, in all, and of one address that is no proxy.
  public var connections = 2000
  public var connectionsPerAddress = 16
  /// Where all are taken, a newcomer gets the place of who is silent for so long, over HTTP.
  public var patience = TimeAmount.milliseconds(250)
  /// Until a request is whole, counted from the connection or the answer before it.
  public var request = TimeAmount.seconds(30)
  /// Bytes of a request's target.
  public var target = 2048
  /// WebSockets, in all and of one address: they stay, so they may not take all connections.
  public var sockets = 1500
  public var socketsPerAddress = 8
  /// Swarms that one WebSocket is in.
  public var swarmsPerSocket = 10
  /// Bytes of a WebSocket message, and of a session description within.
  public var message = 32 << 10
  public var description = 16 << 10
  /// Offers of one announce that are handed on.
  public var offers = 5
  /// Announces of one address in one swarm of browsers: so many at once, then one in ten seconds.
  public var socketAnnounces = 30.0
  /// Between announces of browsers, in seconds.
  public var socketInterval = 120
  /// Without a message or a pong; a ping goes out in a third of it.
  public var socketIdle = TimeAmount.seconds(180)
  /// In which an offer may be answered, and how many wait for an answer.
  public var offerAge = TimeAmount.seconds(60)
  public var pendingOffers = 50_000

  public init() {}
}
