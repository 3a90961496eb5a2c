import Hashing

/// The Merkle tree of a file whose bytes stream by (BEP 52), kept at the level of 256 KiB, the shortest piece of ours:
/// 32 bytes for each, where the leaves of a long film would take tens of megabytes.
struct TreeHasher: ~Copyable {
  /// In bytes, a power of two times 16 KiB.
  static let unit = 256 << 10

  private var leaves = LeafHasher(expecting: unit / LeafHasher.blockLength)
  private var filled = 0
  private var tree = PieceTree()

  mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  mutating func update(_ bytes: borrowing Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.unit - filled)
      leaves.update(bytes.extracting(start..<end))
      filled += end - start
      start = end
      if filled == Self.unit { close() }
    }
  }

  consuming func finalize() -> PieceTree {
    if filled > 0 { close() }
    return tree
  }

  private mutating func close() {
    var done = LeafHasher(expecting: Self.unit / LeafHasher.blockLength)
    swap(&done, &leaves)
    filled = 0
    tree.append(done.finalize())
  }
}

/// The nodes at 256 KiB of a file's Merkle tree.
struct PieceTree {
  /// `pieces root` and `piece layers` of a version 2 torrent; no layer where the file is not longer than one piece.
  struct Summary {
    var root: Digest256
    var layer: [UInt8]
  }

  private var nodes: [UInt8] = []
  /// Of the first 256 KiB: a file that is no longer has a smaller tree.
  private var firstLeaves: [UInt8] = []

  /// - Parameter leaves: of the next 256 KiB, fewer at the end of the file.
  mutating func append(_ leaves: [UInt8]) {
    if nodes.isEmpty { firstLeaves = leaves }
    let whole = TreeHasher.unit / LeafHasher.blockLength * Digest256.byteCount
    let padded = leaves + [UInt8](repeating: 0, count: max(0, whole - leaves.count))
    let unit = Int64(TreeHasher.unit)
    if let root = Merkle.summarise(leaves: padded, pieceLength: unit, fileSize: unit)?.root { nodes += root.bytes }
  }

  mutating func replaceHead(with head: PieceTree) {
    nodes.replaceSubrange(0..<min(Digest256.byteCount, nodes.count), with: head.nodes.prefix(Digest256.byteCount))
    firstLeaves = head.firstLeaves
  }

  /// - Parameter pieceLength: a power of two, at least 256 KiB.
  /// - Returns: nil where the nodes do not cover `fileSize`.
  func summary(pieceLength: Int64, fileSize: Int64) -> Summary? {
    let unit = Int64(TreeHasher.unit)
    guard fileSize > 0, pieceLength >= unit, pieceLength.nonzeroBitCount == 1,
      Int64(nodes.count / Digest256.byteCount) == (fileSize - 1) / unit + 1
    else { return nil }
    if fileSize <= unit {
      return Merkle.summarise(leaves: firstLeaves, pieceLength: pieceLength, fileSize: fileSize).map {
        Summary(root: $0.root, layer: $0.layer)
      }
    }
    var row = nodes
    let zeros = [UInt8](repeating: 0, count: TreeHasher.unit / LeafHasher.blockLength * Digest256.byteCount)
    guard var padding = Merkle.summarise(leaves: zeros, pieceLength: unit, fileSize: unit)?.root.bytes else {
      return nil
    }
    var layer: [UInt8] = []
    if fileSize > pieceLength {
      for _ in 0..<(pieceLength / unit).trailingZeroBitCount { (row, padding) = Self.parents(of: row, padding) }
      layer = row
    }
    while row.count > Digest256.byteCount { (row, padding) = Self.parents(of: row, padding) }
    return Digest256(row).map { Summary(root: $0, layer: layer) }
  }

  private static func parents(of row: [UInt8], _ padding: [UInt8]) -> (row: [UInt8], padding: [UInt8]) {
    var above: [UInt8] = []
    above.reserveCapacity(row.count / 2 + Digest256.byteCount)
    for start in stride(from: 0, to: row.count, by: 64) {
      let pair = row[start..<min(start + 64, row.count)]
      above += SHA256.hash(Array(pair) + (pair.count < 64 ? padding : [])).bytes
    }
    return (above, SHA256.hash(padding + padding).bytes)
  }
}
