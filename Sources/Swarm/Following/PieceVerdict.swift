import Hashing
import Torrent

/// Whether bytes that came are the piece that a torrent of one file names.
enum PieceVerdict {
  /// - Parameter bytes: the whole piece.
  static func isGood(_ piece: Int, _ bytes: [UInt8], of contents: TorrentContents) -> Bool {
    var isKnown = false
    if let pieces = contents.pieces {
      guard SHA1.hash(bytes).bytes.elementsEqual(pieces[piece * 20..<piece * 20 + 20]) else { return false }
      isKnown = true
    }
    guard let file = contents.files.first, let root = file.root else { return isKnown }
    var hasher = LeafHasher(expecting: bytes.count / LeafHasher.blockLength + 1)
    hasher.update(bytes)
    let leaves = hasher.finalize()
    // A file not longer than a piece has its root alone (BEP 52).
    guard file.length > contents.pieceLength else { return Merkle.node(above: leaves) == root }
    guard let layer = contents.layers[root] else { return isKnown }
    let node = Merkle.node(above: leaves, width: Int(contents.pieceLength) / LeafHasher.blockLength)
    return node?.bytes.elementsEqual(layer[piece * 32..<piece * 32 + 32]) ?? false
  }

  static func length(of piece: Int, _ contents: TorrentContents) -> Int {
    Int(min(contents.pieceLength, contents.size - Int64(piece) * contents.pieceLength))
  }

  /// Whether each piece of the torrent can be told from others by what the torrent holds.
  static func isComplete(_ contents: TorrentContents) -> Bool {
    guard contents.pieces == nil, let file = contents.files.first, let root = file.root else {
      return contents.pieces != nil
    }
    return file.length <= contents.pieceLength || contents.layers[root] != nil
  }
}
