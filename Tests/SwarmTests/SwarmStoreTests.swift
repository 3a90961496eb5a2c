import NIOCore
import Testing

@testable import Swarm

@Suite struct `The swarms of a tracker` {
  static let key = SwarmKey((0..<20).map { $0 })!
  static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000_000)

  private func store(open: Bool = false, _ change: (inout TrackerLimits) -> Void = { _ in }) -> SwarmStore {
    var limits = TrackerLimits()
    change(&limits)
    let store = SwarmStore(limits: limits, isOpen: open, random: QuickRandom(seed: 1))
    store.allow([Self.key])
    return store
  }

  private func peer(_ number: Int, port: UInt16 = 6881) -> PeerAddress {
    PeerAddress(host: .v4(0x0A00_0000 + UInt32(number)), port: port)
  }

  @discardableResult
  private func announce(
    _ store: SwarmStore, _ peer: PeerAddress, key: SwarmKey = key, seed: Bool = false, _ event: TrackerAnnounce.Event = .none,
    wanted: Int? = nil, reached: PeerAddress.Host? = nil, now: NIODeadline = start
  ) throws -> TrackerAnnounce.Answer {
    try store.announce(
      TrackerAnnounce(key: key, peer: peer, isSeed: seed, event: event, wanted: wanted, reached: reached), now: now)
  }

  @Test func `tell peers of each other, and none of itself`() throws {
    let store = store()
    #expect(try announce(store, peer(1)).peers.isEmpty)
    #expect(try announce(store, peer(2)).peers == [peer(1)])
    #expect(try announce(store, peer(1)).peers == [peer(2)])
    #expect(store.figures(Self.key) == SwarmFigures(complete: 0, incomplete: 2, downloaded: 0))
  }

  @Test func `are those that are known, unless the tracker is open`() throws {
    let other = SwarmKey([UInt8](repeating: 7, count: 20))!
    #expect(throws: TrackerAnnounce.Refusal.unknown) { try announce(store(), peer(1), key: other) }
    #expect(try announce(store(open: true), peer(1), key: other).peers.isEmpty)
  }

  @Test func `lose a peer that stops, one that is silent, and all of a swarm that is no longer known`() throws {
    let store = store()
    try announce(store, peer(1))
    try announce(store, peer(2))
    try announce(store, peer(1), .stopped)
    #expect(store.peerCount == 1)
    store.sweep(now: Self.start + store.limits.lifetime)
    #expect(store.peerCount == 1)
    store.sweep(now: Self.start + store.limits.lifetime + .nanoseconds(1))
    #expect(store.peerCount == 0 && store.swarmCount == 0)
    try announce(store, peer(1))
    store.allow([])
    #expect(store.peerCount == 0)
  }

  @Test func `count a download where they saw it under way, and once`() throws {
    let store = store()
    try announce(store, peer(1), seed: true, .completed)
    try announce(store, peer(2))
    for _ in 0..<3 { try announce(store, peer(2), seed: true, .completed) }
    #expect(store.figures(Self.key) == SwarmFigures(complete: 2, incomplete: 0, downloaded: 1))
    try announce(store, peer(2), .stopped)
    try announce(store, peer(1), .stopped)
    #expect(store.figures(Self.key).downloaded == 1)
  }

  @Test func `tell seeds of leechers alone`() throws {
    let store = store()
    try announce(store, peer(1), seed: true)
    try announce(store, peer(2))
    #expect(try announce(store, peer(3), seed: true).peers == [peer(2)])
    #expect(Set(try announce(store, peer(2)).peers) == [peer(1), peer(3)])
  }

  @Test func `give as many as are asked for, each once, and all of them in turn`() throws {
    let store = store()
    for number in 1...100 { try announce(store, peer(number)) }
    #expect(try announce(store, peer(1)).peers.count == 50)
    #expect(try announce(store, peer(1), wanted: 0).peers.isEmpty)
    #expect(try announce(store, peer(1), wanted: 1000).peers.count == 99)
    var seen: Set<PeerAddress> = []
    for _ in 0..<200 {
      let peers = try announce(store, peer(1), wanted: 10).peers
      #expect(peers.count == 10 && Set(peers).count == 10 && !peers.contains(peer(1)))
      seen.formUnion(peers)
    }
    #expect(seen.count == 99)
  }

  @Test func `give both families, the asking peer's first`() throws {
    let store = store()
    let sixth = PeerAddress(host: .v6(0x2001_0DB8_0000_0000, 1), port: 6881)
    try announce(store, sixth)
    try announce(store, peer(1))
    let answer = try announce(store, peer(2))
    #expect(answer.peers == [peer(1)] && answer.others == [sixth])
    #expect(try announce(store, sixth).peers.isEmpty)
  }

  @Test func `are bounded for each address, each swarm and in all`() throws {
    let store = store { ($0.peersPerSwarm, $0.peersPerAddress, $0.peers) = (10, 3, 12) }
    for port in 1...3 as ClosedRange<UInt16> { try announce(store, peer(1, port: port)) }
    #expect(throws: TrackerAnnounce.Refusal.tooManyOfAddress) { try announce(store, peer(1, port: 4)) }
    for number in 2...50 { try announce(store, peer(number)) }
    #expect(store.peerCount == 10)
    let other = SwarmKey([UInt8](repeating: 7, count: 20))!
    store.allow([Self.key, other])
    try announce(store, peer(1), key: other)
    try announce(store, peer(2), key: other)
    #expect(store.peerCount == 12)
    try announce(store, peer(3), key: other)
    #expect(store.peerCount == 12)
  }

  @Test func `hold this daemon's seeds for ever, at the address that a peer can reach`() throws {
    let store = store()
    store.own.keys = [Self.key]
    store.own.port = 6881
    let here = PeerAddress.Host("192.0.2.9")!
    #expect(try announce(store, peer(1), reached: here).peers == [PeerAddress(host: here, port: 6881)])
    #expect(try announce(store, peer(1), seed: true, reached: here).peers.isEmpty)
    // Behind a proxy we are reached at the machine's own address, which is nothing to a stranger.
    #expect(try announce(store, peer(1), reached: PeerAddress.Host("127.0.0.1")).peers.isEmpty)
    store.own.v4 = PeerAddress.Host("198.51.100.1")
    #expect(try announce(store, peer(1), reached: here).peers.first?.host == PeerAddress.Host("198.51.100.1"))
    store.sweep(now: Self.start + .hours(10))
    #expect(store.figures(Self.key).complete == 1)
  }

  @Test func `count this daemon once, also where it announces its torrents to itself`() throws {
    let store = store()
    store.own.keys = [Self.key]
    store.own.port = 6881
    let here = PeerAddress.Host("192.0.2.9")!
    let daemon = PeerAddress(host: here, port: 6881)
    #expect(try announce(store, daemon, seed: true, .started, reached: here).peers.isEmpty)
    #expect(store.figures(Self.key) == SwarmFigures(complete: 1, incomplete: 0, downloaded: 0))
    #expect(try announce(store, peer(1), reached: here).peers == [daemon])
  }

  @Test func `spread the intervals by a tenth`() throws {
    let store = store()
    let intervals = try (0..<500).map { _ in try announce(store, peer(1)).interval }
    #expect(intervals.allSatisfy { (1620...1980).contains($0) } && Set(intervals).count > 100)
  }
}

@Suite struct `A table of rates` {
  @Test func `does not grow with strangers, and lets newcomers share`() {
    let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)
    var table = RateTable<Int>(rate: 1, burst: 2, capacity: 10, now: start)
    func admits(_ key: Int, _ seconds: Int64 = 0) -> Bool { table.admits(key, now: start + .seconds(seconds)) }
    for key in 0..<10 { #expect(admits(key)) }
    #expect([admits(10), admits(11), admits(12)] == [true, true, false])
    #expect([admits(0), admits(0)] == [true, false])
    #expect(table.count == 10)
    #expect(admits(12, 5) && table.count == 1)
  }
}
