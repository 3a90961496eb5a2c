import NIOCore
import NIOPosix

/// Announces to the DHT of one family through one socket, as a read-only node (BEP 5, BEP 32, BEP 43): what comes without
/// having been asked for is dropped, and nothing is ever answered. Confined to its channel's loop.
final class DHTClient: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>

  private struct Pending {
    var address: PeerAddress
    /// nil for the nodes that are only known by their address.
    var node: DHTNode?
    var question: DHTMessage.Question
    var lookup: Int?
    var deadline: NIODeadline
  }

  private let family: WebRequest.Family
  private let port: UInt16
  private let plan: DHTPlan
  private let id: SwarmKey
  private let names: NameResolver
  private let metrics: Metrics
  private let pace: DHTPace
  private(set) var table: DHTTable
  private var queue: DHTQueue
  private var lookups: [Int: DHTLookup] = [:]
  private var toAnnounce: [(node: DHTNode, question: DHTMessage.Question)] = []
  private var toBootstrap: [PeerAddress] = []
  private var pending: [UInt32: Pending] = [:]
  /// How many questions are on their way to each address.
  private var asked: [PeerAddress: Int] = [:]
  private var nextLookup = 0
  private var nextBootstrap: NIODeadline
  private var channel: (any Channel)?
  private var timer: Scheduled<Void>?

  init(
    _ plan: DHTPlan, family: WebRequest.Family, port: UInt16, id: SwarmKey, nodes: [DHTNode], pace: DHTPace,
    names: NameResolver, metrics: Metrics, now: NIODeadline
  ) {
    (self.plan, self.family, self.port, self.id) = (plan, family, port, id)
    (self.pace, self.names, self.metrics) = (pace, names, metrics)
    table = DHTTable(limit: plan.limits.nodes)
    for node in nodes { table.answered(node) }
    queue = DHTQueue(limits: plan.limits)
    nextBootstrap = now
  }

  func channelActive(context: ChannelHandlerContext) {
    channel = context.channel
    wait()
  }

  private func wait() {
    guard let loop = channel?.eventLoop else { return }
    timer = loop.assumeIsolated().scheduleTask(in: .milliseconds(50)) { [weak self] in
      self?.step()
      self?.wait()
    }
  }

  func channelInactive(context: ChannelHandlerContext) { stop() }

  func stop() {
    timer?.cancel()
    channel = nil
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {}

  func add(_ key: SwarmKey, now: NIODeadline) { queue.add(key, now: now) }
  func remove(_ key: SwarmKey) { queue.remove(key) }

  // MARK: Sending

  private func step() {
    guard let channel else { return }
    let now = channel.eventLoop.now
    expire(now)
    guard queue.count > 0 else { return }
    bootstrap(now)
    while lookups.count < plan.limits.lookups, !table.nodes.isEmpty, let key = queue.next(now: now) {
      nextLookup += 1
      lookups[nextLookup] = DHTLookup(target: key, from: table.closest(to: key), limits: plan.limits)
    }
    while pace.bucket.take(now: now) {
      guard sendOne(now) else {
        pace.giveBack()
        break
      }
    }
  }

  /// Announces first, since tokens grow old.
  private func sendOne(_ now: NIODeadline) -> Bool {
    if let (node, question) = toAnnounce.popLast() {
      send(question, to: node.address, node, lookup: nil, now)
      return true
    }
    for number in lookups.keys.sorted() {
      if let node = lookups[number]?.next(), let target = lookups[number]?.target {
        send(.getPeers(target), to: node.address, node, lookup: number, now)
        return true
      }
      settle(number, now)
    }
    if !toAnnounce.isEmpty { return sendOne(now) }
    if let address = toBootstrap.popLast() {
      send(.findNode(id), to: address, nil, lookup: nil, now)
      return true
    }
    return false
  }

  private func settle(_ number: Int, _ now: NIODeadline) {
    guard let lookup = lookups[number], lookup.isDone else { return }
    lookups[number] = nil
    guard queue.contains(lookup.target) else { return }
    let closest = lookup.closest
    for (node, token) in closest.reversed() {
      toAnnounce.append((node, .announce(lookup.target, port: port, token: token)))
    }
    queue.again(lookup.target, isFailure: closest.isEmpty, now: now)
  }

  private func send(
    _ question: DHTMessage.Question, to address: PeerAddress, _ node: DHTNode?, lookup: Int?, _ now: NIODeadline
  ) {
    guard let channel, let remote = address.socketAddress else { return }
    var transaction = UInt32.random(in: .min ... .max)
    while pending[transaction] != nil { transaction = UInt32.random(in: .min ... .max) }
    pending[transaction] = Pending(
      address: address, node: node, question: question, lookup: lookup, deadline: now + plan.limits.reply)
    asked[address, default: 0] += 1
    metrics.add(.dhtPackets, question.name)
    let bytes = DHTMessage.write(question, from: id, transaction: transaction)
    channel.writeAndFlush(AddressedEnvelope(remoteAddress: remote, data: ByteBuffer(bytes: bytes)), promise: nil)
  }

  /// Asks the configured nodes for others, while too few are known: every 15 seconds, and later every few minutes.
  private func bootstrap(_ now: NIODeadline) {
    guard table.nodes.count < DHTLookup.width, now >= nextBootstrap else { return }
    nextBootstrap = now + (table.nodes.isEmpty ? .seconds(15) : .minutes(5))
    for text in plan.bootstrap {
      guard let (host, port) = Self.parse(text) else { continue }
      names.addresses(of: host).assumeIsolated().whenSuccess { hosts in
        guard let host = hosts.first(where: { $0.family == self.family }), self.toBootstrap.count < 16 else { return }
        self.toBootstrap.append(PeerAddress(host: host, port: port))
      }
    }
  }

  /// `host:port`, an IPv6 address in brackets.
  static func parse(_ text: String) -> (host: String, port: UInt16)? {
    guard let url = WebURL("http://\(text)"), url.path == "/", url.query == nil, text.last?.isNumber == true,
      let colon = text.lastIndex(of: ":"), let port = UInt16(text[text.index(after: colon)...]), port > 0
    else { return nil }
    return (url.origin.host, port)
  }

  // MARK: Replies

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let packet = unwrapInboundIn(data)
    // What comes from others is not even read: a flood shall cost nothing.
    guard packet.data.readableBytes <= plan.limits.packet, let address = PeerAddress(packet.remoteAddress),
      self.asked[address] != nil,
      let reply = DHTMessage.read(Array(packet.data.readableBytesView), family: family, limits: plan.limits),
      let asked = pending[reply.transaction], address == asked.address
    else { return }
    forget(reply.transaction, of: address)
    guard let id = reply.id else { return fail(asked) }
    let node = asked.node ?? DHTNode(id: id, address: asked.address)
    if id == node.id { table.answered(node) } else { table.failed(node) }
    metrics.set(.dhtNodes, label: family == .v4 ? "v4" : "v6", to: table.nodes.count)
    switch asked.question {
    case .findNode:
      // Its neighbours are asked in turn until there are enough to begin with.
      for other in reply.nodes where table.nodes.count < 2 * DHTLookup.width && toBootstrap.count < 16 {
        if !table.nodes.contains(where: { $0.address == other.address }) { toBootstrap.append(other.address) }
      }
    case .getPeers: if let lookup = asked.lookup { lookups[lookup]?.answered(node, reply) }
    case .announce: if id == node.id { metrics.add(.dhtAnnounced) }
    }
  }

  private func expire(_ now: NIODeadline) {
    for (transaction, asked) in pending where asked.deadline <= now {
      forget(transaction, of: asked.address)
      fail(asked)
    }
  }

  private func forget(_ transaction: UInt32, of address: PeerAddress) {
    pending[transaction] = nil
    let left = asked[address, default: 1] - 1
    asked[address] = left > 0 ? left : nil
  }

  private func fail(_ asked: Pending) {
    guard let node = asked.node else { return }
    table.failed(node)
    if let lookup = asked.lookup { lookups[lookup]?.failed(node) }
  }
}

/// How fast both families together send. Confined to their loop.
final class DHTPace {
  var bucket: TokenBucket
  private let rate: Double

  init(_ limits: DHTLimits, now: NIODeadline) {
    rate = limits.rate
    bucket = TokenBucket(rate: limits.rate, burst: max(1, limits.rate / 4), now: now)
  }

  /// A token that was taken for nothing.
  func giveBack() { bucket.putBack() }
}
