import Files
import Hashing
import NIOCore
import Testing
import Torrent

@testable import Swarm

@Suite struct `A seed` {
  @Test func `gives every byte of a film to a peer that asks`() async throws {
    let folder = try SeedFolder()
    let (_, content) = try folder.add(size: 300_000)
    try await RunningSeeder.run(folder) { seeder, seeds in
      let peer = try await seeder.connect()
      let answer = try await peer.greet(try #require(seeds.first?.v1))
      #expect(answer.key == seeds.first?.v1?.bytes)
      #expect(Array(answer.handshake.suffix(20)) == seeder.identity.peerID)
      #expect(try await peer.message(20) != nil)
      #expect(try await peer.message() == [14])
      try await peer.interested()
      #expect(try await peer.message() == [1])
      var got: [UInt8] = []
      for start in stride(from: 0, to: content.count, by: 16_384) {
        let length = min(16_384, content.count - start, 65_536 - start % 65_536)
        let block = Block(piece: UInt32(start / 65_536), begin: UInt32(start % 65_536), length: UInt32(length))
        got += try #require(try await peer.block(block))
      }
      #expect(got == content)
    }
  }

  @Test func `answers a whole pipeline of requests in its order`() async throws {
    let folder = try SeedFolder()
    let (_, content) = try folder.add(size: 1 << 20)
    try await RunningSeeder.run(folder) { seeder, seeds in
      let peer = try await seeder.connect()
      _ = try await peer.greet(try #require(seeds.first?.v1))
      try await peer.interested()
      _ = try await peer.message(1)
      let blocks = (0..<64).map { Block(piece: UInt32($0 / 4), begin: UInt32($0 % 4 * 16_384), length: 16_384) }
      for block in blocks { try await peer.request(block) }
      for (index, block) in blocks.enumerated() {
        let message = try #require(try await peer.message(7))
        #expect(Array(message[1..<9]) == [0, 0, 0, UInt8(block.piece), 0, 0, UInt8(block.begin >> 8), 0])
        #expect(message.dropFirst(9).elementsEqual(content[index * 16_384..<(index + 1) * 16_384]))
      }
    }
  }

  @Test func `speaks the plain protocol of 2001 with who knows no other`() async throws {
    let folder = try SeedFolder()
    try folder.add(size: 300_000)
    try await RunningSeeder.run(folder) { seeder, seeds in
      let peer = try await seeder.connect()
      _ = try await peer.greet(try #require(seeds.first?.v1), [])
      // Five pieces.
      #expect(try await peer.message() == [5, 0b1111_1000])
      // A request while choked is not answered, and asks for a slot.
      try await peer.request(Block(piece: 0, begin: 0, length: 16_384))
      #expect(try await peer.message() == [1])
    }
  }

  @Test func `hangs up at once on an encrypted handshake and on a torrent that it does not have`() async throws {
    let folder = try SeedFolder()
    try folder.add()
    try await RunningSeeder.run(folder) { seeder, _ in
      let encrypted = try await seeder.connect()
      try await encrypted.send([0x55])
      #expect(try await encrypted.isHungUp)
      let stranger = try await seeder.connect()
      _ = try await stranger.greet(try #require(SwarmKey([UInt8](repeating: 9, count: 20))))
      #expect(try await stranger.isHungUp)
    }
  }

  @Test func `hands the metadata to a magnet's peer, within a budget`() async throws {
    let folder = try SeedFolder()
    let (file, _) = try folder.add(size: 4 << 20, pieceLength: 16_384)
    let info = file.info(.v1).bytes
    try await RunningSeeder.run(folder) { seeder, seeds in
      let peer = try await seeder.connect()
      _ = try await peer.greet(try #require(seeds.first?.v1))
      try await peer.send { $0.writeExtended(0, Array("d1:md11:ut_metadatai9eee".utf8)) }
      let handshake = try #require(try await peer.message(20))
      #expect(String(decoding: handshake, as: UTF8.self).contains("13:metadata_sizei\(info.count)e"))
      func ask(_ piece: Int) async throws -> [UInt8] {
        try await peer.send { $0.writeExtended(2, Array("d8:msg_typei0e5:piecei\(piece)ee".utf8)) }
        let message = try #require(try await peer.message(20))
        #expect(message[1] == 9)
        return Array(message.dropFirst(2))
      }
      let first = try await ask(0)
      let head = Array("d8:msg_typei1e5:piecei0e10:total_sizei\(info.count)ee".utf8)
      #expect(first == head + info)
      #expect(try await ask(1) == Array("d8:msg_typei2e5:piecei1ee".utf8))
      for _ in 0..<8 { _ = try await ask(0) }
      #expect(try await ask(0) == Array("d8:msg_typei2e5:piecei0ee".utf8))
    }
  }

  @Test func `never sends a bad piece, and withdraws its torrent`() async throws {
    let folder = try SeedFolder()
    var (_, content) = try folder.add(size: 300_000)
    let path = "\(folder.path)/film.mp4"
    content[70_000] ^= 1
    try Files.write(content, to: path)
    try await RunningSeeder.run(folder) { seeder, seeds in
      let peer = try await seeder.connect()
      _ = try await peer.greet(try #require(seeds.first?.v1))
      try await peer.interested()
      _ = try await peer.message(1)
      #expect(try await peer.block(Block(piece: 0, begin: 0, length: 16_384))?.count == 16_384)
      try await peer.request(Block(piece: 1, begin: 0, length: 16_384))
      #expect(try await peer.message(7) == nil)
      #expect(try await peer.isHungUp)
      #expect(seeder.withdrawn.map(\.1) == [.badPiece(1, path: path)])
      let next = try await seeder.connect()
      _ = try await next.greet(try #require(seeds.first?.v1))
      #expect(try await next.isHungUp)
    }
  }

  @Test func `refuses what does not exist, and lets go of who asks for it again and again`() async throws {
    let folder = try SeedFolder()
    try folder.add()
    try await RunningSeeder.run(folder) { seeder, seeds in
      let peer = try await seeder.connect()
      _ = try await peer.greet(try #require(seeds.first?.v1))
      try await peer.interested()
      _ = try await peer.message(1)
      let absent = Block(piece: 9, begin: 0, length: 16_384)
      try await peer.request(absent)
      #expect(try await peer.message(16) != nil)
      for _ in 0..<100 { try? await peer.request(absent) }
      #expect(try await peer.isHungUp)
    }
  }

  @Test func `goes on in version 2 with who opens a hybrid in version 1 and can`() async throws {
    let folder = try SeedFolder()
    let (file, _) = try folder.add(size: 700_000, form: .hybrid)
    try await RunningSeeder.run(folder) { seeder, seeds in
      let seed = try #require(seeds.first)
      let peer = try await seeder.connect()
      let answer = try await peer.greet(try #require(seed.v1), [.extended, .fast, .upgrade])
      #expect(answer.key == seed.v2?.bytes)
      // As libtorrent 2.0.8 asked in the laboratory: the piece layer of eleven pieces.
      try await peer.send { buffer in
        buffer.writeMultipleIntegers(UInt32(49), UInt8(21))
        buffer.writeBytes(file.piecesRoot.bytes)
        buffer.writeMultipleIntegers(UInt32(2), UInt32(0), UInt32(16), UInt32(3))
      }
      let hashes = try #require(try await peer.message(22))
      #expect(hashes.count == 561)
      #expect(Array(hashes[49..<49 + 11 * 32]) == file.layer)
      // Leaves, which are hashed again, with uncles up to the root.
      try await peer.send { buffer in
        buffer.writeMultipleIntegers(UInt32(49), UInt8(21))
        buffer.writeBytes(file.piecesRoot.bytes)
        buffer.writeMultipleIntegers(UInt32(0), UInt32(4), UInt32(2), UInt32(5))
      }
      #expect(try await peer.message(22)?.count == 273)
      let plain = try await seeder.connect()
      #expect(try await plain.greet(try #require(seed.v1)).key == seed.v1?.bytes)
    }
  }

  @Test func `lets so many of one address in`() async throws {
    let folder = try SeedFolder()
    try folder.add()
    try await RunningSeeder.run(folder) { seeder, seeds in
      let key = try #require(seeds.first?.v1)
      var peers: [ScriptedPeer] = []
      for _ in 0..<3 {
        let peer = try await seeder.connect()
        #expect(try await peer.greet(key).handshake.count == 68)
        peers.append(peer)
      }
      let fourth = try await seeder.connect()
      #expect(try await fourth.isHungUp)
      try await peers[0].close()
      for _ in 0..<100 where seeder.metrics.value(.peers) > 2 { try await Task.sleep(for: .milliseconds(10)) }
      #expect(try await seeder.connect().greet(key).handshake.count == 68)
    }
  }
}
