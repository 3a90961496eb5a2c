import NIOCore
import NIOEmbedded

@testable import Swarm

/// What UDP trackers say to us (BEP 15): read, and taken by the client that asked.
struct DatagramAnswers: Reader {
  static let full = 500_000
  /// Stands where the transaction of the question goes.
  private static let mark: UInt64 = 0x4D61_726B

  static func samples() -> [Part] {
    let announced: [Part] = [
      .number(1, width: 4), .number(mark, width: 4), .number(1800, width: 4), .number(2, width: 4),
      .number(3, width: 4),
    ]
    return [
      .row([.number(0, width: 4), .number(mark, width: 4), .number(0xABCD, width: 8)]),
      .row(announced), .row(announced + [.raw([192, 0, 2, 1, 0x1A, 0xE1])]),
      .row([.number(3, width: 4), .number(mark, width: 4), .text("torrent not registered")]),
    ]
  }

  private let announce: Announce
  private let tracker = PeerAddress(host: .v4(0xC000_0201), port: 6969)

  init() throws {
    guard let key = SwarmKey(0..<20), let url = TrackerURL("udp://t.example:6969/announce") else {
      throw Finding("no key")
    }
    announce = Announce(key: key, event: .started, tracker: url, family: .v4)
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let loop = EmbeddedEventLoop()
    let me = AnnouncedSelf(peerID: Array("-BN0100-abcdefghijkl".utf8), key: 5)
    let client = UDPTrackerClient(me, port: 6881)
    let channel = EmbeddedChannel(handler: client, loop: loop)
    guard let remote = tracker.socketAddress else { throw Finding("no address") }
    channel.connect(to: remote, promise: nil)
    var ends = 0
    client.ask(announce, at: tracker, data: Array("/announce".utf8), uploaded: 1) { _ in ends += 1 }
    var isTaken = false
    // The same answer to the first question and, where that was taken, to the second.
    for round in 0..<2 {
      guard let asked = try channel.readOutbound(as: AddressedEnvelope<ByteBuffer>.self) else { break }
      if round > 0 { isTaken = true }
      try asks(asked.data, isFirst: round == 0)
      var data = ByteBuffer(bytes: bytes)
      if data.getInteger(at: 4, as: UInt32.self) == UInt32(Self.mark),
        let place = asked.data.getInteger(
          at: 12, as: UInt32.self)
      {
        data.setInteger(place, at: 4)
      }
      try channel.writeInbound(AddressedEnvelope(remoteAddress: remote, data: data))
      if let (_, reply) = UDPTrackerMessage.read(data), case .announced(let answer) = reply,
        let interval = answer.interval
      {
        try require(interval >= .zero && interval <= .hours(24), "an interval of \(interval)")
      }
    }
    _ = try channel.finish(acceptAlreadyClosed: true)
    try require(ends <= 1, "it ended \(ends) times")
    return isTaken || UDPTrackerMessage.read(ByteBuffer(bytes: bytes)) != nil
  }

  /// What we ask is what our own tracker reads.
  private func asks(_ packet: ByteBuffer, isFirst: Bool) throws {
    switch DatagramQuestion(packet, scraped: 70) {
    case .connect: try require(isFirst, "a second greeting")
    case .announce(_, _, let body): try require(body.key == announce.key && body.port == 6881, "announced otherwise")
    default: throw Finding("no question of BEP 15")
    }
  }
}
