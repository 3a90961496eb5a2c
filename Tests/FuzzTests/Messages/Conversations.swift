import Hashing
import NIOCore
import NIOEmbedded
import NIOPosix
import Torrent

@testable import Swarm

/// Whole conversations of peers with a seeder, from the handshake on: extensions, metadata, peer exchange, hash requests,
/// requests for blocks. What goes out is read as a peer reads it.
struct Conversations: Reader {
  static let full = 300_000
  static let small = 500
  private static let shelf = Result { try SeedShelf() }

  static func samples() throws -> [Part] {
    try shelf.get().torrents.flatMap { torrent in
      torrent.seed.keys.map { key in
        let root =
          torrent.contents.files.compactMap { $0.root?.bytes }.first ?? key.bytes + [UInt8](repeating: 0, count: 12)
        return .row(
          [
            Handshakes.sample([.extended, .fast, .upgrade], key: key.bytes),
            Wire.message(20, [.number(0, width: 1), Extensions.handshake()]), Wire.message(15),
            Wire.message(20, [.number(2, width: 1), Extensions.request(piece: 0)]), Wire.message(2),
            Wire.message(20, [.number(1, width: 1), Extensions.peers()]), Wire.message(9, [.number(6881, width: 2)]),
          ] + (torrent.seed.v2 == key ? [Wire.hashes(21, root)] : []) + [
            Wire.message(6, Wire.words(0, 0, 16_384)), Wire.message(6, Wire.words(0, 16_384, 16_384)),
            Wire.message(8, Wire.words(0, 0, 16_384)), Wire.message(4, Wire.words(0)), Wire.message(3),
          ])
      }
    }
  }

  private let loop = EmbeddedEventLoop()
  /// Never started: what would wait for the disk waits for ever.
  private let pool = NIOThreadPool(numberOfThreads: 1)
  private let seeder: Seeder
  private var random = SplitMix(state: 3)

  init() throws {
    let shelf = try Self.shelf.get()
    var limits = SeedingLimits()
    limits.requests = 40
    seeder = Seeder(
      loop: loop, pool: pool, limits: limits,
      identity: PeerIdentity(version: "0.1.0", random: [UInt8](repeating: 65, count: 12)), metrics: Metrics(),
      log: SeedShelf.quiet)
    for torrent in shelf.torrents { seeder.add(torrent.seed) }
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    for torrent in try Self.shelf.get().torrents {
      var verified = PieceStates(count: torrent.seed.pieceCount)
      for piece in 0..<torrent.seed.pieceCount { verified[piece] = true }
      let active = ActiveTorrent(torrent.seed, verified: verified)
      active.loaded = torrent
      seeder.active[torrent.seed.torrent.path] = active
    }
    guard let peer = seeder.admit(PeerAddress(host: .v4(0xCB00_7100 + UInt32(random.below(200))), port: 50_000)) else {
      throw Finding("nobody is let in any more")
    }
    let channel = EmbeddedChannel(handler: peer, loop: loop)
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = rest.prefix(1 + random.below(rest.count))
      try channel.writeInbound(ByteBuffer(bytes: part))
      rest = rest.dropFirst(part.count)
      loop.run()
    }
    let isOpen = peer.phase == .open
    try require(peer.hashRequests.count <= 16 && peer.metadata.count <= 64, "more is queued than may be")
    loop.advanceTime(by: .seconds(1))
    seeder.tick()
    loop.run()
    let said = try self.said(channel)
    // Blocks wait for the disk, but for those between files, which are zeros; all else is small talk, and pieces of metadata.
    try require(said.blocks <= bytes.count / 17, "\(said.blocks) blocks for \(bytes.count) bytes")
    try require(said.metadata <= 24 && said.talk <= 1024 + bytes.count * 6, "\(said) for \(bytes.count) bytes")
    _ = try channel.finish(acceptAlreadyClosed: true)
    try require(seeder.connections.isEmpty, "a connection stays")
    return isOpen
  }

  private struct Said {
    var talk = 0
    var metadata = 0
    var blocks = 0
  }

  /// Reads all that went out.
  private func said(_ channel: EmbeddedChannel) throws -> Said {
    var said = Said()
    var stream = ByteBuffer()
    while let data = try channel.readOutbound(as: IOData.self) {
      guard case .byteBuffer(var buffer) = data else { throw Finding("a block of a file that is not open") }
      stream.writeBuffer(&buffer)
    }
    guard stream.readableBytes > 0 else { return said }
    guard try Handshake.readStart(&stream) != nil, stream.readBytes(length: 20) != nil else {
      throw Finding("no handshake goes out first")
    }
    while stream.readableBytes > 0 {
      let before = stream.readableBytes
      guard let message = try PeerMessage.read(&stream, limit: 1 << 20) else {
        throw Finding("half a message went out")
      }
      if case .extended(_, let body) = message, body.readableBytes > 400 {
        said.metadata += 1
      } else if message == .unrequested, before - stream.readableBytes > 400 {
        said.blocks += 1
      } else {
        said.talk += before - stream.readableBytes
      }
    }
    return said
  }

  mutating func finish() throws { seeder.closeAll() }
}
