import Files
import Logging
import NIOCore
import NIOPosix

/// All peers and all torrents together: who is let in, who may ask, what the disk gives. Confined to one event loop, so it
/// needs no locks; what blocks runs on the pool and comes back.
final class Seeder {
  let loop: any EventLoop
  let pool: NIOThreadPool
  let limits: SeedingLimits
  let identity: PeerIdentity
  let metrics: Metrics
  let log: Logger
  /// Told, on the loop, of a torrent that is no longer seeded.
  var onWithdrawal: (Seed, SeedProblem) -> Void = { _, _ in }

  private(set) var seeds: [SwarmKey: Seed] = [:]
  var active: [String: ActiveTorrent] = [:]
  private var verified: [String: PieceStates] = [:]
  private(set) var connections: [Int: PeerConnection] = [:]
  private var admission: Admission
  private var slots: Slots
  var files: OpenFiles
  var buffers = SendBuffers()
  private var bucket: TokenBucket?
  private var starved: [Int] = []
  private var nextID = 0
  private var loads = 0
  private(set) var isStopping = false

  init(
    loop: any EventLoop, pool: NIOThreadPool, limits: SeedingLimits, identity: PeerIdentity, metrics: Metrics,
    log: Logger
  ) {
    (self.loop, self.pool, self.limits, self.identity) = (loop, pool, limits, identity)
    (self.metrics, self.log) = (metrics, log)
    admission = Admission(total: limits.connections, perAddress: limits.connectionsPerAddress)
    slots = Slots(limits)
    files = OpenFiles(capacity: limits.openFiles)
    bucket = limits.uploadRate.map {
      TokenBucket(rate: Double($0), burst: max(Double($0) / 4, Double(Block.maximumLength)), now: loop.now)
    }
  }

  var now: NIODeadline { loop.now }
  var isLimited: Bool { bucket != nil }
}

// MARK: Torrents

extension Seeder {
  func seed(for key: SwarmKey) -> Seed? { isStopping ? nil : seeds[key] }

  func add(_ seed: Seed) {
    for key in seed.keys { seeds[key] = seed }
  }

  /// Its peers are sent away, and nothing of it stays open.
  func remove(_ seed: Seed, because reason: String = "removed") {
    for key in seed.keys where seeds[key]?.torrent.path == seed.torrent.path { seeds[key] = nil }
    for peer in (active[seed.torrent.path]?.peers ?? [:]).values.sorted(by: { $0.id < $1.id }) { peer.close(reason) }
    active[seed.torrent.path] = nil
    verified[seed.torrent.path] = nil
    files.remove(torrent: seed.torrent.path)
  }

  func withdraw(_ seed: Seed, _ problem: SeedProblem) {
    guard seed.keys.contains(where: { seeds[$0] == seed }) else { return }
    if case .badPiece = problem { metrics.add(.bad) }
    remove(seed, because: "withdrawn")
    onWithdrawal(seed, problem)
  }

  /// Keeps what was read of a torrent file, and forgets what was read longest ago where all together are too much; who
  /// needs it reads it again.
  func keep(_ loaded: LoadedTorrent, for torrent: ActiveTorrent) {
    loads += 1
    torrent.loaded = loaded
    torrent.loadedAt = loads
    let all = active.values.filter { $0.loaded != nil }.sorted { $0.loadedAt > $1.loadedAt }
    var weight = 0
    for torrent in all {
      weight += torrent.loaded?.weight ?? 0
      if weight > limits.loaded && torrent.loadedAt != loads { torrent.loaded = nil }
    }
  }

  func enter(_ peer: PeerConnection, _ seed: Seed) -> ActiveTorrent {
    let torrent = active[seed.torrent.path] ?? ActiveTorrent(seed, verified: verified[seed.torrent.path])
    active[seed.torrent.path] = torrent
    torrent.peers[peer.id] = peer
    return torrent
  }
}

// MARK: Peers

extension Seeder {
  /// - Returns: nil for a stranger that has to go at once.
  func admit(_ address: PeerAddress) -> PeerConnection? {
    guard !isStopping else { return nil }
    var verdict = admission.verdict(address.host)
    if verdict == .full, let other = mostDispensable() {
      other.close("made_room")
      verdict = admission.verdict(address.host)
    }
    guard verdict == .admitted else {
      metrics.add(.peersRefused, verdict == .full ? "full" : "address")
      return nil
    }
    admission.enter(address.host)
    nextID += 1
    let peer = PeerConnection(id: nextID, address: address, seeder: self, now: now)
    connections[peer.id] = peer
    metrics.set(.peers, to: connections.count)
    return peer
  }

  private func mostDispensable() -> PeerConnection? {
    let now = now
    return connections.values.compactMap { peer in peer.dispensability(now).map { (peer, $0) } }
      .max { ($0.1, $1.0.id) < ($1.1, $0.0.id) }?.0
  }

  func left(_ peer: PeerConnection, because reason: String) {
    guard connections.removeValue(forKey: peer.id) != nil else { return }
    admission.leave(peer.address.host)
    starved.removeAll { $0 == peer.id }
    apply(slots.leave(peer.id, now: now))
    metrics.set(.peers, to: connections.count)
    metrics.add(.peersClosed, reason)
    log.debug(
      "peer left",
      metadata: [
        "peer": "\(peer.address)", "reason": "\(reason)", "sent": "\(peer.sent)",
        "client": "\(peer.extensions.client ?? "")",
      ])
    guard let torrent = peer.torrent else { return }
    torrent.peers[peer.id] = nil
    if torrent.peers.isEmpty && active[torrent.seed.torrent.path] === torrent {
      active[torrent.seed.torrent.path] = nil
      if torrent.verified.count > 0 { verified[torrent.seed.torrent.path] = torrent.verified }
    }
  }

  func wantSlot(_ peer: PeerConnection) {
    if slots.want(peer.id, now: now) { peer.unchoke() }
  }

  func leaveSlot(_ peer: PeerConnection) {
    peer.choke()
    apply(slots.leave(peer.id, now: now))
  }

  private func apply(_ decisions: [Slots.Decision]) {
    for decision in decisions {
      switch decision {
      case .choke(let id): connections[id]?.choke()
      case .unchoke(let id): connections[id]?.unchoke()
      }
    }
  }

  /// Once a second: deadlines, turns, small talk.
  func tick() {
    let now = now
    let isCrowded = slots.waitingCount > 0
    for peer in connections.values.sorted(by: { $0.id < $1.id }) {
      if let reason = peer.overdue(now, isCrowded: isCrowded) { peer.close(reason) } else { peer.tick(now) }
    }
    apply(slots.rotate(now: now) { connections[$0]?.wastes(now) ?? true })
    metrics.set(.slotsServing, to: slots.servingCount)
    metrics.set(.slotsWaiting, to: slots.waitingCount)
  }

  /// No peer is let in any more; those there are sent away when what is on its way is gone, or in two seconds.
  func stop() {
    isStopping = true
    for peer in connections.values.sorted(by: { $0.id < $1.id }) {
      peer.choke()
      if !peer.isSending { peer.close("stopping") }
    }
  }

  func closeAll() {
    for peer in connections.values.sorted(by: { $0.id < $1.id }) { peer.close("stopping") }
    files.removeAll()
  }
}

// MARK: The rate

extension Seeder {
  func uploaded(_ peer: PeerConnection, bytes: Int, blocks: Int) {
    slots.sent(peer.id, bytes: bytes)
    metrics.add(.uploaded, by: bytes)
    metrics.add(.blocks, by: blocks)
  }

  /// Takes from the rate; a peer that has to wait goes on in its turn.
  func mayUpload(_ bytes: Int, _ peer: PeerConnection) -> Bool {
    guard bucket != nil else { return true }
    if bucket?.take(Double(bytes), now: now) ?? true { return true }
    if !starved.contains(peer.id) { starved.append(peer.id) }
    return false
  }

  /// Ten times a second where the rate is limited.
  func feed() {
    let waiting = starved
    starved = []
    for id in waiting { connections[id]?.pump() }
  }
}
