import NIOCore
import Torrent

@testable import Swarm

/// Replies of nodes of the DHT, and the search that they steer (BEP 5, 32).
struct DHTReplies: Reader {
  static let full = 900_000

  static func samples() -> [Part] {
    let id = (0..<20).map { UInt8($0) }
    let nodes: [UInt8] = (1...8).flatMap { (node: UInt8) -> [UInt8] in
      id.map { $0 ^ node } + [11, 0, 0, node, 0x1A, 0xE1]
    }
    let nodes6: [UInt8] = (1...8).flatMap { (node: UInt8) -> [UInt8] in
      id.map { $0 ^ node } + [0x20, 1, 0x0D, 0xB8] + [UInt8](repeating: node, count: 12) + [0x1A, 0xE1]
    }
    func message(_ values: Bencode) -> Bencode { ["r": values, "t": .string([0, 0, 0, 1]), "y": .text("r")] }
    let values: [Bencode] = [
      message(["id": .string(id), "nodes": .string(nodes), "token": .text("aoeusnth")]),
      message(["id": .string(id), "nodes6": .string(nodes6), "token": .string([0])]),
      message([
        "id": .string(id), "nodes": .string(nodes), "nodes6": .string(nodes6),
        "values": .list([.string([1, 2, 3, 4, 5, 6])]),
      ]),
      ["e": .list([201, .text("error")]), "t": .string([0, 0, 0, 1]), "y": .text("e")],
    ]
    return values.map { Part(bencode: $0) }
  }

  private let limits = DHTLimits()
  private var random = SplitMix(state: 6)
  private var lookup: DHTLookup
  private var asked: [DHTNode] = []
  private var questions = 0

  init() throws { lookup = Self.lookup() }

  private static func lookup() -> DHTLookup {
    let first = DHTNode.read((0..<20).map { $0 } + [11, 9, 9, 9, 1, 1], family: .v4)
    return DHTLookup(target: SwarmKey(random: [UInt8](repeating: 0x5A, count: 20)), from: first, limits: DHTLimits())
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    var isRead = false
    for family in [.v4, .v6] as [WebRequest.Family] {
      guard let reply = DHTMessage.read(bytes, family: family, limits: limits) else { continue }
      isRead = true
      try require(bytes.count <= limits.packet && reply.nodes.count <= 16, "more than a packet has")
      try require(
        reply.token.map { (1...64).contains($0.count) } ?? true, "a token of \(reply.token?.count ?? 0) bytes")
      try require(
        reply.nodes.allSatisfy { $0.address.host.family == family && $0.address.port > 0 }, "a node elsewhere")
      try require(DHTNode.read(reply.nodes.flatMap(\.compact), family: family) == reply.nodes, "nodes written again")
      try questions(reply)
      try search(reply)
    }
    try require(lookup.waiting <= limits.parallel, "\(lookup.waiting) questions at once")
    try require(lookup.closest.count <= DHTLookup.width, "more than are announced to")
    return isRead
  }

  /// What we would ask of what was told is bencode that says the same.
  private func questions(_ reply: DHTMessage.Reply) throws {
    guard let id = reply.id, let token = reply.token else { return }
    let asked = DHTMessage.write(.announce(id, port: 6881, token: token), from: id, transaction: reply.transaction)
    let read = try BencodeReader.read(asked)
    try require(read["a"]?["token"]?.string == token && read["a"]?["info_hash"]?.string == id.bytes, "asked otherwise")
    try require(asked.count <= 300, "a question of \(asked.count) bytes")
  }

  private mutating func search(_ reply: DHTMessage.Reply) throws {
    while let node = lookup.next() {
      asked.append(node)
      questions += 1
    }
    if !asked.isEmpty {
      let node = asked.remove(at: random.below(asked.count))
      if random.once(in: 4) {
        lookup.failed(node)
      } else {
        var reply = reply
        if random.once(in: 2) { reply.id = node.id }
        lookup.answered(node, reply)
      }
    }
    try require(questions <= limits.questions, "a search without an end")
    if lookup.isDone || asked.isEmpty { (lookup, asked, questions) = (Self.lookup(), [], 0) }
  }
}
