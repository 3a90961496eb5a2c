import Files
import Hashing
import Torrent

/// Answers to hash requests (BEP 52): rows of pieces come from the torrent file, rows of leaves are hashed again.
enum HashAnswer {
  private struct Place {
    var file: TorrentContents.File
    /// The row of pieces; empty for a file that has one piece.
    var layer: [UInt8]
    /// The level of the row of pieces.
    var pieceLevel: Int
  }

  /// Bytes to be read for an answer; nil where there is none.
  static func cost(_ request: HashRequest, of torrent: LoadedTorrent) -> Int? {
    guard request.isWellFormed, let place = place(of: request, torrent) else { return nil }
    if Int(request.base) == place.pieceLevel { return place.layer.isEmpty ? nil : 0 }
    return request.base == 0 ? Int(leafRange(request, place).map { $0.upperBound - $0.lowerBound } ?? 0) : nil
  }

  /// The nodes and their uncles; nil for what cannot be answered. Blocks.
  static func nodes(
    _ request: HashRequest, of torrent: LoadedTorrent, open: (Int) throws(SeedProblem) -> OpenFile
  ) throws(SeedProblem) -> [UInt8]? {
    guard request.isWellFormed, let place = place(of: request, torrent) else { return nil }
    let range = Int(request.index)..<Int(request.index) + Int(request.count)
    if Int(request.base) == place.pieceLevel && !place.layer.isEmpty {
      return Merkle.proof(row: place.layer, level: place.pieceLevel, range: range, proofs: Int(request.proofs))
    }
    guard request.base == 0, let bytes = leafRange(request, place) else { return nil }
    let leaves = try PieceCheck.leaves(
      of: torrent, from: place.file.offset + bytes.lowerBound, count: Int(bytes.upperBound - bytes.lowerBound),
      open: open)
    return joined(request, place, leaves, from: bytes.lowerBound)
  }

  private static func place(of request: HashRequest, _ torrent: LoadedTorrent) -> Place? {
    guard let file = torrent.contents.files.first(where: { $0.root == request.root }) else { return nil }
    let pieceLength = torrent.contents.pieceLength
    let layer = torrent.contents.layers[request.root]
    // A torrent without layers, as magnets give it, can name nothing.
    guard file.length <= pieceLength || layer != nil else { return nil }
    return Place(file: file, layer: layer ?? [], pieceLevel: Merkle.levels(ofPiece: pieceLength))
  }

  /// The whole pieces that hold the leaves asked for, as bytes of the file.
  private static func leafRange(_ request: HashRequest, _ place: Place) -> Range<Int64>? {
    let block = Int64(LeafHasher.blockLength)
    let pieceLength = block << Int64(place.pieceLevel)
    let start = Int64(request.index) * block / pieceLength * pieceLength
    let end = min(
      place.file.length,
      ((Int64(request.index) + Int64(request.count)) * block + pieceLength - 1) / pieceLength * pieceLength)
    return start < end ? start..<end : nil
  }

  /// Uncles below the row of pieces come from the leaves, those in and above it from the row.
  private static func joined(_ request: HashRequest, _ place: Place, _ leaves: [UInt8], from start: Int64) -> [UInt8]? {
    let first = Int(start) / LeafHasher.blockLength
    let count = Int(request.count)
    let local = Int(request.index) - first
    let perPiece = 1 << place.pieceLevel
    let proofs = Int(request.proofs)
    // A file with one piece is one tree of its leaves.
    guard !place.layer.isEmpty else {
      return Merkle.proof(row: leaves, level: 0, range: local..<local + count, proofs: proofs)
    }
    let isInside = count < perPiece
    let below = Merkle.proof(
      row: leaves, level: 0, range: local..<local + count, proofs: isInside ? min(proofs, place.pieceLevel - 1) : 0,
      width: isInside ? perPiece : nil)
    let pieces = Int(request.index) / perPiece..<(Int(request.index) + max(count, perPiece)) / perPiece
    let above = Merkle.proof(
      row: place.layer, level: place.pieceLevel, range: pieces, proofs: proofs - place.pieceLevel)
    guard let below, let above else { return nil }
    return below + above.dropFirst(pieces.count * 32)
  }
}
