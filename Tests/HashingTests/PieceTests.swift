import Hashing
import Testing

@Suite struct `Pieces and leaves` {
  @Test(arguments: [0, 1, 999, 1000, 1001, 2000, 5500])
  func `each piece is hashed alone and the last one at its own length`(count: Int) {
    let bytes = sample(count)
    let expected = parts(bytes, 1000).flatMap { SHA1.hash($0).bytes }
    for step in [1, 7, 1000, 1003, 6000] {
      var hasher = PieceHasher(pieceLength: 1000)
      for part in parts(bytes, step) { hasher.update(part) }
      #expect(hasher.finalize() == expected)
    }
  }

  @Test(arguments: [0, 1, 16_383, 16_384, 16_385, 70_000])
  func `each leaf covers 16 KiB and the last one what is left`(count: Int) {
    let bytes = sample(count)
    let expected = parts(bytes, 16_384).flatMap { SHA256.hash($0).bytes }
    for step in [5000, 16_384, 70_000] {
      var hasher = LeafHasher()
      for part in parts(bytes, step) { hasher.update(part) }
      #expect(hasher.finalize() == expected)
    }
  }

  @Test func `parts that begin at a piece are hashed apart and put together`() {
    let bytes = sample(100_000)
    var whole = PieceHasher(pieceLength: 16_384)
    whole.update(bytes)
    var rest = PieceHasher(pieceLength: 16_384)
    rest.update(Array(bytes[16_384...]))
    let first = SHA1.hash(Array(bytes[..<16_384])).bytes
    let others = rest.finalize()
    #expect(whole.finalize() == first + others)
  }
}

@Suite struct `Merkle trees` {
  /// Roots and layers that BEP 52's reference creator and libtorrent agree on (contracts/bittorrent.md 1.5).
  @Test(arguments: [
    (1, 0, "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
    (16_384, 0, "83a5ee9c1db0b82ae94961fee75a195f6104c65235c07590569657709c1316e8"),
    (16_385, 0, "86133d0e4897ec6696772fc802c34ef508d516763aad75b6556d199f77909455"),
    (65_536, 0, "4de1aa2b0cdc4e6ca60ca3a85789166b0bcac4c0785baabf2d0159db0040b642"),
    (65_537, 64, "17c5d1ed870735fe8cf721ad5e436fc76e485dd2efae891e94a86e5769d82b16"),
    (700_000, 352, "9d2ff32e04a844a277484fce98ce9496469c6dcc4718f5bb8caa924aaf32da28"),
  ])
  func `root and piece layer are those of the reference`(size: Int, layerBytes: Int, root: String) throws {
    let summary = try #require(
      Merkle.summarise(leaves: leaves(of: sample(size)), pieceLength: 65_536, fileSize: Int64(size)))
    #expect(summary.root.hex == root)
    #expect(summary.layer.count == layerBytes)
  }

  @Test func `the root does not depend on the piece length and the layer leads to it`() throws {
    let leaves = leaves(of: sample(700_000))
    let coarse = try #require(Merkle.summarise(leaves: leaves, pieceLength: 262_144, fileSize: 700_000))
    let fine = try #require(Merkle.summarise(leaves: leaves, pieceLength: 16_384, fileSize: 700_000))
    #expect(coarse.root == fine.root)
    #expect(coarse.layer.count == 3 * 32)
    #expect(fine.layer == leaves)
    // Three pieces of 256 KiB: the fourth is a piece of zero leaves (contracts/bittorrent.md 1.3, k4).
    let nothing = try #require(Digest256(hex: zeroPiece))
    let pairs = parts(coarse.layer + nothing.bytes, 64).flatMap { SHA256.hash($0).bytes }
    #expect(SHA256.hash(pairs) == coarse.root)
  }

  @Test func `leaves that do not fit the size are refused`() {
    let leaves = leaves(of: sample(20_000))
    #expect(Merkle.summarise(leaves: leaves, pieceLength: 16_384, fileSize: 20_000) != nil)
    #expect(Merkle.summarise(leaves: leaves, pieceLength: 16_384, fileSize: 16_384) == nil)
    #expect(Merkle.summarise(leaves: Array(leaves.dropLast()), pieceLength: 16_384, fileSize: 20_000) == nil)
    #expect(Merkle.summarise(leaves: leaves, pieceLength: 30_000, fileSize: 20_000) == nil)
    #expect(Merkle.summarise(leaves: leaves, pieceLength: 8192, fileSize: 20_000) == nil)
    #expect(Merkle.summarise(leaves: [], pieceLength: 16_384, fileSize: 0) == nil)
  }

  /// SHA-256 over four levels of zero leaves, counted here level by level.
  private var zeroPiece: String {
    var node = [UInt8](repeating: 0, count: 32)
    for _ in 0..<4 { node = SHA256.hash(node + node).bytes }
    return Hex.encode(node)
  }

  private func leaves(of bytes: [UInt8]) -> [UInt8] {
    var hasher = LeafHasher()
    hasher.update(bytes)
    return hasher.finalize()
  }
}
