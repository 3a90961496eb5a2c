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

extension Merkle {
  /// The root above a row of pieces.
  ///
  /// - Parameters:
  ///   - layer: ``Summary/layer``.
  ///   - pieceLength: as for ``summarise(leaves:pieceLength:fileSize:)``.
  /// - Returns: nil where the row is empty or not of whole nodes.
  public static func root(ofLayer layer: [UInt8], pieceLength: Int64) -> Digest256? {
    guard layer.count.isMultiple(of: 32) else { return nil }
    var tree = Reduction()
    return tree.root(of: layer, padding: tree.padding(levels: levels(ofPiece: pieceLength)))
  }

  /// How many levels the row of pieces is above the leaves.
  public static func levels(ofPiece pieceLength: Int64) -> Int {
    (pieceLength / Int64(LeafHasher.blockLength)).trailingZeroBitCount
  }

  /// The node above the leaves of one piece, or of a file not longer than a piece.
  ///
  /// - Parameters:
  ///   - leaves: as many as hold data, 32 bytes each.
  ///   - width: how many leaves the node covers, a power of two; nil for the power of two next to their count.
  public static func node(above leaves: [UInt8], width: Int? = nil) -> Digest256? {
    var tree = Reduction()
    guard let width else { return tree.root(of: leaves, padding: Reduction.zeroLeaf) }
    guard width.nonzeroBitCount == 1, leaves.count <= width * 32 else { return nil }
    var row = leaves
    var padding = Reduction.zeroLeaf
    for _ in 0..<width.trailingZeroBitCount { (row, padding) = tree.parents(of: row, padding: padding) }
    return Digest256(row)
  }

  /// Nodes of one row and those beside the way up from them, as BEP 52's `hashes` message carries them.
  ///
  /// - Parameters:
  ///   - row: nodes that hold data, 32 bytes each, of any one level.
  ///   - level: of the row above the leaves.
  ///   - range: of nodes; its count is a power of two, and its start a multiple of that.
  ///   - proofs: the highest level above the row for which an uncle is asked for.
  ///   - width: of the whole row, a power of two; nil for the power of two next to the nodes that hold data.
  /// - Returns: the nodes of `range`, padded where the row ends, then one uncle a level from that above the range's own
  ///   subtree; nil for a range outside the tree.
  public static func proof(row: [UInt8], level: Int, range: Range<Int>, proofs: Int, width: Int? = nil) -> [UInt8]? {
    guard range.count.nonzeroBitCount == 1, range.lowerBound.isMultiple(of: range.count) else { return nil }
    var tree = Reduction()
    var levelWidth = width ?? 1
    if width == nil { while levelWidth * 32 < row.count { levelWidth *= 2 } }
    guard range.upperBound <= max(levelWidth, range.count), range.lowerBound * 32 < row.count else { return nil }
    var padding = tree.padding(levels: level)
    func node(_ index: Int, _ row: [UInt8], _ padding: [UInt8]) -> ArraySlice<UInt8> {
      (index + 1) * 32 <= row.count ? row[index * 32..<(index + 1) * 32] : padding[...]
    }
    var out: [UInt8] = []
    for index in range { out += node(index, row, padding) }
    // The first levels of the proof are inside the range itself (BEP 52: "the first log2(length) - 1 are omitted").
    let inside = range.count.trailingZeroBitCount
    var row = row
    var index = range.lowerBound
    for step in 0..<max(proofs + 1, inside) {
      if step >= inside {
        guard step < proofs + 1, levelWidth > 1 else { break }
        out += node(index ^ 1, row, padding)
      }
      (row, padding) = tree.parents(of: row, padding: padding)
      index /= 2
      levelWidth /= 2
    }
    return out
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

  /// The node of a tree of zero leaves, so many levels high.
  mutating func padding(levels: Int) -> [UInt8] {
    var node = Self.zeroLeaf
    for _ in 0..<levels { (_, node) = parents(of: [], padding: node) }
    return node
  }

  /// nil for an empty row.
  mutating func root(of leaves: [UInt8], padding: [UInt8]) -> Digest256? {
    var row = leaves
    var padding = padding
    while row.count > 32 { (row, padding) = parents(of: row, padding: padding) }
    return Digest256(row)
  }
}
