import NIOCore
import NIOHTTP1
import Testing
import Torrent

@testable import Swarm

@Suite struct `The forms of a tracker` {
  private static let query =
    "info_hash=%00%01%02%03%04%05%06%07%08%09%0a%0B%0c%0d%0e%0f%10%11%12%13&peer_id=-lt0000-abcdefghij%20+"
    + "&port=6881&uploaded=0&downloaded=0&left=0&event=started&compact=1&numwant=5&ip=192.0.2.66&key=1"

  private func read(_ query: String) throws -> TrackerAnnounce {
    try TrackerQuery(Substring(query).utf8, limit: 1).announce(from: .v4(0x0A00_0001), reached: nil)
  }

  @Test func `read an announce, and take the address that it came from`() throws {
    let announce = try read(Self.query)
    #expect(announce.key == `The swarms of a tracker`.key)
    #expect(announce.peer == PeerAddress(host: .v4(0x0A00_0001), port: 6881))
    #expect(announce.isSeed && announce.event == .started && announce.wanted == 5)
  }

  @Test(arguments: [
    ("port=6881", "port=0"), ("port=6881", "port=65536"), ("port=6881", "port=-1"), ("port=6881&", ""),
    ("%13&", "&"), ("%13&", "%13%14&"), ("%13&", "%1&"), ("%13&", "%1g&"), ("info_hash", "info"),
    ("peer_id=-", "peer_id="), ("left=0", "left=x"), ("event=started", "event=begun"),
    ("&compact", "&info_hash=%00%01%02%03%04%05%06%07%08%09%0a%0B%0c%0d%0e%0f%10%11%12%13&compact"),
  ])
  func `refuse an announce that is not well formed`(part: String, other: String) {
    #expect(throws: TrackerQuery.Damage.self) { try read(Self.query.replacing(part, with: other)) }
  }

  @Test func `survive every cut of a query`() {
    let bytes = Array(Self.query.utf8)
    for end in 0..<bytes.count { _ = try? read(String(decoding: bytes[..<end], as: UTF8.self)) }
  }

  @Test func `write canonical bencode in the compact form`() throws {
    let v6 = PeerAddress(host: .v6(0x2001_0DB8_0000_0000, 1), port: 2)
    let answer = TrackerAnnounce.Answer(
      figures: SwarmFigures(complete: 1, incomplete: 2, downloaded: 3), interval: 1800,
      peers: [PeerAddress(host: .v4(0x0102_0304), port: 0x1AE1)], others: [v6])
    var out = ByteBuffer()
    TrackerAnswers.announce(answer, to: .v4(0xC000_0201), minInterval: 900, into: &out)
    let read = try BencodeReader.read(Array(out.readableBytesView))
    #expect(
      read
        == .dictionary([
          "complete": .integer(1), "incomplete": .integer(2), "downloaded": .integer(3), "interval": .integer(1800),
          "min interval": .integer(900), "external ip": .string([192, 0, 2, 1]),
          "peers": .string([1, 2, 3, 4, 0x1A, 0xE1]), "peers6": .string(v6.compact),
        ]))
    #expect(read.bytes == Array(out.readableBytesView))
    for retry in [nil, .some(nil), .some(5)] as [Int??] {
      var out = ByteBuffer()
      TrackerAnswers.failure("no", retry: retry, into: &out)
      #expect(try BencodeReader.read(Array(out.readableBytesView))["failure reason"] == .text("no"))
    }
    out.clear()
    let (low, high) = (SwarmKey([UInt8](repeating: 1, count: 20))!, SwarmKey([UInt8](repeating: 200, count: 20))!)
    TrackerAnswers.scrape([(high, answer.figures), (low, answer.figures), (low, answer.figures)], into: &out)
    let files = try BencodeReader.read(Array(out.readableBytesView))["files"]
    #expect(files?.dictionary?.count == 2 && files?[.init(high.bytes)]?["downloaded"] == .integer(3))
  }

  // MARK: UDP

  @Test func `give connection ids that hold for one address and two minutes`() {
    let ids = ConnectionIDs(secret: [1, 2, 3])
    let host = PeerAddress.Host.v4(1)
    // Near the end of the 16 bits of its seconds as well.
    for second in [5, 1000, 65_530, 131_060] as [UInt64] {
      let now = NIODeadline.uptimeNanoseconds(second * 1_000_000_000)
      let id = ids.make(for: host, now: now)
      #expect(ids.isValid(id, for: host, now: now) && ids.isValid(id, for: host, now: now + .seconds(120)))
      #expect(!ids.isValid(id, for: host, now: now + .seconds(121)))
      #expect(!ids.isValid(id, for: host, now: now + .seconds(65_536)))
      #expect(!ids.isValid(id, for: .v4(2), now: now))
      #expect(!ids.isValid(id ^ 1, for: host, now: now))
      #expect(!ConnectionIDs(secret: [1, 2, 4]).isValid(id, for: host, now: now))
    }
  }

  @Test func `read the questions of BEP 15, and nothing that is cut short`() throws {
    var connect = ByteBuffer()
    connect.writeMultipleIntegers(0x417_2710_1980 as UInt64, 0 as UInt32, 7 as UInt32)
    guard case .connect(7) = DatagramQuestion(connect, scraped: 70) else { Issue.record("no connect"); return }
    var announce = ByteBuffer()
    announce.writeMultipleIntegers(9 as UInt64, 1 as UInt32, 7 as UInt32)
    announce.writeBytes(`The swarms of a tracker`.key.bytes)
    announce.writeBytes([UInt8](repeating: 65, count: 20))
    announce.writeMultipleIntegers(0 as UInt64, 0 as UInt64, 0 as UInt64, 2 as UInt32)
    announce.writeMultipleIntegers(0x0909_0909 as UInt32, 1 as UInt32, -1 as Int32, 6881 as UInt16)
    #expect(announce.readableBytes == 98)
    guard case .announce(9, 7, let body) = DatagramQuestion(announce, scraped: 70) else {
      Issue.record("no announce")
      return
    }
    #expect(body == .init(key: `The swarms of a tracker`.key, isSeed: true, event: .started, wanted: nil, port: 6881))
    for end in 0..<98 { #expect(DatagramQuestion(announce.getSlice(at: 0, length: end)!, scraped: 70) == nil) }
    for end in 0..<16 { #expect(DatagramQuestion(connect.getSlice(at: 0, length: end)!, scraped: 70) == nil) }
  }

  // MARK: Proxies

  @Test func `believe a proxy that is configured, and the nearest hop that is none`() {
    let (proxy, stranger) = (PeerAddress.Host("127.0.0.1")!, PeerAddress.Host("192.0.2.1")!)
    let proxies = Proxies()
    func client(_ source: PeerAddress.Host, _ headers: HTTPHeaders, _ proxies: Proxies = proxies) -> String {
      ForwardedAddress.client(of: source, headers, proxies: proxies).description
    }
    #expect(client(stranger, ["X-Forwarded-For": "203.0.113.9"]) == "192.0.2.1")
    #expect(client(proxy, ["X-Forwarded-For": "6.6.6.6, 203.0.113.9"]) == "203.0.113.9")
    #expect(client(proxy, ["X-Forwarded-For": "203.0.113.9, 127.0.0.1"]) == "203.0.113.9")
    #expect(client(proxy, ["X-Real-IP": "2001:db8::1"]) == "2001:db8::1")
    #expect(client(proxy, ["X-Forwarded-For": "nonsense"]) == "127.0.0.1")
    #expect(client(proxy, [:]) == "127.0.0.1")
    #expect(client(proxy, ["X-Forwarded-For": "203.0.113.9"], Proxies(loopback: false)) == "127.0.0.1")
  }
}
