import JSON
import NIOCore
import Testing

@testable import Swarm

@Suite struct `Browsers that meet at the tracker` {
  static let key = SwarmKey(Array("\r\n\u{0}abcdefghijklmnopq".utf8))!
  static let (first, second) = (
    SwarmKey([0xE9, 0xFF, 0x0D, 0x0A] + [UInt8](repeating: 65, count: 16))!,
    SwarmKey([UInt8](repeating: 66, count: 20))!
  )
  static let start = NIODeadline.uptimeNanoseconds(1_000_000_000_000)

  private func swarms(_ change: (inout TrackerLimits) -> Void = { _ in }) -> BrowserSwarms {
    var limits = TrackerLimits()
    change(&limits)
    return BrowserSwarms(limits: limits, random: QuickRandom(seed: 1), now: Self.start) { $0 != Self.second }
  }

  /// What is said, read as a socket reads it.
  @discardableResult
  private func say(
    _ swarms: BrowserSwarms, _ socket: Int, _ json: JSON, now: NIODeadline = start
  ) throws -> [BrowserSwarms.Note] {
    let message = try BrowserMessage(json.bytes, limits: swarms.limits)
    return swarms.take(message, from: socket, of: .v4(UInt32(socket)), now: now)
  }

  private func announce(
    _ peer: SwarmKey, key: SwarmKey = key, offers: [String] = [], _ more: [String: JSON] = [:]
  ) -> JSON {
    let offers = offers.map { ["offer_id": .string($0), "offer": ["type": "offer", "sdp": "v=0"]] as JSON }
    let fields: [String: JSON] = [
      "action": "announce", "info_hash": .string(key.latin), "peer_id": .string(peer.latin), "left": 1,
      "numwant": .integer(Int64(offers.count)), "offers": .array(offers),
    ]
    return .object(fields.merging(more) { $1 })
  }

  private func answer(_ from: SwarmKey, to: SwarmKey, _ offer: String) -> JSON {
    [
      "action": "announce", "info_hash": .string(Self.key.latin), "peer_id": .string(from.latin),
      "to_peer_id": .string(to.latin), "offer_id": .string(offer), "answer": ["type": "answer", "sdp": "v=1"],
    ]
  }

  private func told(_ socket: Int, _ complete: Int, _ incomplete: Int) -> BrowserSwarms.Note {
    .init(
      socket: socket,
      reply: .announced(Self.key, SwarmFigures(complete: complete, incomplete: incomplete), interval: 120))
  }

  @Test func `are handed each other's offers and answers, once`() throws {
    let swarms = swarms()
    let (a, b) = (Self.first, SwarmKey([UInt8](repeating: 67, count: 20))!)
    #expect(try say(swarms, 1, announce(a)) == [told(1, 0, 1)])
    let notes = try say(swarms, 2, announce(b, offers: ["o1", "o2"]))
    #expect(notes.count == 2 && notes.first == told(2, 0, 2))
    #expect(
      notes.last
        == .init(socket: 1, reply: .offer(Self.key, from: b, .init(id: .init("o1"), description: "v=0"))))
    // The second offer went nowhere, and nobody answers what was not offered to it.
    #expect(try say(swarms, 1, answer(a, to: b, "o2")).isEmpty)
    #expect(try say(swarms, 2, answer(b, to: a, "o1")).isEmpty)
    #expect(try say(swarms, 3, answer(a, to: b, "o1")).isEmpty)
    let answered = try say(swarms, 1, answer(a, to: b, "o1"))
    #expect(answered.count == 1 && answered.first?.socket == 2)
    let json = answered.first?.reply.json
    #expect(json?["peer_id"]?.text.flatMap(SwarmKey.init(latin:)) == a && json?["to_peer_id"] == nil)
    #expect(json?["answer"]?["sdp"] == "v=1" && json?["offer_id"] == "o1")
    #expect(try say(swarms, 1, answer(a, to: b, "o1")).isEmpty)
    swarms.close(2)
    #expect(swarms.figures(Self.key) == SwarmFigures(incomplete: 1))
  }

  @Test func `never get their own offer, and each offer goes to another`() throws {
    let swarms = swarms { $0.socketAnnounces = 1000 }
    for socket in 1...20 {
      try say(swarms, socket, announce(SwarmKey([UInt8](repeating: UInt8(socket), count: 20))!))
    }
    for round in 0..<50 {
      let notes = try say(
        swarms, 7, announce(SwarmKey([UInt8](repeating: 7, count: 20))!, offers: (0..<9).map { "\(round)-\($0)" }))
      let reached = notes.dropFirst().map(\.socket)
      #expect(reached.count == 5 && Set(reached).count == 5 && !reached.contains(7))
    }
  }

  @Test func `lose an offer that nobody answers in time`() throws {
    let swarms = swarms()
    let b = SwarmKey([UInt8](repeating: 67, count: 20))!
    try say(swarms, 1, announce(Self.first))
    try say(swarms, 2, announce(b, offers: ["o1"]))
    #expect(swarms.pendingCount == 1)
    swarms.sweep(now: Self.start + .seconds(60))
    #expect(swarms.pendingCount == 0)
    #expect(try say(swarms, 1, answer(Self.first, to: b, "o1")).isEmpty)
  }

  @Test func `keep one peer for each connection and swarm, and cannot take another's place`() throws {
    let swarms = swarms { $0.swarmsPerSocket = 2 }
    let b = SwarmKey([UInt8](repeating: 67, count: 20))!
    try say(swarms, 1, announce(Self.first))
    #expect(try say(swarms, 2, announce(Self.first)).isEmpty)
    #expect(try say(swarms, 2, announce(Self.first, ["event": "stopped"])) == [told(2, 0, 1)])
    guard case .failure = try say(swarms, 1, announce(b)).first?.reply else { Issue.record("two peers"); return }
    let keys = (1...2).map { SwarmKey([UInt8](repeating: $0, count: 20))! }
    try say(swarms, 1, announce(Self.first, key: keys[0]))
    guard case .failure = try say(swarms, 1, announce(Self.first, key: keys[1])).first?.reply else {
      Issue.record("three swarms")
      return
    }
    guard case .failure = try say(swarms, 3, announce(b, key: Self.second)).first?.reply else {
      Issue.record("a swarm that is not ours")
      return
    }
    #expect(swarms.peerCount == 2)
    swarms.close(1)
    #expect(swarms.peerCount == 0)
  }

  @Test func `count as seeds when they have everything, and stop`() throws {
    let swarms = swarms()
    try say(swarms, 1, announce(Self.first, ["left": .null]))
    #expect(try say(swarms, 1, announce(Self.first, ["left": 0, "event": "completed"])).count == 1)
    let scrape: JSON = ["action": "scrape", "info_hash": [.string(Self.key.latin), .string(Self.second.latin)]]
    #expect(
      try say(swarms, 9, scrape)
        == [.init(socket: 9, reply: .scraped([Self.key: SwarmFigures(complete: 1, downloaded: 1)]))])
    try say(swarms, 1, announce(Self.first, ["event": "stopped"]))
    #expect(swarms.peerCount == 0)
  }

  @Test func `may not announce without end`() throws {
    let swarms = swarms()
    for _ in 0..<30 { try say(swarms, 1, announce(Self.first)) }
    guard case .failure = try say(swarms, 1, announce(Self.first)).first?.reply else { Issue.record("31"); return }
    #expect(try say(swarms, 1, announce(Self.first), now: Self.start + .seconds(10)) == [told(1, 0, 1)])
  }

  @Test func `are refused what is not well formed`() throws {
    let limits = TrackerLimits()
    func refuses(_ more: [String: JSON], _ damage: BrowserMessage.Damage) {
      let json = announce(Self.first, offers: ["o"], more)
      #expect(throws: damage) { try BrowserMessage(json.bytes, limits: limits) }
    }
    refuses(["info_hash": .string(String(repeating: "a", count: 19))], .infohash)
    refuses(["info_hash": .string(String(repeating: "a", count: 21))], .infohash)
    refuses(["info_hash": .string(String(repeating: "a", count: 19) + "\u{100}")], .infohash)
    refuses(["peer_id": 5], .peerID)
    refuses(["offers": "none"], .offers)
    refuses(["offers": [5]], .offers)
    refuses(["offers": [["offer_id": "o", "offer": ["type": "answer", "sdp": "v"]]]], .description)
    let long = JSON.string(String(repeating: "x", count: (16 << 10) + 1))
    refuses(["offers": [["offer_id": "o", "offer": ["type": "offer", "sdp": long]]]], .description)
    refuses(["offers": [["offer_id": "", "offer": ["type": "offer", "sdp": "v"]]]], .offerID)
    refuses(["event": "begun"], .event)
    refuses(["action": "dance"], .action)
    refuses(["answer": ["type": "answer", "sdp": "v"]], .toPeerID)
    let bomb = Array((String(repeating: "[", count: 10_000)).utf8)
    for bytes in [[], bomb, Array("5".utf8), Array("{\"action\":".utf8), [0xFF, 0xFE]] {
      #expect(throws: BrowserMessage.Damage.json) { try BrowserMessage(bytes, limits: limits) }
    }
    #expect(throws: BrowserMessage.Damage.infohash) {
      try BrowserMessage(Array("{\"action\":\"scrape\"}".utf8), limits: limits)
    }
  }

  @Test func `survive every cut of a message`() throws {
    let bytes = announce(Self.first, offers: ["o1", "o2"]).bytes.dropLast()
    let limits = TrackerLimits()
    for end in 0..<bytes.count {
      #expect(throws: BrowserMessage.Damage.self) { try BrowserMessage(Array(bytes.prefix(end)), limits: limits) }
    }
  }

  @Test func `name 20 bytes by their code points, whatever Swift takes for one character`() {
    for byte in 0...255 as ClosedRange<UInt8> {
      let key = SwarmKey([0x0D, 0x0A, 0x65, byte] + [UInt8](repeating: byte, count: 16))!
      #expect(key.latin.unicodeScalars.count == 20 && SwarmKey(latin: key.latin) == key)
    }
    // é as one code point and as two: equal for Swift, other bytes for the tracker.
    #expect(String.UTF8Bytes("\u{E9}") != String.UTF8Bytes("e\u{301}"))
  }
}
