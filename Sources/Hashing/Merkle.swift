/// The Merkle tree of one file as BEP 52 draws it: SHA-256, leaves of 16 KiB, missing leaves 32 zero bytes.
public enum Merkle {
  /// What a version 2 torrent says of a file.
  public struct Summary: Sendable, Hashable {
    /// `pieces root`.
    public var root: Digest256
    /// `piece layers`: 32 bytes for each piece that holds data; empty where the file is not longer than one piece.
    public var layer: [UInt8]
  }

  /// - Parameters:
  ///   - leaves: of ``LeafHasher``, 32 bytes each, in the order of the file.
  ///   - pieceLength: in bytes, a power of two, at least 16 KiB.
  ///   - fileSize: in bytes.
  /// - Returns: nil where `leaves` is not as long as `fileSize` demands, the file is empty (an empty file has no
  ///   root), or `pieceLength` is none.
  public static func summarise(leaves: [UInt8], pieceLength: Int64, fileSize: Int64) -> Summary? {
    let block = Int64(LeafHasher.blockLength)
    guard fileSize > 0, pieceLength >= block, pieceLength.nonzeroBitCount == 1,
      leaves.count.isMultiple(of: 32), Int64(leaves.count / 32) == (fileSize - 1) / block + 1
    else { return nil }
    var tree = Reduction()
    guard fileSize > pieceLength else {
      return tree.root(of: leaves, padding: Reduction.zeroLeaf).map { Summary(root: $0, layer: []) }
    }
    // Up to the piece layer the tree is cut to whole pieces, then grown to a power of two with pieces of zero leaves.
    var layer = leaves
    var padding = Reduction.zeroLeaf
    for _ in 0..<(pieceLength / block).trailingZeroBitCount {
      (layer, padding) = tree.parents(of: layer, padding: padding)
    }
    return tree.root(of: layer, padding: padding).map { Summary(root: $0, layer: layer) }
  }
}

/// One level after the other, over flat rows of 32-byte nodes.
private struct Reduction: ~Copyable {
  static let zeroLeaf = [UInt8](repeating: 0, count: 32)
  private var digest = MessageDigest(.sha256)

  /// The row above, and the node that stands for everything missing in it.
  mutating func parents(of row: [UInt8], padding: [UInt8]) -> (row: [UInt8], padding: [UInt8]) {
    var above: [UInt8] = []
    above.reserveCapacity((row.count / 64 + 2) * 32)
    let nodes = row.span
    var start = 0
    while start + 64 <= nodes.count {
      digest.update(nodes.extracting(start..<start + 64))
      digest.finish(appendingTo: &above)
      start += 64
    }
    if start < nodes.count {
      digest.update(nodes.extracting(start..<start + 32))
      digest.update(padding.span)
      digest.finish(appendingTo: &above)
    }
    digest.update(padding.span)
    digest.update(padding.span)
    return (above, digest.finish())
  }

  /// nil for an empty row.
  mutating func root(of leaves: [UInt8], padding: [UInt8]) -> Digest256? {
    var row = leaves
    var padding = padding
    while row.count > 32 { (row, padding) = parents(of: row, padding: padding) }
    return Digest256(row)
  }
}
