import NIOCore
import Torrent

/// Questions that we ask nodes of the DHT, and their replies (BEP 5, BEP 32). A read-only node (BEP 43) writes nothing else.
enum DHTMessage {
  enum Question: Sendable, Hashable {
    case findNode(SwarmKey)
    case getPeers(SwarmKey)
    /// BEP 33: we are a seed.
    case announce(SwarmKey, port: UInt16, token: [UInt8])

    /// For the metrics.
    var name: String {
      switch self {
      case .findNode: "find_node"
      case .getPeers: "get_peers"
      case .announce: "announce_peer"
      }
    }
  }

  static func write(_ question: Question, from id: SwarmKey, transaction: UInt32) -> [UInt8] {
    var arguments: [Bencode.Key: Bencode] = ["id": .string(id.bytes)]
    switch question {
    case .findNode(let target): arguments["target"] = .string(target.bytes)
    case .getPeers(let key): arguments["info_hash"] = .string(key.bytes)
    case .announce(let key, let port, let token):
      arguments["info_hash"] = .string(key.bytes)
      arguments["implied_port"] = .integer(0)
      arguments["port"] = .integer(Int64(port))
      arguments["seed"] = .integer(1)
      arguments["token"] = .string(token)
    }
    return Bencode.dictionary([
      "a": .dictionary(arguments), "q": .text(question.name), "ro": .integer(1),
      "t": .string((0..<4).map { UInt8(truncatingIfNeeded: transaction >> UInt32(24 - 8 * $0)) }), "y": .text("q"),
    ]).bytes
  }

  struct Reply: Sendable, Hashable {
    var transaction: UInt32
    /// nil for an error.
    var id: SwarmKey?
    var nodes: [DHTNode] = []
    var token: [UInt8]?
  }

  /// nil for all that is no reply: a question is read no further.
  static func read(_ bytes: [UInt8], family: WebRequest.Family, limits: DHTLimits) -> Reply? {
    let bounds = BencodeReader.Limits(bytes: limits.packet, depth: 8, tokens: 500, anyOrder: true)
    guard let message = try? BencodeReader.read(bytes, limits: bounds), let mark = message["t"]?.string,
      mark.count == 4
    else { return nil }
    let transaction = mark.reduce(0) { $0 << 8 | UInt32($1) }
    switch message["y"]?.string {
    case Array("e".utf8): return Reply(transaction: transaction)
    case Array("r".utf8):
      guard let values = message["r"], let id = values["id"]?.string.flatMap({ SwarmKey($0) }) else { return nil }
      let nodes = values[family == .v4 ? "nodes" : "nodes6"]?.string ?? []
      let token = values["token"]?.string.flatMap { (1...64).contains($0.count) ? $0 : nil }
      return Reply(
        transaction: transaction, id: id, nodes: DHTNode.read(nodes, family: family), token: token)
    default: return nil
    }
  }
}

/// A node of the DHT: its name and where it is.
struct DHTNode: Sendable, Hashable {
  var id: SwarmKey
  var address: PeerAddress

  var compact: [UInt8] { id.bytes + address.compact }

  /// 26 bytes a node in IPv4, 38 in IPv6 (BEP 5, BEP 32); at most 16 of them, twice what a reply has.
  static func read(_ bytes: [UInt8], family: WebRequest.Family, limit: Int = 16) -> [DHTNode] {
    let size = family == .v4 ? 26 : 38
    guard bytes.count % size == 0 else { return [] }
    return stride(from: 0, to: min(bytes.count, size * limit), by: size).compactMap { start in
      let entry = bytes[start..<(start + size)]
      guard let id = SwarmKey(entry.prefix(20)), let address = PeerAddress(compact: entry.dropFirst(20)),
        address.port > 0, address.host.family == family
      else { return nil }
      return DHTNode(id: id, address: address)
    }
  }
}
