/// SHA-256 of each 16 KiB block of a file whose bytes stream by: the leaves of its Merkle tree (BEP 52).
///
/// Leaves are independent of each other, as the pieces of ``PieceHasher`` are: parts that begin at a multiple of
/// 16 KiB may be hashed by several hashers, in any order, and their results concatenated. One leaf alone is `SHA256.hash(_:)`.
public struct LeafHasher: ~Copyable {
  /// In bytes.
  public static let blockLength = 16_384

  private var digest = MessageDigest(.sha256)
  private var filled = 0
  private var leaves: [UInt8] = []

  /// - Parameter expecting: the count of leaves, where it is known: saves copies.
  public init(expecting count: Int = 0) { leaves.reserveCapacity(count * Digest256.byteCount) }

  public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  public mutating func update(_ bytes: borrowing Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.blockLength - filled)
      digest.update(bytes.extracting(start..<end))
      filled += end - start
      start = end
      if filled == Self.blockLength { closeLeaf() }
    }
  }

  /// 32 bytes a leaf; the last block is hashed at its own length, not filled up with zeros.
  public consuming func finalize() -> [UInt8] {
    if filled > 0 { closeLeaf() }
    return leaves
  }

  private mutating func closeLeaf() {
    digest.finish(appendingTo: &leaves)
    filled = 0
  }
}
