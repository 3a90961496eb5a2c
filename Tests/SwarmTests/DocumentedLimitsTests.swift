import Files
import NIOCore
import Testing

@testable import Swarm

/// Operators read the limits in `docs/`. A limit that is added, or changed, has to be written there as well.
@Suite struct `Limits that the documents name are the ones that hold` {
  private func document(_ name: String) throws -> String {
    let path = PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../docs/\(name).md"))
    return try #require(try Files.readText(path, limit: 1 << 20))
  }

  private func expect(_ rows: [(String, String)], in name: String) throws {
    let lines = try document(name).split(separator: "\n")
    for (limit, value) in rows {
      #expect(
        lines.contains { $0.hasPrefix("| \(limit) | \(value) |") },
        "docs/\(name).md has no row '| \(limit) | \(value) |'")
    }
  }

  /// Whoever adds a limit is told by this to give it a row here and there.
  private func expect(_ count: Int, limitsIn value: Any) {
    #expect(Mirror(reflecting: value).children.count == count, "a limit of \(type(of: value)) may be without its row")
  }

  private func seconds(_ time: TimeAmount) -> Int { Int(time.nanoseconds / 1_000_000_000) }
  private func minutes(_ time: TimeAmount) -> Int { seconds(time) / 60 }
  private func hours(_ time: TimeAmount) -> Int { minutes(time) / 60 }
  private func kibibytes(_ bytes: Int) -> String { "\(bytes >> 10) KiB" }
  private func mebibytes(_ bytes: some BinaryInteger) -> String { "\(bytes >> 20) MiB" }

  /// In groups of three digits, where there are more than four.
  private func grouped(_ count: Int) -> String {
    count < 10_000 ? "\(count)" : "\(count / 1000) \(String("\(count % 1000 + 1000)".dropFirst()))"
  }

  @Test func `of seeding`() throws {
    let limits = SeedingLimits()
    try expect(
      [
        ("connections", "\(limits.connections)"),
        ("connections of one IPv4 address or IPv6 /64 network", "\(limits.connectionsPerAddress)"),
        ("peers that may ask at one time", "\(limits.slots)"),
        ("bytes sent a second", limits.uploadRate == nil ? "no limit" : "a limit"),
        ("requests of one peer that wait", "\(limits.requests)"),
        ("bytes of one request", "\(Block.maximumLength)"),
        ("bytes of one message", "\(Seed.sample(size: 100, pieceLength: 10).messageLimit), or the torrent's bitfield"),
        ("seconds for the handshake", "\(seconds(limits.handshake))"),
        ("seconds without a message", "\(seconds(limits.idle))"),
        ("seconds without interest", "\(seconds(limits.uninterested))"),
        ("seconds in which nothing is read of what was sent", "\(seconds(limits.unread))"),
        ("the same while others wait for a slot", "\(seconds(limits.unreadInCrowd))"),
        ("seconds in which a turn is not used, while others wait", "\(seconds(limits.unused))"),
        ("seconds that a peer with everything stays", "\(seconds(limits.complete))"),
        ("refused requests, then the peer is dropped", "\(limits.refused)"),
        ("a turn, where others wait: seconds", "\(seconds(limits.turn))"),
        ("a turn, where others wait: bytes", "\(limits.turnBytes)"),
        ("bytes hashed for one peer's hash requests a minute", "\(limits.hashing)"),
        ("torrent files in memory, bytes", "\(limits.loaded)"),
        ("data files open", "\(limits.openFiles)"),
      ], in: "seeding")
    expect(18, limitsIn: limits)
  }

  @Test func `of announcing to trackers`() throws {
    let limits = AnnounceLimits()
    let wait = UDPTrackerClient.firstWait
    #expect(UDPTrackerClient.sends == 3)
    try expect(
      [
        ("announces a second, all together", "\(Int(limits.rate))"),
        ("announces a second to one host, in one family", "\(Int(limits.hostRate))"),
        ("announces on their way: all, one host", "\(limits.inFlight), \(limits.inFlightPerHost)"),
        ("trackers of one torrent", "\(limits.trackers)"),
        (
          "between announces",
          """
          what the tracker says, from \(minutes(limits.shortest)) minutes to \(hours(limits.longest)) hours, and up to a tenth \
          more; \(minutes(limits.interval)) minutes where it says nothing
          """
        ),
        ("an answer", "\(kibibytes(limits.answer)), \(seconds(limits.deadline)) seconds"),
        (
          "silence of a UDP tracker",
          "three questions: \(seconds(wait)), \(seconds(wait * 2)) and \(seconds(wait * 4)) seconds"
        ),
        (
          "back-off",
          "\(seconds(limits.backOff)) seconds, times 2.5 for each failure, to \(hours(limits.longestBackOff)) hour"
        ),
        (
          "at the end",
          """
          \(Int(limits.farewellRate)) a second, \(seconds(limits.farewell)) seconds in all, \(grouped(limits.stops)) that wait
          """
        ),
      ], in: "announcing")
    expect(15, limitsIn: limits)
  }

  @Test func `of the DHT`() throws {
    let limits = DHTLimits()
    try expect(
      [
        ("packets a second, both families together", "\(Int(limits.rate))"),
        (
          "between announces of one infohash",
          "\(minutes(limits.interval)) minutes, \(minutes(limits.spread)) more or less"
        ),
        (
          "searches at one time in one family; their questions on their way", "\(limits.lookups); \(limits.parallel)"
        ),
        ("questions of one search", "\(limits.questions)"),
        ("nodes known in one family; of one subscriber", "\(limits.nodes); \(DHTTable.ofSubscriber)"),
        ("for a reply; its bytes", "\(seconds(limits.reply)) seconds; \(limits.packet)"),
      ], in: "announcing")
    expect(9, limitsIn: limits)
  }

  @Test func `of the tracker`() throws {
    let limits = TrackerLimits()
    try expect(
      [
        (
          "peers of a swarm; behind one address; in all",
          "\(limits.peersPerSwarm); \(limits.peersPerAddress); \(grouped(limits.peers))"
        ),
        ("swarms of an open tracker", grouped(limits.swarms)),
        (
          "peers in an answer: usual; most; by UDP",
          "\(limits.usualPeers); \(limits.answeredPeers); \(limits.datagramPeers)"
        ),
        ("infohashes in a scrape (there is no scrape of everything)", "\(limits.scraped)"),
        (
          "interval; least; a silent peer is forgotten after",
          "\(limits.interval) s give or take a tenth; \(limits.minInterval) s; \(minutes(limits.lifetime)) min"
        ),
        ("requests of one address", "\(Int(limits.rate)) a second, \(Int(limits.burst)) at once"),
        ("addresses counted apart", grouped(limits.countedAddresses)),
        (
          "connections: in all; of one address that is no proxy",
          "\(limits.connections); \(limits.connectionsPerAddress)"
        ),
        (
          "a request is whole in; its target; its headers",
          """
          \(seconds(limits.request)) s; \(limits.target >> 10) KiB; \(TrackerServer.headerBytes >> 10) KiB
          """
        ),
        (
          "WebSockets: in all; of one address; swarms of one",
          "\(limits.sockets); \(limits.socketsPerAddress); \(limits.swarmsPerSocket)"
        ),
        (
          "a message; a session description in it; offers handed on",
          "\(kibibytes(limits.message)); \(kibibytes(limits.description)); \(limits.offers)"
        ),
        (
          "announces of one address in one swarm of browsers",
          "\(Int(limits.socketAnnounces)) at once, then one in 10 s"
        ),
        (
          "interval of browsers; idle; an offer waits for its answer",
          "\(limits.socketInterval) s; \(seconds(limits.socketIdle)) s; \(seconds(limits.offerAge)) s"
        ),
        ("offers that wait for their answer", grouped(limits.pendingOffers)),
      ], in: "tracker")
    let page = try document("tracker")
    #expect(page.contains("if that is \(limits.patience.nanoseconds / 1_000_000) milliseconds."))
    #expect(page.contains("nothing right in \(seconds(limits.request)) seconds"))
    expect(30, limitsIn: limits)
  }

  @Test func `of following`() throws {
    let limits = FollowLimits()
    try expect(
      [
        ("`catalog.json`", mebibytes(limits.index)),
        ("a page of the catalog", mebibytes(limits.page)),
        ("pages", "\(limits.pages)"),
        ("files in all pages", "\(limits.offers)"),
        ("a piece", mebibytes(limits.pieceLength)),
        ("bytes in one request", mebibytes(limits.span)),
        ("pause between visits", "\(seconds(limits.interval)) s"),
        ("pause after a failure, at first", "\(seconds(limits.retry)) s"),
        ("pause before what was cut short is asked for again, at first", "\(seconds(limits.pause)) s"),
        ("wrong pieces before a file is given up", "\(limits.badPieces)"),
        ("longest `Retry-After`", "\(seconds(limits.retryAfter)) s"),
        ("slowest transfer", "\(limits.slowest) bytes/s"),
      ], in: "following")
    expect(12, limitsIn: limits)
  }

  @Test func `of servers that are asked`() throws {
    let limits = WebLimits()
    try expect(
      [
        ("connections to one host", "\(limits.connectionsPerOrigin)"),
        ("connections to all hosts", "\(limits.connections)"),
        ("requests that wait", "\(limits.waiting)"),
        ("names looked up at one time", "\(limits.lookups)"),
        ("redirects", "\(limits.redirects)"),
        ("time to look up a name", "\(seconds(limits.lookup)) s"),
        ("time for an address to take the connection", "\(seconds(limits.connect)) s"),
        ("addresses tried", "\(limits.addresses)"),
        ("time for TLS", "\(seconds(limits.handshake)) s"),
        ("time to the head of an answer", "\(seconds(limits.head)) s"),
        ("time without a byte", "\(seconds(limits.idle)) s"),
        ("a connection without a request", "\(seconds(limits.keepAlive)) s"),
        ("the body of an error", kibibytes(limits.unwanted)),
      ], in: "following")
    expect(13, limitsIn: limits)
  }
}
