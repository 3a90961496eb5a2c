import NIOCore

extension PeerConnection {
  func receive(_ message: PeerMessage) throws(WireViolation) {
    switch message {
    case .keepAlive, .choke, .unchoke, .port, .unknown: break
    case .interested: want()
    case .notInterested:
      isInterested = false
      lastInterest = seeder.now
      seeder.leaveSlot(self)
    case .have(let piece):
      guard let seed = torrent?.seed, piece < seed.pieceCount else { throw .badPiece }
      have += 1
      noteCompleteness()
    case .bitfield(let bits): try receive(bits)
    case .haveAll:
      try needFast()
      have = torrent?.seed.pieceCount ?? 0
      noteCompleteness()
    case .haveNone, .suggest, .reject, .allowedFast: try needFast()
    case .request(let block): try receive(block)
    case .cancel(let block):
      // BEP 6: a request has exactly one answer, the block or its rejection.
      if requests.cancel(block) { reject(block) }
    case .extended(let id, let body): try receiveExtended(id, body)
    case .hashRequest(let request):
      guard isVersion2 else { throw .notAgreed }
      receive(request)
    case .hashReject, .unrequested: throw .unrequested
    }
  }

  private func needFast() throws(WireViolation) {
    guard theirs.contains(.fast) else { throw .notAgreed }
  }

  private func want() {
    isInterested = true
    lastInterest = seeder.now
    if isChoked { seeder.wantSlot(self) }
  }

  private func receive(_ bits: ByteBuffer) throws(WireViolation) {
    // BEP 3 has it first and once; aria2 sends it again in place of many `have`.
    guard let seed = torrent?.seed, bits.readableBytes == (seed.pieceCount + 7) / 8 else { throw .badBitfield }
    have = bits.readableBytesView.reduce(0) { $0 + $1.nonzeroBitCount }
    guard have <= seed.pieceCount else { throw .badBitfield }
    noteCompleteness()
  }

  private func noteCompleteness() {
    if let seed = torrent?.seed, have >= seed.pieceCount, completeSince == nil { completeSince = seeder.now }
  }

  private func receive(_ block: Block) throws(WireViolation) {
    guard let seed = torrent?.seed else { return }
    // Asking is wanting: libtorrent takes it so.
    if !isInterested { want() }
    lastInterest = seeder.now
    guard !isChoked else {
      // What was under way when the choke was sent is nobody's fault; more of it is counted.
      graced += 1
      if graced > seeder.limits.requests { try countRefusal() }
      return reject(block)
    }
    if requests.add(block, of: seed) == .refused {
      try countRefusal()
      reject(block)
    }
  }

  private func countRefusal() throws(WireViolation) {
    refused += 1
    guard refused <= seeder.limits.refused else { throw .tooManyRefused }
  }

  /// Who does not know the message waits and asks again.
  func reject(_ block: Block) {
    seeder.metrics.add(.rejected)
    if theirs.contains(.fast) { say { $0.writeReject(block) } }
  }

  /// A choke refuses what was asked before it (BEP 6).
  func choke() {
    guard !isChoked else { return }
    isChoked = true
    graced = 0
    let refused = requests.removeAll()
    seeder.metrics.add(.rejected, by: refused.count)
    say { buffer in
      buffer.writeChoke()
      if theirs.contains(.fast) { for block in refused { buffer.writeReject(block) } }
    }
  }

  func unchoke() {
    guard isChoked, phase == .open else { return }
    isChoked = false
    unchokedAt = seeder.now
    say { $0.writeUnchoke() }
  }

  private func receiveExtended(_ id: UInt8, _ body: ByteBuffer) throws(WireViolation) {
    guard theirs.contains(.extended) else { throw .notAgreed }
    switch id {
    case 0:
      // May come again and switch extensions off with 0 (BEP 10); what it does not name stays.
      let new = try ExtensionHandshake.read(body)
      extensions.metadata = new.metadata ?? extensions.metadata
      extensions.exchange = new.exchange ?? extensions.exchange
      extensions.port = new.port ?? extensions.port
      extensions.client = new.client ?? extensions.client
      if new.isUploadOnly && have > 0 && completeSince == nil { completeSince = seeder.now }
      extensions.isUploadOnly = new.isUploadOnly
    case ExtensionHandshake.OurID.metadata:
      if let piece = try MetadataMessage.requested(body) { queueMetadata(piece) }
    default:
      // Peers' own exchange and whether they upload only change nothing for a seed that does not dial.
      break
    }
  }

  private func queueMetadata(_ piece: Int) {
    guard let id = extensions.metadata, id != 0 else { return }
    guard metadataLeft > 0 else { return say { $0.writeExtended(id, MetadataMessage.rejection(piece)) } }
    metadataLeft -= 1
    metadata.append(piece)
  }

  private func receive(_ request: HashRequest) {
    guard hashRequests.count < 16, request.isWellFormed else { return say { $0.writeHashReject(request) } }
    hashRequests.append(request)
  }
}
