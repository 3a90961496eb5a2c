import Hashing
import Testing

@Suite struct `Proofs of a Merkle tree` {
  /// Goes up from the nodes with the uncles of an answer, as a leecher does (BEP 52).
  private func root(of range: Range<Int>, nodes: [UInt8], uncles: [UInt8]) -> [UInt8] {
    var row = nodes
    while row.count > 32 {
      row = stride(from: 0, to: row.count, by: 64).flatMap { SHA256.hash(Array(row[$0..<$0 + 64])).bytes }
    }
    var index = range.lowerBound / range.count
    for start in stride(from: 0, to: uncles.count, by: 32) {
      let uncle = Array(uncles[start..<start + 32])
      row = SHA256.hash(index.isMultiple(of: 2) ? row + uncle : uncle + row).bytes
      index /= 2
    }
    return row
  }

  @Test(arguments: [2, 3, 7, 8, 11, 16, 29])
  func `lead from any range to the root`(pieces: Int) throws {
    let row = (0..<pieces).flatMap { SHA256.hash([UInt8($0)]).bytes }
    let level = 2
    let whole = try #require(Merkle.root(ofLayer: row, pieceLength: 65_536))
    for count in [1, 2, 4, 8, 16, 32] {
      for start in stride(from: 0, to: pieces, by: count) {
        let range = start..<start + count
        var width = 1
        while width < pieces { width *= 2 }
        guard range.upperBound <= max(width, count) else { continue }
        let proof = try #require(Merkle.proof(row: row, level: level, range: range, proofs: 31))
        let nodes = Array(proof.prefix(count * 32))
        // A range wider than the tree says more zeros than the tree has: its root is another one.
        guard count <= width else { continue }
        #expect(root(of: range, nodes: nodes, uncles: Array(proof.dropFirst(count * 32))) == whole.bytes)
      }
    }
  }

  @Test func `has as many uncles as asked for, less those inside the range`() throws {
    let row = (0..<16).flatMap { SHA256.hash([UInt8($0)]).bytes }
    // libtorrent 2.0.8 asked for 16 nodes of 11 with 3 proofs, and took 16 hashes without uncles.
    #expect(try #require(Merkle.proof(row: row, level: 2, range: 0..<16, proofs: 3)).count == 16 * 32)
    #expect(try #require(Merkle.proof(row: row, level: 2, range: 4..<8, proofs: 3)).count == (4 + 2) * 32)
    #expect(try #require(Merkle.proof(row: row, level: 2, range: 4..<8, proofs: 1)).count == 4 * 32)
    #expect(Merkle.proof(row: row, level: 2, range: 3..<5, proofs: 3) == nil)
    #expect(Merkle.proof(row: row, level: 2, range: 32..<64, proofs: 3) == nil)
  }

  @Test func `the node above the leaves of one piece is the piece's`() throws {
    let leaves = (0..<6).flatMap { SHA256.hash([UInt8($0)]).bytes }
    let summary = try #require(Merkle.summarise(leaves: leaves, pieceLength: 65_536, fileSize: 6 * 16_384))
    #expect(Merkle.node(above: Array(leaves.prefix(4 * 32)), width: 4)?.bytes == Array(summary.layer.prefix(32)))
    #expect(Merkle.node(above: Array(leaves.suffix(2 * 32)), width: 4)?.bytes == Array(summary.layer.suffix(32)))
    #expect(Merkle.root(ofLayer: summary.layer, pieceLength: 65_536) == summary.root)
  }
}
