import DequeModule
import NIOCore

/// The swarms of browsers, who meet through WebSockets: messages go in, and out comes what is to be said to which socket.
/// Confined to its loop; it has neither clock nor socket.
final class BrowserSwarms {
  typealias Socket = Int

  /// Something to say, and to whom.
  struct Note: Hashable {
    var socket: Socket
    var reply: BrowserReply
  }

  private final class Swarm {
    struct Member {
      var peer: SwarmKey
      var socket: Socket
      var isSeed: Bool
    }
    var members: [Member] = []
    var places: [SwarmKey: Int] = [:]
    var downloaded = 0
    var seeds = 0
  }

  /// An offer on its way: who may answer it, and whom.
  private struct Pending: Hashable {
    var key: SwarmKey
    var from: SwarmKey
    var to: SwarmKey
    var offer: String.UTF8Bytes
  }

  private struct Origin: Hashable {
    var host: PeerAddress.Host
    var key: SwarmKey
  }

  let limits: TrackerLimits
  /// Whether a swarm is one of ours.
  private let isTracked: (SwarmKey) -> Bool
  private var swarms: [SwarmKey: Swarm] = [:]
  /// Which peer each socket is in each of its swarms.
  private var sockets: [Socket: [SwarmKey: SwarmKey]] = [:]
  private var pending: Set<Pending> = []
  private var ageing: Deque<(deadline: NIODeadline, offer: Pending)> = []
  private var rates: RateTable<Origin>
  private var random: QuickRandom
  private(set) var peerCount = 0

  init(limits: TrackerLimits, random: QuickRandom, now: NIODeadline, isTracked: @escaping (SwarmKey) -> Bool) {
    (self.limits, self.random, self.isTracked) = (limits, random, isTracked)
    rates = RateTable(
      rate: limits.rate > 0 ? 0.1 : 0, burst: limits.socketAnnounces, capacity: limits.countedAddresses, now: now)
  }

  var pendingCount: Int { pending.count }

  func take(
    _ message: BrowserMessage, from socket: Socket, of host: PeerAddress.Host, now: NIODeadline
  ) -> [Note] {
    switch message {
    case .announce(let announcement): announce(announcement, socket, host, now)
    case .answer(let answer): self.answer(answer, socket)
    case .scrape(let keys):
      [
        Note(
          socket: socket, reply: .scraped(Dictionary(keys.filter(isTracked).map { ($0, figures($0)) }) { a, _ in a }))
      ]
    }
  }

  private func announce(
    _ message: BrowserMessage.Announcement, _ socket: Socket, _ host: PeerAddress.Host, _ now: NIODeadline
  ) -> [Note] {
    func refuse(_ reason: String) -> [Note] { [Note(socket: socket, reply: .failure(reason, message.key))] }
    guard isTracked(message.key) else { return refuse(TrackerAnnounce.Refusal.unknown.text) }
    guard rates.admits(Origin(host: host.subscriber, key: message.key), now: now) else {
      return refuse("too many announces, come again later")
    }
    if message.isStopped {
      if sockets[socket]?[message.key] == message.peer { leave(message.key, socket) }
      return [told(message.key, socket)]
    }
    if let known = sockets[socket]?[message.key] {
      guard known == message.peer else { return refuse("one peer_id for each infohash of a connection") }
    } else {
      // Who says the peer_id of another connection's peer would take its place: it is not heard.
      if swarms[message.key]?.places[message.peer] != nil { return [] }
      guard sockets[socket, default: [:]].count < limits.swarmsPerSocket else {
        return refuse("too many infohashes on one connection")
      }
      guard enter(message, socket) else { return refuse(TrackerAnnounce.Refusal.full.text) }
    }
    update(message)
    return [told(message.key, socket)] + hand(message, socket, now)
  }

  private func told(_ key: SwarmKey, _ socket: Socket) -> Note {
    Note(socket: socket, reply: .announced(key, figures(key), interval: limits.socketInterval))
  }

  private func enter(_ message: BrowserMessage.Announcement, _ socket: Socket) -> Bool {
    // Nobody is thrown out for a newcomer: a browser's place ends with its connection.
    guard peerCount < limits.peers, swarms[message.key] != nil || swarms.count < limits.swarms else { return false }
    let swarm = swarms[message.key] ?? Swarm()
    guard swarm.members.count < limits.peersPerSwarm else { return false }
    swarms[message.key] = swarm
    swarm.places[message.peer] = swarm.members.count
    swarm.members.append(Swarm.Member(peer: message.peer, socket: socket, isSeed: false))
    sockets[socket, default: [:]][message.key] = message.peer
    peerCount += 1
    return true
  }

  private func update(_ message: BrowserMessage.Announcement) {
    guard let swarm = swarms[message.key], let place = swarm.places[message.peer] else { return }
    let was = swarm.members[place].isSeed
    let isSeed = message.isSeed || message.isCompleted
    if was != isSeed { swarm.seeds += isSeed ? 1 : -1 }
    swarm.members[place].isSeed = isSeed
    if message.isCompleted, !was { swarm.downloaded += 1 }
  }

  /// Each offer goes to one other peer, chosen at random.
  private func hand(_ message: BrowserMessage.Announcement, _ socket: Socket, _ now: NIODeadline) -> [Note] {
    guard let swarm = swarms[message.key], let own = swarm.places[message.peer] else { return [] }
    let others = swarm.members.count - 1
    let count = min(message.offers.count, others)
    var notes: [Note] = []
    for run in 0..<count {
      // As many runs as offers, one peer drawn of each; the asking one's place is stepped over.
      var index = Int.random(in: run * others / count..<(run + 1) * others / count, using: &random)
      if index >= own { index += 1 }
      let (member, offer) = (swarm.members[index], message.offers[run])
      let offered = Pending(key: message.key, from: message.peer, to: member.peer, offer: offer.id)
      guard pending.count < limits.pendingOffers, ageing.count < 2 * limits.pendingOffers,
        member.socket != socket, pending.insert(offered).inserted
      else { continue }
      ageing.append((now + limits.offerAge, offered))
      notes.append(Note(socket: member.socket, reply: .offer(message.key, from: message.peer, offer)))
    }
    return notes
  }

  /// An answer goes to whoever made the offer, if it was made, to this peer, and not answered yet; else nowhere.
  private func answer(_ answer: BrowserMessage.Answer, _ socket: Socket) -> [Note] {
    let offered = Pending(key: answer.key, from: answer.to, to: answer.peer, offer: answer.offer)
    guard sockets[socket]?[answer.key] == answer.peer, pending.remove(offered) != nil,
      let swarm = swarms[answer.key], let place = swarm.places[answer.to]
    else { return [] }
    return [Note(socket: swarm.members[place].socket, reply: .answer(answer))]
  }

  private func leave(_ key: SwarmKey, _ socket: Socket) {
    guard let peer = sockets[socket]?.removeValue(forKey: key), let swarm = swarms[key],
      let place = swarm.places.removeValue(forKey: peer)
    else { return }
    if swarm.members[place].isSeed { swarm.seeds -= 1 }
    let last = swarm.members.removeLast()
    if place < swarm.members.count {
      swarm.members[place] = last
      swarm.places[last.peer] = place
    }
    peerCount -= 1
    if swarm.members.isEmpty { swarms[key] = nil }
  }

  /// A connection that ends is the end of its peers.
  func close(_ socket: Socket) {
    for key in sockets[socket, default: [:]].keys { leave(key, socket) }
    sockets[socket] = nil
  }

  func figures(_ key: SwarmKey) -> SwarmFigures {
    guard let swarm = swarms[key] else { return SwarmFigures() }
    return SwarmFigures(
      complete: swarm.seeds, incomplete: swarm.members.count - swarm.seeds, downloaded: swarm.downloaded)
  }

  /// Forgets swarms that are no longer ours, and offers that nobody answered.
  func sweep(now: NIODeadline) {
    while let first = ageing.first, first.deadline <= now {
      pending.remove(first.offer)
      ageing.removeFirst()
    }
    for (socket, swarms) in sockets {
      for key in swarms.keys where !isTracked(key) { leave(key, socket) }
    }
  }
}
