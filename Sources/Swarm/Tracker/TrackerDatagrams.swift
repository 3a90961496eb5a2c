import NIOCore

/// The UDP tracker (BEP 15): a datagram in, at most one out, nothing kept between them but the swarms.
final class TrackerDatagrams: ChannelInboundHandler {
  typealias InboundIn = AddressedEnvelope<ByteBuffer>
  typealias OutboundOut = AddressedEnvelope<ByteBuffer>

  private let tracker: Tracker
  /// Of a socket that listens on all addresses; nil for one that has its own.
  private let branches: DatagramBranches?

  init(_ tracker: Tracker, _ branches: DatagramBranches? = nil) { (self.tracker, self.branches) = (tracker, branches) }

  func channelInactive(context: ChannelHandlerContext) {
    branches?.close()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let envelope = unwrapInboundIn(data)
    // A queue that is full of answers has no room for more: UDP clients ask again.
    guard context.channel.isWritable, let source = PeerAddress(envelope.remoteAddress), source.port > 0 else { return }
    let reached = envelope.metadata?.packetInfo.flatMap { PeerAddress($0.destinationAddress)?.host }
    guard let answer = answer(envelope.data, source.host, reached, context.channel.allocator) else { return }
    let packet = AddressedEnvelope(remoteAddress: envelope.remoteAddress, data: answer)
    if let reached, let port = context.channel.localAddress?.port.flatMap(UInt16.init(exactly:)),
      branches?.send(packet, from: PeerAddress(host: reached, port: port)) == true
    {
      return
    }
    context.write(wrapOutboundOut(packet), promise: nil)
  }

  func channelReadComplete(context: ChannelHandlerContext) { context.flush() }

  /// nil where the question is none, or its connection id is not the one that this address was given.
  private func answer(
    _ datagram: ByteBuffer, _ host: PeerAddress.Host, _ reached: PeerAddress.Host?, _ allocator: ByteBufferAllocator
  ) -> ByteBuffer? {
    let now = NIODeadline.now()
    func verified(_ connection: UInt64) -> Bool {
      tracker.connectionIDs.isValid(connection, for: host, now: now) && tracker.admits(host)
    }
    switch DatagramQuestion(datagram, scraped: tracker.limits.scraped) {
    case nil: return nil
    case .connect(let transaction):
      var out = allocator.buffer(capacity: 16)
      DatagramAnswer.connect(tracker.connectionIDs.make(for: host, now: now), transaction, into: &out)
      return out
    case .announce(let connection, let transaction, let body):
      guard verified(connection) else { return nil }
      let limit = tracker.limits.datagramPeers
      let announce = TrackerAnnounce(
        key: body.key, peer: PeerAddress(host: host, port: body.port), isSeed: body.isSeed, event: body.event,
        wanted: min(body.wanted ?? limit, limit), reached: reached)
      var out = allocator.buffer(capacity: 20 + limit * (host.isV4 ? 6 : 18))
      do throws(TrackerAnnounce.Refusal) {
        DatagramAnswer.announce(try tracker.announce(announce, by: "udp"), transaction, limit: limit, into: &out)
      } catch {
        DatagramAnswer.failure(error.text, transaction, into: &out)
      }
      return out
    case .scrape(let connection, let transaction, let keys):
      guard verified(connection) else { return nil }
      var out = allocator.buffer(capacity: 8 + 12 * keys.count)
      let store = tracker.store
      DatagramAnswer.scrape(
        keys.map { store.isTracked($0) ? store.figures($0) : SwarmFigures() }, transaction, into: &out)
      tracker.metrics.add(.trackerScrapes)
      return out
    }
  }

  // A port that nobody listens on comes back as an error of the socket: that is the other side's matter.
  func errorCaught(context: ChannelHandlerContext, error: any Error) {}
}
