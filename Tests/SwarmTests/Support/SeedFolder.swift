import Files
import Hashing
import NIOCore
import Testing
import Torrent

@testable import Swarm

/// A folder with torrents and their data that goes when the test is over.
final class SeedFolder: Sendable {
  let path: String

  init() throws {
    let name = "bobined-\(UInt64.random(in: .min ... .max))"
    path = PathRules.join(try Files.realPath("/tmp"), name)
    try Files.makeFolder(path)
  }

  deinit { try? Files.removeTree(path) }

  /// Bytes that do not repeat in any block.
  static func content(_ size: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SplitMix(state: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size + 8)
    while bytes.count < size {
      let word = random.next()
      for shift in stride(from: 0 as UInt64, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: word >> shift)) }
    }
    return Array(bytes.prefix(size))
  }

  /// Writes a file and its torrent.
  @discardableResult
  func add(
    _ name: String = "film.mp4", size: Int = 300_000, form: TorrentForm = .v1, pieceLength: Int = 65_536,
    trackers: [String] = []
  ) throws -> (file: TorrentFile, content: [UInt8]) {
    let content = Self.content(size, seed: UInt64(size))
    let file = try Self.torrentFile(name, content, pieceLength: pieceLength)
    try Files.write(content, to: "\(path)/\(name)")
    let metainfo = Metainfo(form: form, file: file, trackers: trackers)
    try Files.write(metainfo.bytes, to: "\(path)/\(name.prefix { $0 != "." }).torrent")
    return (file, content)
  }

  static func torrentFile(_ name: String, _ content: [UInt8], pieceLength: Int) throws -> TorrentFile {
    var pieces = PieceHasher(pieceLength: pieceLength)
    pieces.update(content)
    var leaves = LeafHasher()
    leaves.update(content)
    let summary = try #require(
      Merkle.summarise(
        leaves: leaves.finalize(), pieceLength: Int64(pieceLength), fileSize: Int64(content.count)))
    return TorrentFile(
      name: PathRules.lastComponent(name), size: Int64(content.count), pieceLength: Int64(pieceLength),
      pieces: pieces.finalize(), piecesRoot: summary.root, layer: summary.layer)
  }
}
