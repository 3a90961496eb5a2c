import JSON
import NIOCore

@testable import Swarm

/// What browsers say to the WebSocket tracker, and what it says to them.
struct Browsers: Reader {
  static let full = 900_000

  private static func latin(_ first: UInt8) -> JSON {
    .string(SwarmKey((0..<20).map { first &+ $0 &* 11 })?.latin ?? "")
  }

  static func samples() -> [Part] {
    let (key, other, me, you) = (latin(1), latin(2), latin(3), latin(4))
    let offers = (0..<3).map { number -> JSON in
      [
        "offer_id": .string("offer \(number)"),
        "offer": ["type": "offer", "sdp": "v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\n"],
      ]
    }
    func announce(_ peer: JSON, _ more: [String: JSON] = [:]) -> JSON {
      let fields: [String: JSON] = [
        "action": "announce", "info_hash": key, "peer_id": peer, "left": 5, "uploaded": 0, "downloaded": .double(1.5),
        "numwant": 3, "offers": .array(offers),
      ]
      return .object(fields.merging(more) { $1 })
    }
    let values: [JSON] = [
      announce(me, ["event": "started"]), announce(you, ["left": 0, "event": "completed", "offers": .null]),
      announce(you, ["event": "stopped"]),
      [
        "action": "announce", "info_hash": key, "peer_id": you, "to_peer_id": me, "offer_id": "offer 0",
        "answer": ["type": "answer", "sdp": "v=0\r\n"],
      ],
      [
        "action": "announce", "info_hash": key, "peer_id": me, "to_peer_id": you, "offer_id": "offer 1",
        "answer": ["type": "answer", "sdp": "v=0 é"],
      ],
      ["action": "scrape", "info_hash": key], ["action": "scrape", "info_hash": [key, other]],
    ]
    return values.map { Part(json: $0) }
  }

  private let limits = Datagrams.limits
  private let swarms: BrowserSwarms
  private var random = SplitMix(state: 7)
  private var now = NIODeadline.uptimeNanoseconds(1_000_000_000)

  init() throws {
    swarms = BrowserSwarms(limits: limits, random: QuickRandom(seed: 1), now: now) { _ in true }
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    now = now + .milliseconds(Int64(random.below(500)))
    if random.once(in: 50) { swarms.close(random.below(20)) }
    if random.once(in: 200) { swarms.sweep(now: now) }
    guard let message = try? BrowserMessage(bytes, limits: limits) else { return false }
    let socket = random.below(20)
    let notes = swarms.take(message, from: socket, of: .v4(UInt32(random.below(30))), now: now)
    try require(notes.count <= limits.offers + 1, "\(notes.count) messages for one")
    for note in notes {
      let json = note.reply.json
      try require(JSON(json.bytes) == json, "a reply that was written reads otherwise")
      try require(json.bytes.count <= 2048 + 8 * bytes.count, "\(json.bytes.count) bytes for \(bytes.count)")
      if case .scraped(let files) = note.reply { try require(files.count <= limits.scraped, "too many files") }
    }
    try require(
      swarms.peerCount <= limits.peers && swarms.pendingCount <= limits.pendingOffers, "more is kept than may be")
    return true
  }

  mutating func finish() throws {
    for socket in 0..<20 { swarms.close(socket) }
    swarms.sweep(now: now + .hours(1))
    try require(swarms.peerCount == 0 && swarms.pendingCount == 0, "something is kept of who went")
  }
}
