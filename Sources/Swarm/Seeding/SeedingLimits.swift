public import NIOCore

/// What strangers may not exceed while they are served. Every default stands in docs/seeding.md, and a test compares them.
public struct SeedingLimits: Sendable, Hashable {
  /// Connections of peers, in all.
  public var connections = 400
  /// Of one IPv4 address or IPv6 /64 network.
  public var connectionsPerAddress = 3
  /// Peers that may ask for pieces at one time; the others wait for their turn.
  public var slots = 64
  /// In bytes a second, of all payload together; nil for none.
  public var uploadRate: Int?
  /// Requests of one peer that wait for their answer (`reqq`).
  public var requests = 512
  /// Until a handshake is whole.
  public var handshake = TimeAmount.seconds(10)
  /// Without a message.
  public var idle = TimeAmount.seconds(150)
  /// Without interest, or with our queue full and nothing taken of it.
  public var uninterested = TimeAmount.seconds(300)
  public var unread = TimeAmount.seconds(60)
  /// The same while others wait for a slot.
  public var unreadInCrowd = TimeAmount.seconds(8)
  /// Without taking anything, after which a turn ends where others wait.
  public var unused = TimeAmount.seconds(3)
  /// How long a peer that has everything may stay.
  public var complete = TimeAmount.seconds(30)
  /// Refused requests, after which a peer is dropped.
  public var refused = 100
  /// A turn ends, where others wait, after so long or so many bytes.
  public var turn = TimeAmount.seconds(10)
  public var turnBytes = 8 << 20
  /// Of hashing on demand for version 2 peers, in bytes read for one connection a minute.
  public var hashing = 64 << 20
  /// Torrent files kept in memory, in bytes.
  public var loaded = 32 << 20
  /// Data files kept open.
  public var openFiles = 128

  public init() {}
}
