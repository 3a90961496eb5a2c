import Hashing
import NIOCore
import Testing
import Torrent

@testable import Swarm

@Suite struct TrackerMessageTests {
  private let me = AnnouncedSelf(peerID: Array("-BN0100-AAAAAAAAAAAA".utf8), key: 0xAB)
  private func announce(_ event: Announce.Event) throws -> Announce {
    let key = try #require(SwarmKey(hex: "00ff20416100000000000000000000000000007e"))
    return Announce(
      key: key, event: event, tracker: try #require(TrackerURL("http://t.example/announce")), family: .v4)
  }

  @Test func `the query escapes every byte that is not unreserved, and keeps the tracker's own`() throws {
    let url = try #require(WebURL("http://t.example/announce?passkey=x"))
    #expect(
      url.announce(try announce(.started), of: me, port: 6881, uploaded: 5).target
        == "/announce?passkey=x&info_hash=%00%FF%20Aa%00%00%00%00%00%00%00%00%00%00%00%00%00%00~"
        + "&peer_id=-BN0100-AAAAAAAAAAAA&port=6881&uploaded=5&downloaded=0&left=0&compact=1&numwant=0&key=000000ab"
        + "&event=started")
  }

  @Test func `an announce over UDP has the 98 bytes of BEP 15 and the path of BEP 41`() throws {
    #expect(
      Hex.encode(UDPTrackerMessage.connect(transaction: 7).readableBytesView) == "00000417271019800000000000000007")
    let packet = UDPTrackerMessage.announce(
      try announce(.stopped), of: me, port: 6881, uploaded: 5, data: Array("/a?b".utf8), connection: 1, transaction: 2)
    #expect(
      Hex.encode(packet.readableBytesView)
        == "00000000000000010000000100000002" + "00ff20416100000000000000000000000000007e"
        + Hex.encode(me.peerID) + "000000000000000000000000000000000000000000000005" + "00000003" + "00000000"
        + "000000ab" + "00000000" + "1ae1" + "02042f613f62")
  }

  @Test func `URLs of trackers are HTTP, HTTPS and UDP; all else is skipped`() {
    #expect(TrackerURL("udp://t.example:80/") == .udp(host: "t.example", port: 80, data: []))
    #expect(
      TrackerURL("UDP://[2001:db8::1]:6969/announce?k=1")
        == .udp(host: "2001:db8::1", port: 6969, data: Array("/announce?k=1".utf8)))
    for text in [
      "udp://t.example/announce", "ws://t.example/", "wss://t.example/", "", "udp://", "udp://:1", "dht://x:1",
    ] {
      #expect(TrackerURL(text) == nil, "\(text)")
    }
    #expect(
      "\(TrackerURL("https://t.example/secret/announce").map(String.init(describing:)) ?? "")" == "https://t.example")
  }

  @Test func `answers are read, failures and retry in are understood`() throws {
    func read(_ text: String) throws(TrackerFailure) -> TrackerAnswer {
      try TrackerAnswer(bencoded: Array(text.utf8), limit: 65_536)
    }
    let answer = try read("d8:completei1e8:intervali1800e12:min intervali900e5:peers0:e")
    #expect(answer.interval == .seconds(1800) && answer.shortest == .seconds(900))
    #expect(throws: TrackerFailure.refused("no", retry: .never)) {
      try read("d14:failure reason2:no8:retry in5:nevere")
    }
    #expect(throws: TrackerFailure.refused("a?b", retry: .after(.minutes(5)))) {
      try read("d14:failure reason3:a\nb8:retry ini5ee")
    }
    #expect(throws: TrackerFailure.malformed("no interval")) { try read("de") }
    #expect(throws: TrackerFailure.malformed("no dictionary")) { try read("le") }
    #expect(try read("d8:intervali-5ee").interval == .seconds(0))
    #expect(try read("d8:intervali9223372036854775807ee").interval == .seconds(86_400))
  }

  @Test func `what is cut short is none`() {
    let answer = Array("d8:intervali1800e12:min intervali900e5:peers6:abcdefe".utf8)
    let reply = DHTTests.reply(
      id: SwarmKey(random: [UInt8](repeating: 9, count: 20)), token: [1, 2, 3],
      nodes: [
        DHTNode(id: SwarmKey(random: [UInt8](repeating: 8, count: 20)), address: PeerAddress(host: .v4(1), port: 2))
      ])
    let udp: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 2] + [UInt8](repeating: 3, count: 24)
    for length in 1..<answer.count {
      #expect(throws: TrackerFailure.self) { try TrackerAnswer(bencoded: Array(answer[..<length]), limit: 65_536) }
    }
    for length in 0..<reply.count {
      #expect(DHTMessage.read(Array(reply[..<length]), family: .v4, limits: DHTLimits()) == nil)
    }
    for length in 0..<20 { #expect(UDPTrackerMessage.read(ByteBuffer(bytes: udp[..<length])) == nil) }
  }
}
