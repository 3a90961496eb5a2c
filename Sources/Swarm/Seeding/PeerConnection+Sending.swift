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
    var source: BlockSource
  }

  /// Gives what was asked for, as far as the socket and the disk are ready; goes on by itself when they are again.
  func pump() {
    guard phase == .open, !isSending, !isWaiting, let context, let torrent else { return }
    let asksForBlocks = !isChoked && !requests.isEmpty
    guard asksForBlocks || !metadata.isEmpty || !hashRequests.isEmpty else { return gather(false, context) }
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
      guard let source = seeder.source(of: block, torrent, loaded, for: self) else { break }
      guard seeder.mayUpload(Int(block.length), self) else { break }
      requests.removeFirst()
      batch.append(Outgoing(block: block, source: source))
      bytes += Int(block.length)
    }
    guard !batch.isEmpty else { return }
    gather(true, context)
    write(batch, context)
    sent += bytes
    seeder.uploaded(self, bytes: bytes, blocks: batch.count)
  }

  private func write(_ batch: [Outgoing], _ context: ChannelHandlerContext) {
    var heads = context.channel.allocator.buffer(capacity: 13 * batch.count)
    for item in batch { heads.writePieceHead(item.block) }
    var used: [DataFile] = []
    // One is kept back: the last of all is written with a promise and flushes the whole batch.
    var last: IOData?
    func append(_ data: IOData) {
      if let last { context.write(wrapOutboundOut(last), promise: nil) }
      last = data
    }
    for item in batch {
      guard let head = heads.readSlice(length: 13) else { break }
      append(.byteBuffer(head))
      item.source.forEach { part in
        guard let file = part.file else { return append(.byteBuffer(zeros(part.length, context))) }
        if used.last !== file {
          file.use()
          seeder.files.touch(file)
          used.append(file)
        }
        append(.fileRegion(file.region(part.offset, part.length)))
      }
    }
    guard let last else { return }
    finishSending(context.writeAndFlush(wrapOutboundOut(last)), context, files: used)
  }

  /// While blocks go out, Nagle's algorithm (RFC 896) puts their heads of 13 bytes into packets with other bytes: each in
  /// a packet of its own costs a third of all the work. At the end nothing is to wait for an acknowledgement.
  private func gather(_ isOn: Bool, _ context: ChannelHandlerContext) {
    guard isOn != gathers else { return }
    gathers = isOn
    // A socket that cannot sends smaller packets.
    try? context.channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: isOn ? 0 : 1)
  }

  private func zeros(_ count: Int, _ context: ChannelHandlerContext) -> ByteBuffer {
    var zeros = context.channel.allocator.buffer(capacity: count)
    zeros.writeRepeatingByte(0, count: count)
    return zeros
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

  /// Whether a block lies in the stretch whose beginning was in memory: the disk brings in whole stretches, and asking the
  /// system for each block would cost a tenth of sending it.
  func expects(_ file: DataFile, _ slice: PieceMap.Slice) -> Bool {
    guard let residence else { return false }
    return residence.file == ObjectIdentifier(file) && residence.stretch == Self.stretch(slice)
  }

  func noteResidence(_ file: DataFile, _ slice: PieceMap.Slice) {
    residence = (ObjectIdentifier(file), Self.stretch(slice))
  }

  /// Of 128 KiB, what Linux reads ahead by default.
  private static func stretch(_ slice: PieceMap.Slice) -> Int64 { slice.offset >> 17 }
}
