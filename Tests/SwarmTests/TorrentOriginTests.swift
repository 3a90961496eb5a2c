import Logging
import NIOCore
import NIOPosix
import Testing

@testable import Swarm

/// A followed site is a stranger: its torrents name trackers, which must not lie in the daemon's own network.
@Suite struct `Trackers that a torrent names` {
  /// The daemon follows two sites; of the addresses of loopback, 127.0.0.3 counts as one that all can reach.
  private static func plan() throws -> FollowPlan {
    FollowPlan(
      sites: [try #require(WebURL("https://videos.example/")), try #require(WebURL("https://127.0.0.2/"))],
      into: "/mirror", space: 1)
  }

  private static func seed(_ number: Int, _ folder: String, _ tracker: String) -> Seed {
    var seed = Seed.named(number, trackers: [[tracker]])
    seed.torrent.path = "\(folder)/\(number).torrent"
    return seed
  }

  private struct Stage {
    var server: AnnounceServer
    var group: MultiThreadedEventLoopGroup
    var metrics: Metrics
  }

  private func run(dht: [String] = [], _ body: (Stage) async throws -> Void) async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let metrics = Metrics()
    var plan = AnnouncePlan()
    plan.dht?.bootstrap = dht
    if dht.isEmpty { plan.dht = nil }
    plan.limits.farewell = .milliseconds(200)
    let server = try await AnnounceServer.make(
      plan, on: group.next(), identity: PeerIdentity(version: "0.1.0", random: [UInt8](repeating: 65, count: 12)),
      listening: [try SocketAddress(ipAddress: "127.0.0.1", port: 6881)], nodes: [:],
      origins: TorrentOrigins(try Self.plan()), metrics: metrics,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, isPublic: { $0 == .v4(0x7F00_0003) })
    let result: Result<Void, any Error>
    do {
      result = .success(try await body(Stage(server: server, group: group, metrics: metrics)))
    } catch {
      result = .failure(error)
    }
    try await server.stop().get()
    try await group.shutdownGracefully()
    try result.get()
  }

  private func until(_ test: () -> Bool) async throws {
    for _ in 0..<1000 where !test() { try await Task.sleep(for: .milliseconds(10)) }
  }

  private static let answer = ScriptedServer.Answer.ok(Array("d8:intervali1800ee".utf8))

  @Test func `are asked where the operator or the site's own host is, else only where all can reach them`() async throws
  {
    try await run { stage in
      let near = try await ScriptedServer.start(on: stage.group) { _ in Self.answer }
      let host = try await ScriptedServer.start(on: stage.group, host: "127.0.0.2") { _ in Self.answer }
      let far = try await ScriptedServer.start(on: stage.group, host: "127.0.0.3") { request in
        request.target.hasPrefix("/away/announce") ? .redirect("\(near.url("/redirected/announce"))") : Self.answer
      }
      let router = try await Mailbox(on: stage.group)
      try await stage.server.update(
        added: [
          Self.seed(1, "/own", "\(near.url("/own/announce"))"),
          // Whoever gave the operator this torrent: it is no tracker's address.
          Self.seed(2, "/own", "\(near.url("/reboot"))"),
          Self.seed(3, "/mirror/videos.example", "\(near.url("/site/announce"))"),
          Self.seed(4, "/mirror/videos.example", "udp://127.0.0.1:\(router.port)/announce"),
          // Nobody follows this site any more.
          Self.seed(5, "/mirror/gone.example", "\(host.url("/gone/announce", host: "127.0.0.2"))"),
          Self.seed(6, "/mirror/127.0.0.2", "\(host.url("/host/announce", host: "127.0.0.2"))"),
          Self.seed(7, "/mirror/127.0.0.2", "\(host.url("/reboot", host: "127.0.0.2"))"),
          Self.seed(8, "/mirror/videos.example", "\(far.url("/far/announce", host: "127.0.0.3"))"),
          Self.seed(9, "/mirror/videos.example", "\(far.url("/away/announce", host: "127.0.0.3"))"),
        ], removed: []
      ).get()
      try await until { stage.metrics.value(.announces) >= 9 }
      #expect(stage.metrics.value(.announces, "private_address") == 6 && stage.metrics.value(.announces, "ok") == 3)
      func asked(_ server: ScriptedServer) -> [String] {
        server.requests.map { String($0.target.prefix { $0 != "?" }) }.sorted()
      }
      #expect(asked(near) == ["/own/announce"] && asked(host) == ["/host/announce"])
      #expect(asked(far) == ["/away/announce", "/far/announce"] && router.count == 0)
    }
  }

  @Test func `do not keep a tracker of the operator's own from being asked`() async throws {
    try await run { stage in
      let near = try await ScriptedServer.start(on: stage.group) { _ in Self.answer }
      try await stage.server.update(
        added: [Self.seed(1, "/mirror/videos.example", "\(near.url("/announce"))")], removed: []
      ).get()
      try await until { stage.metrics.value(.announces) >= 1 }
      // The same address, by the operator's torrent, is not in disgrace.
      try await stage.server.update(added: [Self.seed(2, "/own", "\(near.url("/announce"))")], removed: []).get()
      try await until { stage.metrics.value(.announces, "ok") >= 1 }
      #expect(near.requests.count == 1)
    }
  }

  @Test func `are the only ones that hear of a private torrent: the DHT does not`() async throws {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let node = try await Mailbox(on: group)
    try await run(dht: ["127.0.0.1:\(node.port)"]) { stage in
      let near = try await ScriptedServer.start(on: stage.group) { _ in Self.answer }
      var seed = Self.seed(1, "/own", "\(near.url("/announce"))")
      seed.isPrivate = true
      try await stage.server.update(added: [seed], removed: []).get()
      try await until { stage.metrics.value(.announces, "ok") >= 1 }
      try await Task.sleep(for: .milliseconds(300))
      #expect(node.count == 0)
      try await stage.server.update(added: [Self.seed(2, "/own", "\(near.url("/announce"))")], removed: []).get()
      #expect(try await node.letter(0) != nil)
    }
    try await group.shutdownGracefully()
  }
}
