import NIOCore

extension PeerConnection {
  private enum Batch {
    /// Of one peer, before others of the same loop have their turn.
    static let blocks = 16
    /// Where the rate is limited: smaller steps are shared more evenly.
    static let limitedBlocks = 4
  }

  /// A block with the open files that its bytes lie in.
  private struct Outgoing {
    var block: Block
    var parts: [Seeder.Part]
  }

  /// Gives what was asked for, as far as the socket and the disk are ready; goes on by itself when they are again.
  func pump() {
    guard phase == .open, !isSending, !isWaiting, let context, let torrent else { return }
    let asksForBlocks = !isChoked && !requests.isEmpty
    guard asksForBlocks || !metadata.isEmpty || !hashRequests.isEmpty else { return cork(false, context) }
    guard let loaded = torrent.loaded else { return seeder.load(torrent, for: self) }
    if !metadata.isEmpty { return sendMetadata(of: loaded, context) }
    if !hashRequests.isEmpty { return answerHashes(of: loaded, context) }
    sendBlocks(of: torrent, loaded, context)
  }

  private func sendBlocks(of torrent: ActiveTorrent, _ loaded: LoadedTorrent, _ context: ChannelHandlerContext) {
    var batch: [Outgoing] = []
    var bytes = 0
    let most = seeder.isLimited ? Batch.limitedBlocks : Batch.blocks
    while batch.count < most, let block = requests.first {
      guard let parts = seeder.parts(of: block, torrent, loaded, for: self) else { break }
      guard seeder.mayUpload(Int(block.length), self) else { break }
      requests.removeFirst()
      batch.append(Outgoing(block: block, parts: parts))
      bytes += Int(block.length)
    }
    guard !batch.isEmpty else { return }
    // Heads and blocks travel in full packets: the kernel holds back what does not fill one (tcp(7), TCP_CORK).
    cork(true, context)
    write(batch, context)
    sent += bytes
    seeder.uploaded(self, bytes: bytes, blocks: batch.count)
  }

  private func write(_ batch: [Outgoing], _ context: ChannelHandlerContext) {
    var heads = context.channel.allocator.buffer(capacity: 13 * batch.count)
    for item in batch { heads.writePieceHead(item.block) }
    var used: [DataFile] = []
    for item in batch {
      guard let head = heads.readSlice(length: 13) else { return }
      context.write(wrapOutboundOut(.byteBuffer(head)), promise: nil)
      for part in item.parts {
        if let file = part.file {
          if used.last !== file {
            file.use()
            used.append(file)
          }
          context.write(wrapOutboundOut(.fileRegion(file.region(part.offset, part.length))), promise: nil)
        } else {
          var zeros = context.channel.allocator.buffer(capacity: part.length)
          zeros.writeRepeatingByte(0, count: part.length)
          context.write(wrapOutboundOut(.byteBuffer(zeros)), promise: nil)
        }
      }
    }
    let end = context.writeAndFlush(wrapOutboundOut(.byteBuffer(heads.slice())))
    finishSending(end, context, files: used)
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
    finishSending(context.writeAndFlush(wrapOutboundOut(.byteBuffer(buffer))), context, files: [])
  }

  private func finishSending(_ end: EventLoopFuture<Void>, _ context: ChannelHandlerContext, files: [DataFile]) {
    isSending = true
    end.assumeIsolated().whenComplete { [self] result in
      for file in files { file.release() }
      isSending = false
      lastSent = seeder.now
      guard case .success = result else { return close("network") }
      // Not at once: a peer that reads as fast as we write would keep the loop from all others.
      if phase == .open { seeder.loop.assumeIsolated().execute { [self] in pump() } }
    }
  }

  private func cork(_ isOn: Bool, _ context: ChannelHandlerContext) {
    guard isOn != isCorked else { return }
    isCorked = isOn
    // A socket that cannot sends smaller packets.
    try? context.channel.syncOptions?.setOption(Self.corkOption, value: isOn ? 1 : 0)
  }

  /// `TCP_CORK` of Linux, 3.
  private static let corkOption = ChannelOptions.Types.SocketOption(
    level: .tcp, name: NIOBSDSocket.Option(rawValue: 3))
}
