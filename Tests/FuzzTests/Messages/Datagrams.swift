import NIOCore
import NIOEmbedded

@testable import Swarm

/// Questions to the UDP tracker (BEP 15, 41): read, answered, and the answers read as our own client reads them.
struct Datagrams: Reader {
  static let full = 900_000

  /// Stands where a valid connection id goes, which is another one in each run.
  static let mark: UInt64 = 0x4D61_726B_4D61_726B

  static func announce(_ connection: UInt64 = mark, wanted: UInt64 = 0xFFFF_FFFF) -> Part {
    .row([
      .number(connection, width: 8), .number(1, width: 4), .number(7, width: 4), .raw((0..<20).map { UInt8($0) }),
      .text("-XX0000-abcdefghijkl"), .number(0, width: 8), .number(5, width: 8), .number(0, width: 8),
      .number(2, width: 4), .number(0, width: 4), .number(9, width: 4), .number(wanted, width: 4),
      .number(6881, width: 2),
      .row([.number(2, width: 1), .measured(width: 1, [.text("/announce?k=1")]), .number(0, width: 1)]),
    ])
  }

  static func samples() -> [Part] {
    let keys = (0..<3).map { key in Part.raw((0..<20).map { UInt8($0 + key) }) }
    return [
      .row([.number(0x417_2710_1980, width: 8), .number(0, width: 4), .number(7, width: 4)]),
      announce(), announce(wanted: 5),
      .row([.number(mark, width: 8), .number(2, width: 4), .number(7, width: 4)] + keys),
    ]
  }

  private let loop = EmbeddedEventLoop()
  private let tracker: Tracker
  private let channel: EmbeddedChannel
  private var random = SplitMix(state: 4)

  /// Small enough to be filled.
  static var limits: TrackerLimits {
    var limits = TrackerLimits()
    (limits.peers, limits.peersPerSwarm, limits.peersPerAddress, limits.swarms) = (300, 100, 8, 40)
    (limits.rate, limits.pendingOffers, limits.countedAddresses) = (0, 200, 100)
    return limits
  }

  init() throws {
    tracker = Tracker(
      loop: loop, TrackerPlan(isOpen: true, limits: Self.limits), metrics: Metrics(), log: SeedShelf.quiet)
    channel = EmbeddedChannel(handler: TrackerDatagrams(tracker), loop: loop)
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let source =
      random.once(in: 3)
      ? PeerAddress(host: .v6(0x2001_0DB8_0000_0000 | UInt64(random.below(50)), 1), port: 1024)
      : PeerAddress(host: .v4(0x0B00_0000 + UInt32(random.below(500))), port: 1024)
    guard let address = source.socketAddress else { throw Finding("no address") }
    var data = ByteBuffer(bytes: bytes)
    let isVerified = data.getInteger(at: 0, as: UInt64.self) == Self.mark
    if isVerified { data.setInteger(tracker.connectionIDs.make(for: source.host, now: .now()), at: 0) }
    try channel.writeInbound(AddressedEnvelope(remoteAddress: address, data: data))
    try require(tracker.store.peerCount <= 300 && tracker.store.swarmCount <= 40, "more is kept than may be")
    guard let answer = try channel.readOutbound(as: AddressedEnvelope<ByteBuffer>.self) else { return false }
    try require(try channel.readOutbound(as: AddressedEnvelope<ByteBuffer>.self) == nil, "two answers")
    try require(answer.remoteAddress == address, "an answer to somebody else")
    let transaction: UInt32? = data.getInteger(at: 12)
    try require(answer.data.getInteger(at: 4) == transaction, "another transaction")
    let action: UInt32? = answer.data.getInteger(at: 0)
    if !isVerified {
      try require(action == 0 && answer.data.readableBytes <= data.readableBytes, "more than was asked, for anybody")
    }
    try require(answer.data.readableBytes <= 20 + 18 * tracker.limits.datagramPeers + 8 + 12 * 70, "a long answer")
    switch action {
    case 2: try require((answer.data.readableBytes - 8).isMultiple(of: 12), "a scrape of odd length")
    default:
      try require(UDPTrackerMessage.read(answer.data)?.transaction == transaction, "our own client cannot read it")
    }
    return true
  }

  mutating func finish() throws {
    tracker.store.sweep(now: .now() + .hours(2), visiting: 1_000_000)
    tracker.store.sweep(now: .now() + .hours(2), visiting: 1_000_000)
    try require(tracker.store.peerCount == 0, "\(tracker.store.peerCount) peers are never forgotten")
    _ = try channel.finish(acceptAlreadyClosed: true)
  }
}
