import NIOCore

extension PeerConnection {
  private enum Pace {
    /// BEP 3: "keepalives are generally sent once every two minutes".
    static let keepAlive = TimeAmount.seconds(90)
    /// BEP 11: at most one message a minute.
    static let exchange = TimeAmount.seconds(65)
  }

  /// What this peer overstayed; nil where it may stay.
  func overdue(_ now: NIODeadline, isCrowded: Bool) -> String? {
    let limits = seeder.limits
    guard phase == .open else { return now - since >= limits.handshake ? "handshake_timeout" : nil }
    if let completeSince, now - completeSince >= limits.complete { return "complete" }
    if isSending && now - lastSent >= (isCrowded ? limits.unreadInCrowd : limits.unread) { return "unread" }
    if !isInterested && now - lastInterest >= limits.uninterested { return "uninterested" }
    return now - lastRead >= limits.idle && !isSending ? "idle" : nil
  }

  /// Whether its turn does nobody any good: it reads nothing of what is sent, or asks for nothing.
  func wastes(_ now: NIODeadline) -> Bool {
    now - lastSent >= seeder.limits.unused && now - unchokedAt >= seeder.limits.unused && !isWaiting
  }

  /// How much would be lost with this peer: who has not said what it wants goes first, then who wants nothing.
  /// nil for a peer that is served, or that had no time yet.
  func dispensability(_ now: NIODeadline) -> Int? {
    switch phase {
    case .greeting, .naming: now - since >= .seconds(3) ? 3 : nil
    case .open where !isInterested: now - lastInterest >= .seconds(15) ? 2 : nil
    case .open where sent == 0: now - since >= .seconds(60) ? 1 : nil
    default: nil
    }
  }

  /// Once a second.
  func tick(_ now: NIODeadline) {
    guard phase == .open else { return }
    if now - lastSent >= Pace.keepAlive && !isSending {
      lastSent = now
      say { $0.writeKeepAlive() }
    }
    if now - lastExchange >= Pace.exchange { exchangePeers(now) }
  }

  private func exchangePeers(_ now: NIODeadline) {
    lastExchange = now
    guard let id = extensions.exchange, id != 0, let torrent, !torrent.seed.isPrivate, completeSince == nil else {
      return
    }
    let current = torrent.peers.values.filter { $0.id != self.id && $0.completeSince == nil }
      .sorted { $0.id < $1.id }.compactMap(\.reachable)
    let added = Array(current.filter { !told.contains($0) }.prefix(PeerExchange.most))
    let dropped = Array(told.subtracting(current).prefix(PeerExchange.most))
    guard !added.isEmpty || !dropped.isEmpty else { return }
    told.formUnion(added)
    told.subtract(dropped)
    say { $0.writeExtended(id, PeerExchange.message(added: added, dropped: dropped)) }
  }

  /// Where it listens, as it says; nil where it does not say.
  private var reachable: PeerAddress? {
    extensions.port.map { PeerAddress(host: address.host, port: $0) }
  }
}
