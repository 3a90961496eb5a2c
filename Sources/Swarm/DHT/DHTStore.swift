import Files
import Torrent

/// The nodes that answered last, kept for the next start as a torrent client's own file has them: `nodes` and `nodes6` in bencode.
enum DHTStore {
  static func read(_ path: String, limits: DHTLimits) -> [WebRequest.Family: [DHTNode]] {
    guard let bytes = try? Files.read(path, limit: 1 << 20), let value = try? BencodeReader.read(bytes) else {
      return [:]
    }
    return [
      .v4: DHTNode.read(value["nodes"]?.string ?? [], family: .v4, limit: limits.nodes),
      .v6: DHTNode.read(value["nodes6"]?.string ?? [], family: .v6, limit: limits.nodes),
    ]
  }

  static func write(_ nodes: [WebRequest.Family: [DHTNode]], to path: String) throws(FileError) {
    let value = Bencode.dictionary([
      "nodes": .string((nodes[.v4] ?? []).flatMap(\.compact)),
      "nodes6": .string((nodes[.v6] ?? []).flatMap(\.compact)),
    ])
    try Files.write(value.bytes, to: path)
  }
}
