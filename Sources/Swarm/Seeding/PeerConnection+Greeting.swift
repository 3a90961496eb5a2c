import NIOCore

extension PeerConnection {
  /// Answers as soon as the infohash is there, before the peer id (BEP 3).
  ///
  /// - Returns: false where bytes are missing.
  func greet(_ unread: inout ByteBuffer) throws(WireViolation) -> Bool {
    guard let (capabilities, key) = try Handshake.readStart(&unread) else { return false }
    guard let seed = seeder.seed(for: key) else { throw .unknownTorrent }
    theirs = capabilities
    // BEP 52, "Upgrade Path": who opens with the first hash of a hybrid and says so is answered with the second.
    let upgrades = seed.v1 == key && capabilities.contains(.upgrade) && seed.v2 != nil
    isVersion2 = upgrades || (seed.v2 == key && seed.v1 != key)
    var ours: Handshake.Capabilities = [.extended, .fast]
    if seed.v1 != nil && seed.v2 != nil { ours.insert(.upgrade) }
    let answer = Handshake(
      capabilities: ours, key: isVersion2 ? seed.v2 ?? key : key, peerID: seeder.identity.peerID)
    torrent = seeder.enter(self, seed)
    phase = .naming
    say { $0.writeBytes(answer.bytes) }
    return true
  }

  func name(_ unread: inout ByteBuffer) throws(WireViolation) -> Bool {
    guard let peerID = unread.readBytes(length: 20) else { return false }
    guard peerID != seeder.identity.peerID else { throw .ownself }
    guard let seed = torrent?.seed else { throw .unknownTorrent }
    phase = .open
    metadataLeft = 2 * ((seed.info.count + MetadataMessage.pieceLength - 1) / MetadataMessage.pieceLength) + 8
    say { buffer in
      if theirs.contains(.extended) {
        let handshake = ExtensionHandshake.ours(
          metadataSize: seed.info.count, queue: seeder.limits.requests, host: address.host, isPrivate: seed.isPrivate,
          version: seeder.identity.version)
        buffer.writeExtended(0, handshake)
      }
      // What a peer has stands before everything but the extensions' handshake (BEP 3, BEP 6).
      if theirs.contains(.fast) { buffer.writeHaveAll() } else { buffer.writeFullBitfield(pieces: seed.pieceCount) }
    }
    return true
  }
}
