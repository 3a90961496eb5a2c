/// SHA-1 of each piece of a file whose bytes stream by (BEP 3 `pieces`).
///
/// Pieces are independent of each other: a file may be cut at any multiple of `pieceLength` and its parts hashed by several
/// hashers, on several threads, in any order; the concatenation of their results is the whole. One piece alone
/// is `SHA1.hash(_:)`.
public struct PieceHasher: ~Copyable {
  /// In bytes, at least one.
  public let pieceLength: Int
  private var digest = MessageDigest(.sha1)
  private var filled = 0
  private var hashes: [UInt8] = []

  /// - Parameter expecting: the count of pieces, where it is known: saves copies.
  public init(pieceLength: Int, expecting count: Int = 0) {
    precondition(pieceLength > 0, "a piece has at least one byte")
    self.pieceLength = pieceLength
    hashes.reserveCapacity(count * Digest160.byteCount)
  }

  public mutating func update(_ bytes: [UInt8]) { update(bytes.span) }

  public mutating func update(_ bytes: borrowing Span<UInt8>) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + pieceLength - filled)
      digest.update(bytes.extracting(start..<end))
      filled += end - start
      start = end
      if filled == pieceLength { closePiece() }
    }
  }

  /// 20 bytes a piece, the last piece as long as it is.
  public consuming func finalize() -> [UInt8] {
    if filled > 0 { closePiece() }
    return hashes
  }

  private mutating func closePiece() {
    digest.finish(appendingTo: &hashes)
    filled = 0
  }
}
