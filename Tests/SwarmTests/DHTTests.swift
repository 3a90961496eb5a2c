import NIOCore
import Testing
import Torrent

@testable import Swarm

@Suite struct DHTTests {
  static func reply(id: SwarmKey, token: [UInt8]? = nil, nodes: [DHTNode] = [], transaction: [UInt8] = [0, 0, 0, 1])
    -> [UInt8]
  {
    var values: [Bencode.Key: Bencode] = ["id": .string(id.bytes), "nodes": .string(nodes.flatMap(\.compact))]
    values["token"] = token.map { .string($0) }
    return Bencode.dictionary(["r": .dictionary(values), "t": .string(transaction), "y": .text("r")]).bytes
  }

  private static func node(_ number: Int) -> DHTNode {
    var random = SplitMix(state: UInt64(number))
    let id = (0..<20).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    return DHTNode(id: SwarmKey(random: id), address: PeerAddress(host: .v4(UInt32(0x0B00_0000 + number)), port: 6881))
  }

  @Test func `questions are those of BEP 5, marked read-only and, as a seed's, by BEP 33`() {
    let me = SwarmKey(random: Array("abcdefghij0123456789".utf8))
    let key = SwarmKey(random: Array("mnopqrstuvwxyz123456".utf8))
    func text(_ question: DHTMessage.Question) -> String {
      String(decoding: DHTMessage.write(question, from: me, transaction: 0x6161_6161), as: UTF8.self)
    }
    #expect(
      text(.getPeers(key))
        == "d1:ad2:id20:abcdefghij01234567899:info_hash20:mnopqrstuvwxyz123456e1:q9:get_peers2:roi1e1:t4:aaaa1:y1:qe")
    #expect(
      text(.announce(key, port: 6881, token: Array("aoeusnth".utf8)))
        == "d1:ad2:id20:abcdefghij012345678912:implied_porti0e9:info_hash20:mnopqrstuvwxyz1234564:porti6881e"
        + "4:seedi1e5:token8:aoeusnthe1:q13:announce_peer2:roi1e1:t4:aaaa1:y1:qe")
  }

  @Test func `what asks us is no reply`() {
    let question = Array("d1:ad2:id20:abcdefghij0123456789e1:q4:ping1:t4:aaaa1:y1:qe".utf8)
    #expect(DHTMessage.read(question, family: .v4, limits: DHTLimits()) == nil)
    #expect(DHTMessage.read([UInt8](repeating: 100, count: 1501), family: .v4, limits: DHTLimits()) == nil)
  }

  @Test func `a search ends at the eight closest of a thousand nodes, with few questions on their way`() throws {
    let network = (0..<1000).map(Self.node)
    let target = SwarmKey(random: [UInt8](repeating: 0x5A, count: 20))
    let sorted = network.sorted { $0.id.distance(to: target) < $1.id.distance(to: target) }
    var lookup = DHTLookup(target: target, from: [network[1], network[2]], limits: DHTLimits())
    var asked = 0
    while !lookup.isDone {
      var round: [DHTNode] = []
      while let node = lookup.next() { round.append(node) }
      try #require(!round.isEmpty && round.count <= 4)
      for node in round {
        asked += 1
        // Each node knows those near itself, and a few from all over, as tables of the DHT do.
        let near = network.sorted { $0.id.distance(to: node.id) < $1.id.distance(to: node.id) }.prefix(40)
        let known = (near + network.enumerated().filter { $0.offset % 7 == asked % 7 }.map(\.element))
          .sorted { $0.id.distance(to: target) < $1.id.distance(to: target) }.prefix(8)
        lookup.answered(
          node, DHTMessage.Reply(transaction: 1, id: node.id, nodes: Array(known), token: [1]))
      }
    }
    #expect(lookup.closest.map(\.node) == Array(sorted.prefix(8)))
    #expect(asked <= 60)
  }

  @Test func `a liar that names ever closer nodes is asked at most sixty times, and gets no announce`() {
    var lookup = DHTLookup(target: Self.node(0).id, from: [Self.node(1)], limits: DHTLimits())
    var asked = 0
    while let node = lookup.next() {
      asked += 1
      let more = (1...8).map { Self.node(asked * 8 + $0) }
      lookup.answered(node, DHTMessage.Reply(transaction: 1, id: Self.node(99_999).id, nodes: more, token: [1]))
    }
    #expect(asked == 60 && lookup.isDone && lookup.closest.isEmpty)
  }

  @Test func `silent nodes are passed over`() {
    var lookup = DHTLookup(target: Self.node(0).id, from: (1...20).map(Self.node), limits: DHTLimits())
    var asked = 0
    while let node = lookup.next() {
      asked += 1
      lookup.failed(node)
    }
    #expect(asked == 20 && lookup.isDone && lookup.closest.isEmpty)
  }

  @Test func `nodes of one subscriber have three places, and the table forgets the oldest`() {
    var table = DHTTable(limit: 10)
    for number in 0..<20 {
      table.answered(
        DHTNode(id: Self.node(number).id, address: PeerAddress(host: .v4(0x0B00_0001), port: UInt16(number + 1))))
    }
    #expect(table.nodes.count == 3)
    for number in 30..<60 { table.answered(Self.node(number)) }
    #expect(table.nodes == (50..<60).map(Self.node))
  }

  @Test func `infohashes take turns, the one that waited longest first`() {
    var queue = DHTQueue(limits: DHTLimits(), random: SplitMix(state: 1))
    var now = NIODeadline.uptimeNanoseconds(1_000_000_000)
    let keys = (0..<500).map { Self.node($0).id }
    for key in keys {
      queue.add(key, now: now)
      now = now + .milliseconds(1)
    }
    // One every five seconds: 240 fit in twenty minutes, and still nobody comes twice before all came once.
    var met: [SwarmKey] = []
    for _ in 0..<1000 {
      now = now + .seconds(5)
      guard let key = queue.next(now: now) else { continue }
      met.append(key)
      queue.again(key, isFailure: false, now: now)
    }
    #expect(Set(met.prefix(500)).count == 500 && Set(met.dropFirst(500).prefix(500)).count >= 400)
    queue.remove(keys[0])
    #expect(queue.count == 499 && !queue.contains(keys[0]))
  }

  @Test func `nodes are found again after a restart`() throws {
    let folder = try SeedFolder()
    let nodes = (0..<50).map(Self.node)
    try DHTStore.write([.v4: nodes], to: "\(folder.path)/dht-nodes")
    #expect(DHTStore.read("\(folder.path)/dht-nodes", limits: DHTLimits())[.v4] == nodes)
    #expect(DHTStore.read("\(folder.path)/none", limits: DHTLimits()).isEmpty)
  }
}
