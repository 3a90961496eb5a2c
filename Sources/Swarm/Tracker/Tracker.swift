import Logging
import NIOCore
import NIOWebSocket

/// All that the tracker knows and counts. Confined to its loop, which ``TrackerServer`` sees to.
final class Tracker {
  let loop: any EventLoop
  let limits: TrackerLimits
  let proxies: Proxies
  let store: SwarmStore
  let browsers: BrowserSwarms
  let metrics: Metrics
  let log: Logger
  let connectionIDs: ConnectionIDs
  private var rates: RateTable<PeerAddress.Host>
  private var admission: Admission
  private var socketAdmission: Admission
  private(set) var visitors: [ObjectIdentifier: TrackerVisitor] = [:]
  private(set) var sockets: [BrowserSwarms.Socket: TrackerSocket] = [:]
  private var lastSocket = 0
  /// Visitors that are silent for too long, and since when; the slowest last.
  private var slowest: [(visitor: ObjectIdentifier, since: NIODeadline)] = []
  private var nextLook = NIODeadline.distantPast

  init(loop: any EventLoop, _ plan: TrackerPlan, metrics: Metrics, log: Logger) {
    (self.loop, limits, proxies) = (loop, plan.limits, plan.proxies)
    (self.metrics, self.log) = (metrics, log)
    var system = SystemRandomNumberGenerator()
    let store = SwarmStore(limits: plan.limits, isOpen: plan.isOpen, random: QuickRandom(seed: system.next()))
    store.own.v4 = plan.externalV4
    store.own.v6 = plan.externalV6
    self.store = store
    browsers = BrowserSwarms(limits: plan.limits, random: QuickRandom(seed: system.next()), now: .now()) {
      store.isTracked($0)
    }
    connectionIDs = ConnectionIDs(secret: (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &system) })
    rates = RateTable(
      rate: limits.rate, burst: limits.burst, capacity: limits.countedAddresses, now: .now())
    admission = Admission(total: limits.connections, perAddress: limits.connectionsPerAddress)
    socketAdmission = Admission(total: limits.sockets, perAddress: limits.socketsPerAddress)
  }

  /// Whether one more request of this address is heard.
  func admits(_ host: PeerAddress.Host) -> Bool {
    if rates.admits(host.subscriber, now: .now()) { return true }
    metrics.add(.trackerRefused, "rate")
    return false
  }

  func announce(_ announce: TrackerAnnounce, by way: String) throws(TrackerAnnounce.Refusal) -> TrackerAnnounce.Answer {
    do throws(TrackerAnnounce.Refusal) {
      let answer = try store.announce(announce, now: .now())
      metrics.add(.trackerAnnounces, way)
      return answer
    } catch {
      metrics.add(.trackerRefused, "\(error)")
      throw error
    }
  }

  // MARK: Connections

  /// Whether a connection may stay. A proxy's count in all alone: they are many clients'.
  func enter(_ visitor: TrackerVisitor) -> Bool {
    let host = visitor.source
    let verdict: Admission.Verdict =
      proxies.contains(host) ? admission.count < limits.connections ? .admitted : .full : admission.verdict(host)
    guard verdict == .admitted || verdict == .full && makeRoom() else {
      metrics.add(.trackerRefused, "connections")
      return false
    }
    admission.enter(host)
    visitors[ObjectIdentifier(visitor)] = visitor
    return true
  }

  /// Lets go of the one that is silent for longest, where that is too long: honest clients say what they want at once.
  private func makeRoom() -> Bool {
    let now = NIODeadline.now()
    if let last = letGo(now) { return last }
    // All are looked at, and the slowest noted for the newcomers that follow, who may be many.
    guard now >= nextLook else { return false }
    slowest = visitors.map { ($0.key, $0.value.waiting) }.filter { now - $0.1 >= limits.patience }
      .sorted { $0.1 > $1.1 }.suffix(64)
    if slowest.isEmpty { nextLook = now + .nanoseconds(limits.patience.nanoseconds / 4) }
    return letGo(now) ?? false
  }

  /// nil where nobody is noted any more.
  private func letGo(_ now: NIODeadline) -> Bool? {
    while let (id, since) = slowest.popLast() {
      // It may have spoken or gone meanwhile.
      guard let visitor = visitors[id], visitor.waiting == since else { continue }
      visitor.close()
      return true
    }
    return nil
  }

  /// The connection is at its end, whatever it became.
  func leave(_ visitor: TrackerVisitor) {
    admission.leave(visitor.source)
    visitors[ObjectIdentifier(visitor)] = nil
  }

  /// It speaks WebSocket from here on, and other deadlines hold.
  func promote(_ visitor: TrackerVisitor) { visitors[ObjectIdentifier(visitor)] = nil }

  func admitsSocket(_ host: PeerAddress.Host) -> Bool {
    if socketAdmission.verdict(host) == .admitted { return true }
    metrics.add(.trackerRefused, "sockets")
    return false
  }

  func enter(_ socket: TrackerSocket) -> BrowserSwarms.Socket {
    socketAdmission.enter(socket.host)
    lastSocket += 1
    sockets[lastSocket] = socket
    return lastSocket
  }

  func leave(_ id: BrowserSwarms.Socket) {
    guard let socket = sockets.removeValue(forKey: id) else { return }
    socketAdmission.leave(socket.host)
    browsers.close(id)
  }

  func deliver(_ notes: [BrowserSwarms.Note]) {
    for note in notes { sockets[note.socket]?.send(note.reply) }
  }

  // MARK: Upkeep

  /// Once a second.
  func tick() {
    let now = NIODeadline.now()
    store.sweep(now: now)
    browsers.sweep(now: now)
    for visitor in Array(visitors.values) { visitor.tick(now) }
    for socket in Array(sockets.values) { socket.tick(now) }
    metrics.set(.trackerPeers, to: store.peerCount)
    metrics.set(.trackerBrowsers, to: browsers.peerCount)
    metrics.set(.trackerSwarms, to: store.allowed.count)
  }

  func closeAll() {
    for visitor in Array(visitors.values) { visitor.close() }
    for socket in Array(sockets.values) { socket.close(.goingAway) }
  }
}
