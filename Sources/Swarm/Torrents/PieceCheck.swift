import Files
import Hashing
import Torrent

/// Reads a piece and says whether it is the one that its torrent names. Blocks; memory stays at one part.
enum PieceCheck {
  /// In bytes.
  private static let part = 256 << 10

  /// - Parameter open: gives one of the torrent's files, by its index in the map.
  static func isGood(
    _ piece: Int, of torrent: LoadedTorrent, open: (Int) throws(SeedProblem) -> OpenFile
  ) throws(SeedProblem) -> Bool {
    let start = Int64(piece) * torrent.contents.pieceLength
    let length = Int(torrent.seed.length(ofPiece: piece))
    if let pieces = torrent.contents.pieces {
      var hasher = SHA1()
      try read(torrent, from: start, count: length, open) { hasher.update($0) }
      return hasher.finalize().bytes.elementsEqual(pieces[piece * 20..<piece * 20 + 20])
    }
    return try isGoodInVersion2(piece, of: torrent, from: start, open: open)
  }

  /// The node of the piece layer, or the root of a file not longer than a piece (BEP 52).
  private static func isGoodInVersion2(
    _ piece: Int, of torrent: LoadedTorrent, from start: Int64, open: (Int) throws(SeedProblem) -> OpenFile
  ) throws(SeedProblem) -> Bool {
    let pieceLength = torrent.contents.pieceLength
    guard let file = torrent.contents.files.last(where: { $0.offset <= start && $0.length > 0 }), let root = file.root
    else { return false }
    let inside = start - file.offset
    let leaves = try leaves(of: torrent, from: start, count: Int(min(pieceLength, file.length - inside)), open: open)
    guard file.length > pieceLength else { return Merkle.node(above: leaves) == root }
    guard let layer = torrent.contents.layers[root] else { return false }
    let index = Int(inside / pieceLength) * 32
    let node = Merkle.node(above: leaves, width: Int(pieceLength) / LeafHasher.blockLength)
    return node?.bytes.elementsEqual(layer[index..<index + 32]) ?? false
  }

  /// SHA-256 of each 16 KiB.
  static func leaves(
    of torrent: LoadedTorrent, from start: Int64, count: Int, open: (Int) throws(SeedProblem) -> OpenFile
  ) throws(SeedProblem) -> [UInt8] {
    var hasher = LeafHasher(expecting: count / LeafHasher.blockLength + 1)
    try read(torrent, from: start, count: count, open) { hasher.update($0) }
    return hasher.finalize()
  }

  private static func read(
    _ torrent: LoadedTorrent, from start: Int64, count: Int, _ open: (Int) throws(SeedProblem) -> OpenFile,
    _ use: ([UInt8]) -> Void
  ) throws(SeedProblem) {
    for slice in torrent.map.slices(from: start, count: count) {
      var done = 0
      while done < slice.length {
        let length = min(part, slice.length - done)
        guard let index = slice.file else {
          use([UInt8](repeating: 0, count: length))
          done += length
          continue
        }
        let file = try open(index)
        let bytes: [UInt8]
        do throws(FileError) {
          bytes = try file.read(at: slice.offset + Int64(done), count: length)
        } catch {
          throw .unreadable(error)
        }
        // Shorter than it was when it was looked at.
        guard bytes.count == length else { throw .changed(torrent.path(ofFile: index)) }
        use(bytes)
        done += length
      }
    }
  }
}
