import Files
import Hashing
import NIOCore
import Torrent

@testable import Swarm

/// Questions for nodes of Merkle trees, and their answers, which have to lead to the root (BEP 52).
struct HashRequests: Reader {
  static let full = 400_000
  private static let shelf = Result { try SeedShelf() }

  /// Of the files with a root: where it lies among the torrents.
  private static func roots() throws -> [[UInt8]] {
    try shelf.get().torrents.flatMap { $0.contents.files.compactMap { $0.root?.bytes } }
  }

  static func samples() throws -> [Part] {
    try roots().flatMap { root in
      [(0, 0, 2, 1), (1, 0, 2, 2), (0, 0, 4, 3), (1, 2, 2, 8), (0, 2, 2, 0), (0, 4, 4, 31)].map {
        base, index, count, proofs in
        Part.row([.raw(root)] + Wire.words(base, index, count, proofs))
      }
    }
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    var buffer = ByteBuffer(bytes: bytes)
    guard let request = try? HashRequest.read(&buffer) else { return false }
    var again = ByteBuffer()
    request.write(to: &again)
    try require(Array(again.readableBytesView) == bytes, "written again")
    let shelf = try Self.shelf.get()
    for torrent in shelf.torrents where torrent.contents.files.contains(where: { $0.root == request.root }) {
      let cost = HashAnswer.cost(request, of: torrent)
      try require((cost ?? 0) >= 0 && (cost ?? 0) <= 120_001, "it costs \(cost ?? 0) bytes")
      guard cost != nil else { continue }
      let nodes = try HashAnswer.nodes(request, of: torrent) { index throws(SeedProblem) in
        try shelf.open(index, of: torrent)
      }
      if let nodes { try check(nodes, request, torrent) }
    }
    return true
  }

  /// The nodes and their uncles hash up to the root, where the uncles reach so far.
  private func check(_ nodes: [UInt8], _ request: HashRequest, _ torrent: LoadedTorrent) throws {
    let count = Int(request.count)
    try require(nodes.count.isMultiple(of: 32) && nodes.count >= count * 32, "\(nodes.count) bytes of nodes")
    let uncles = nodes.count / 32 - count
    try require(uncles <= Int(request.proofs) + 1, "\(uncles) uncles")
    guard let file = torrent.contents.files.first(where: { $0.root == request.root }) else { return }
    let leaves = Int((file.length + 16_383) / 16_384)
    var height = 0
    while 1 << height < leaves { height += 1 }
    guard Int(request.base) + count.trailingZeroBitCount + uncles == height else { return }
    var row = (0..<count).map { Array(nodes[$0 * 32..<($0 + 1) * 32]) }
    while row.count > 1 {
      row = stride(from: 0, to: row.count, by: 2).map { SHA256.hash(row[$0] + row[$0 + 1]).bytes }
    }
    var index = Int(request.index) / count
    for place in count..<nodes.count / 32 {
      let uncle = Array(nodes[place * 32..<(place + 1) * 32])
      row[0] = SHA256.hash(index.isMultiple(of: 2) ? row[0] + uncle : uncle + row[0]).bytes
      index /= 2
    }
    try require(row[0] == request.root.bytes, "the nodes do not lead to the root")
  }
}
