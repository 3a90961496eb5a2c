import NIOCore
import NIOEmbedded
import NIOHTTP1
import Torrent

@testable import Swarm

/// Requests to the HTTP tracker, from the request line on (BEP 3, 7, 23, 48), and our own announces, which it reads.
struct Queries: Reader {
  static let full = 500_000

  static func query(_ more: [(name: String, value: [UInt8])] = []) -> Part {
    let fields: [(name: String, value: [UInt8])] = [
      ("info_hash", (0..<20).map { UInt8($0 * 13) }), ("peer_id", Array("-XX0000-abcdefghijkl".utf8)),
      ("port", Array("6881".utf8)), ("uploaded", [0x30]), ("downloaded", [0x30]), ("left", Array("5".utf8)),
      ("compact", [0x31]), ("numwant", Array("50".utf8)), ("ip", Array("192.0.2.66".utf8)),
    ]
    return Part(query: fields + more)
  }

  static func request(_ path: String, _ query: Part, _ fields: [(String, String)] = [], body: String = "") -> Part {
    .row([
      .text("GET "), .list("", [.text(path), query], between: "?", ""), .text(" HTTP/1.1\r\n"),
      .row(([("Host", "t.example")] + fields).map { .list("", [.text($0.0), .text($0.1)], between: ": ", "\r\n") }),
      .text("\r\n"), .text(body),
    ])
  }

  static func samples() -> [Part] {
    let started: [(name: String, value: [UInt8])] = [("event", Array("started".utf8))]
    let keys = (0..<5).map { index in (name: "info_hash", value: (0..<20).map { UInt8($0 + index) }) }
    return [
      request("/announce", query()), request("/tracker/announce", query(started), [("X-Forwarded-For", "203.0.113.9")]),
      request("/scrape", Part(query: keys)), request("/announce", query([("event", Array("stopped".utf8))])),
      .row([request("/announce", query()), request("/scrape", Part(query: keys))]),
      request("/announce", query(started), [("X-Real-IP", "2001:db8::1"), ("Connection", "close")]),
      request("/tracker/socket", query()), request("/announce", query(), [("Content-Length", "3")], body: "abc"),
    ]
  }

  private let loop = EmbeddedEventLoop()
  private let tracker: Tracker
  private var random = SplitMix(state: 5)

  init() throws {
    tracker = Tracker(
      loop: loop, TrackerPlan(isOpen: true, limits: Datagrams.limits), metrics: Metrics(), log: SeedShelf.quiet)
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let channel = EmbeddedChannel(loop: loop)
    let visitor = TrackerVisitor(.v4(0x7F00_0001), reached: nil, channel, tracker)
    var limits = NIOHTTPDecoderLimitConfiguration()
    (limits.maxHeaderFieldSize, limits.maxHeaderListSize) = (4 << 10, 8 << 10)
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withEncoderConfiguration: HTTPResponseEncoder.Configuration(), withDecoderLimitConfiguration: limits)
    try channel.pipeline.syncOperations.addHandler(visitor)
    let cut = random.below(bytes.count + 1)
    for part in [bytes[..<cut], bytes[cut...]] where !part.isEmpty {
      // What is no HTTP ends the connection.
      do { try channel.writeInbound(ByteBuffer(bytes: part)) } catch { break }
    }
    loop.run()
    var answers: [UInt8] = []
    while true {
      do {
        guard let data = try channel.readOutbound(as: IOData.self) else { break }
        if case .byteBuffer(let buffer) = data { answers += buffer.readableBytesView }
      } catch is EmbeddedChannel.WrongTypeError {
        // NIO's own answer to what came behind a close, when its encoder is gone; a socket takes nothing any more.
      }
    }
    _ = try? channel.finish(acceptAlreadyClosed: true)
    try require(tracker.store.peerCount <= 300 && tracker.store.swarmCount <= 40, "more is kept than may be")
    try require(answers.count <= 1024 + bytes.count * 120, "\(answers.count) bytes for \(bytes.count)")
    try parameters(bytes)
    return answers.starts(with: Array("HTTP/1.1 ".utf8)) && !answers.starts(with: Array("HTTP/1.1 400".utf8))
  }

  /// What stands between `?` and a space is a query alone as well, and what it says we can ask ourselves.
  private func parameters(_ bytes: [UInt8]) throws {
    let rest = bytes.drop { $0 != UInt8(ascii: "?") }.dropFirst().prefix { $0 != UInt8(ascii: " ") }
    let text = String(decoding: rest, as: UTF8.self)
    guard let query = try? TrackerQuery(Substring(text).utf8, limit: 70),
      let read = try? query.announce(from: .v4(1), reached: nil), let url = WebURL("http://t.example/announce"),
      let tracker = TrackerURL("http://t.example/announce")
    else { return }
    let event: Announce.Event = read.event == .stopped ? .stopped : read.event == .started ? .started : .none
    let announce = Announce(key: read.key, event: event, tracker: tracker, family: .v4)
    let me = AnnouncedSelf(peerID: read.key.bytes, key: UInt32(read.peer.port))
    let asked = url.announce(announce, of: me, port: read.peer.port, uploaded: 7)
    let again = try TrackerQuery(Substring(asked.query ?? "").utf8, limit: 1).announce(from: .v4(1), reached: nil)
    try require(again.key == read.key && again.peer == read.peer && again.isSeed, "asked again otherwise")
    try require(WebURL(asked.description) == asked, "an address that is none")
  }
}
