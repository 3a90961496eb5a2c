public import Hashing
import NIOCore

/// Nodes of a file's Merkle tree, asked for by their place (BEP 52 `hash request`).
public struct HashRequest: Sendable, Hashable {
  /// In bytes, without the message's id.
  static let length = 48
  /// Nodes in one answer at most; libtorrent serves as many.
  static let maximumCount: UInt32 = 8192

  public var root: Digest256
  /// The level of the row above the leaves.
  public var base: UInt32
  public var index: UInt32
  public var count: UInt32
  /// Levels above the row for which uncles are wanted.
  public var proofs: UInt32

  static func read(_ body: inout ByteBuffer) throws(WireViolation) -> HashRequest {
    guard body.readableBytes == length, let bytes = body.readBytes(length: 32), let root = Digest256(bytes),
      let (base, index, count, proofs) = body.readMultipleIntegers(as: (UInt32, UInt32, UInt32, UInt32).self)
    else { throw .badLength }
    return HashRequest(root: root, base: base, index: index, count: count, proofs: proofs)
  }

  func write(to buffer: inout ByteBuffer) {
    buffer.writeBytes(root.bytes)
    buffer.writeMultipleIntegers(base, index, count, proofs)
  }

  /// Whether the numbers can mean nodes of a tree.
  var isWellFormed: Bool {
    count >= 2 && count <= Self.maximumCount && count.nonzeroBitCount == 1 && index.isMultiple(of: count)
      && base < 32 && proofs < 32
  }
}
