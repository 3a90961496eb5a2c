import NIOCore

/// All swarms of TCP and UDP peers: announces go in, answers come out. Confined to its loop; it has neither clock nor socket.
final class SwarmStore {
  /// Seeds of this daemon: always there, reached at its own port.
  struct Own {
    var keys: Set<SwarmKey> = []
    var port: UInt16 = 0
    /// Told instead of the address at which a peer reached us, where that is not the one strangers use.
    var v4: PeerAddress.Host?
    var v6: PeerAddress.Host?
  }

  /// A class, so that nothing of it is copied while it is read and changed.
  private final class Swarm {
    var v4 = PeerPool()
    var v6 = PeerPool()
    var downloaded = 0
    /// How many peers of each subscriber there are.
    var subscribers: [PeerAddress.Host: Int] = [:]

    var count: Int { v4.count + v6.count }

    func remove(_ address: PeerAddress) -> Bool {
      guard address.host.isV4 ? v4.remove(address) : v6.remove(address) else { return false }
      let left = subscribers[address.host.subscriber, default: 1] - 1
      subscribers[address.host.subscriber] = left > 0 ? left : nil
      return true
    }
  }

  let limits: TrackerLimits
  /// Takes every infohash that it is told of.
  let isOpen: Bool
  var own = Own()
  private(set) var allowed: Set<SwarmKey> = []
  private(set) var peerCount = 0
  private var swarms: [SwarmKey: Swarm] = [:]
  private var sweeping: [SwarmKey] = []
  private var random: QuickRandom

  init(limits: TrackerLimits, isOpen: Bool, random: QuickRandom) {
    (self.limits, self.isOpen, self.random) = (limits, isOpen, random)
  }

  var swarmCount: Int { swarms.count }

  func isTracked(_ key: SwarmKey) -> Bool { isOpen || allowed.contains(key) }

  /// Swarms that are no longer allowed go at once.
  func allow(_ keys: Set<SwarmKey>) {
    allowed = keys
    guard !isOpen else { return }
    for (key, swarm) in swarms where !keys.contains(key) {
      peerCount -= swarm.count
      swarms[key] = nil
    }
  }

  func announce(_ announce: TrackerAnnounce, now: NIODeadline) throws(TrackerAnnounce.Refusal) -> TrackerAnnounce.Answer {
    guard isTracked(announce.key) else { throw .unknown }
    if announce.event == .stopped {
      stop(announce)
    } else if ownAddress(for: announce) != announce.peer {
      // The daemon tells its own tracker too where a torrent names it, and stands here already.
      try enter(announce, now)
    }
    let jitter = Int.random(in: -limits.interval / 10...limits.interval / 10, using: &random)
    var answer = TrackerAnnounce.Answer(
      figures: figures(announce.key), interval: limits.interval + jitter, peers: [], others: [])
    guard announce.event != .stopped else { return answer }
    var wanted = min(announce.wanted ?? limits.usualPeers, limits.answeredPeers)
    guard wanted > 0 else { return answer }
    if !announce.isSeed, let seed = ownSeed(for: announce) {
      answer.peers.append(seed)
      wanted -= 1
    }
    guard let swarm = swarms[announce.key] else { return answer }
    let isV4 = announce.peer.host.isV4
    let near = (isV4 ? swarm.v4 : swarm.v6)
      .choose(wanted, forSeed: announce.isSeed, except: announce.peer, using: &random)
    answer.peers += near
    answer.others = (isV4 ? swarm.v6 : swarm.v4)
      .choose(wanted - near.count, forSeed: announce.isSeed, except: nil, using: &random)
    return answer
  }

  private func stop(_ announce: TrackerAnnounce) {
    guard swarms[announce.key]?.remove(announce.peer) == true else { return }
    peerCount -= 1
    dropIfEmpty(announce.key)
  }

  private func enter(_ announce: TrackerAnnounce, _ now: NIODeadline) throws(TrackerAnnounce.Refusal) {
    let (key, peer) = (announce.key, announce.peer)
    let swarm: Swarm
    if let known = swarms[key] {
      swarm = known
    } else {
      guard swarms.count < limits.swarms || allowed.contains(key) else { throw .full }
      swarm = Swarm()
    }
    let was = peer.host.isV4 ? swarm.v4.isSeed(peer) : swarm.v6.isSeed(peer)
    if was == nil { try makeRoom(in: swarm, for: peer) }
    swarms[key] = swarm
    if peer.host.isV4 {
      swarm.v4.put(peer, isSeed: announce.isSeed, now: now)
    } else {
      swarm.v6.put(peer, isSeed: announce.isSeed, now: now)
    }
    // A download is counted where we saw it under way, or one peer could count as thousands.
    if announce.event == .completed, announce.isSeed, was == false { swarm.downloaded += 1 }
  }

  private func makeRoom(in swarm: Swarm, for peer: PeerAddress) throws(TrackerAnnounce.Refusal) {
    guard swarm.subscribers[peer.host.subscriber, default: 0] < limits.peersPerAddress else { throw .tooManyOfAddress }
    if swarm.count >= limits.peersPerSwarm || peerCount >= limits.peers {
      let leaving =
        swarm.v4.count > swarm.v6.count ? swarm.v4.any(using: &random) : swarm.v6.any(using: &random)
      guard let leaving, swarm.remove(leaving) else { throw .full }
      peerCount -= 1
    }
    swarm.subscribers[peer.host.subscriber, default: 0] += 1
    peerCount += 1
  }

  private func dropIfEmpty(_ key: SwarmKey) {
    // Where the figure of downloads is kept, a known swarm stays; of unknown ones there would be no end.
    guard let swarm = swarms[key], swarm.count == 0, isOpen || swarm.downloaded == 0 else { return }
    swarms[key] = nil
  }

  private func ownSeed(for announce: TrackerAnnounce) -> PeerAddress? {
    let address = ownAddress(for: announce)
    return address == announce.peer ? nil : address
  }

  /// Where the announcing peer reaches the daemon's own seeds; nil where it does not, or the daemon does not have this one.
  private func ownAddress(for announce: TrackerAnnounce) -> PeerAddress? {
    guard own.keys.contains(announce.key), own.port != 0 else { return nil }
    guard let host = (announce.peer.host.isV4 ? own.v4 : own.v6) ?? announce.reached,
      host.isV4 == announce.peer.host.isV4,
      // Behind a proxy we are reached at 127.0.0.1, which would be the peer's own machine.
      !host.isLoopback || announce.peer.host.isLoopback
    else { return nil }
    return PeerAddress(host: host, port: own.port)
  }

  func figures(_ key: SwarmKey) -> SwarmFigures {
    let swarm = swarms[key]
    return SwarmFigures(
      complete: (swarm.map { $0.v4.seedCount + $0.v6.seedCount } ?? 0) + (own.keys.contains(key) ? 1 : 0),
      incomplete: swarm.map { $0.v4.leecherCount + $0.v6.leecherCount } ?? 0,
      downloaded: swarm?.downloaded ?? 0)
  }

  /// Forgets silent peers, in steps that do not hold up the loop: every swarm is visited in turn.
  func sweep(now: NIODeadline, visiting budget: Int = 5000) {
    let limit = now - limits.lifetime
    if sweeping.isEmpty { sweeping = Array(swarms.keys) }
    var budget = budget
    while budget > 0, let key = sweeping.popLast() {
      guard let swarm = swarms[key] else { continue }
      budget -= swarm.count + 1
      for address in swarm.v4.silent(since: limit) + swarm.v6.silent(since: limit) {
        if swarm.remove(address) { peerCount -= 1 }
      }
      dropIfEmpty(key)
    }
  }
}

extension PeerAddress.Host {
  var isV4: Bool { if case .v4 = self { true } else { false } }
}
