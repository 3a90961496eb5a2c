import NIOCore

extension PeerConnection {
  private enum Batch {
    /// Of one peer, before others of the same loop have their turn.
    static let most = SendBuffers.blocks
    /// Where the rate is limited: smaller steps are shared more evenly.
    static let mostWithLimit = 4
    /// A batch that is gone sooner is followed by one twice as long, and one that took longer by half of it: who takes
    /// a second for a block should not hold the memory of thirty-two.
    static let short = TimeAmount.milliseconds(20)
    static let long = TimeAmount.milliseconds(200)
  }

  /// Gives what was asked for, as far as the socket and the disk are ready; goes on by itself when they are again.
  func pump() {
    guard phase == .open, !isSending, !isWaiting, let context, let torrent else { return }
    let asksForBlocks = !isChoked && !requests.isEmpty
    guard asksForBlocks || !metadata.isEmpty || !hashRequests.isEmpty else { return }
    guard let loaded = torrent.loaded else { return seeder.load(torrent, for: self) }
    if !metadata.isEmpty { return sendMetadata(of: loaded, context) }
    if !hashRequests.isEmpty { return answerHashes(of: loaded, context) }
    sendBlocks(of: torrent, loaded, context)
  }

  /// Reads blocks behind their heads into one stretch of memory and writes that at one time. By `sendfile` the kernel would
  /// copy nothing, and yet do more: two calls and a packet of its own for each 16 KiB (docs/architecture.md has the figures).
  private func sendBlocks(of torrent: ActiveTorrent, _ loaded: LoadedTorrent, _ context: ChannelHandlerContext) {
    // Of a rate that is limited each block is taken by itself.
    let most = min(batch, seeder.isLimited ? Batch.mostWithLimit : Batch.most)
    var outgoing = seeder.buffers.take(most)
    while outgoing.count < most, let first = requests.first {
      let count = seeder.isLimited ? 1 : requests.run(atMost: most - outgoing.count)
      let added = seeder.add(count, from: first, of: torrent, loaded, for: self, to: &outgoing)
      guard added > 0 else { break }
      guard seeder.mayUpload(added * Int(first.length), self) else {
        outgoing.removeLast(first)
        break
      }
      requests.removeFirst(added)
    }
    guard outgoing.count > 0, phase == .open else { return seeder.buffers.giveBack(outgoing) }
    sent += outgoing.payload
    seeder.uploaded(self, bytes: outgoing.payload, blocks: outgoing.count)
    let begin = seeder.now
    finishSending(context.writeAndFlush(wrapOutboundOut(.byteBuffer(outgoing.bytes)))) { [self] in
      seeder.buffers.giveBack(outgoing)
      let took = seeder.now - begin
      if took < Batch.short { batch = min(2 * batch, Batch.most) }
      if took > Batch.long { batch = max(batch / 2, 1) }
    }
  }

  private func sendMetadata(of loaded: LoadedTorrent, _ context: ChannelHandlerContext) {
    let piece = metadata.removeFirst()
    guard let id = extensions.metadata, id != 0 else { return pump() }
    let message = MetadataMessage.data(piece, of: loaded.info)
    if message != nil { seeder.metrics.add(.metadata) }
    send(context) { $0.writeExtended(id, message ?? MetadataMessage.rejection(piece)) }
  }

  private func answerHashes(of loaded: LoadedTorrent, _ context: ChannelHandlerContext) {
    let request = hashRequests.removeFirst()
    seeder.metrics.add(.hashes)
    let cost = HashAnswer.cost(request, of: loaded)
    guard let cost, hashing.take(Double(cost), now: seeder.now) else {
      return send(context) { $0.writeHashReject(request) }
    }
    isWaiting = true
    seeder.hashes(request, of: loaded, for: self) { connection, nodes in
      guard let context = connection.context else { return }
      connection.send(context) { buffer in
        if let nodes { buffer.writeHashes(request, nodes) } else { buffer.writeHashReject(request) }
      }
    }
  }

  /// Sends one message and goes on when it is gone.
  private func send(_ context: ChannelHandlerContext, _ write: (inout ByteBuffer) -> Void) {
    var buffer = context.channel.allocator.buffer(capacity: 256)
    write(&buffer)
    finishSending(context.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer)))) {}
  }

  private func finishSending(_ end: EventLoopFuture<Void>, then finish: @escaping () -> Void) {
    isSending = true
    end.assumeIsolated().whenComplete { [self] result in
      finish()
      isSending = false
      lastSent = seeder.now
      guard case .success = result else { return close("network") }
      // Not at once: a peer that reads as fast as we write would keep the loop from all others.
      if phase == .open { seeder.loop.assumeIsolated().execute { [self] in pump() } }
    }
  }
}
