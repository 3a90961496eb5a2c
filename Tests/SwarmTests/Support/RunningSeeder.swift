import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Swarm

/// A seeder that listens on loopback, with the torrents of a folder.
final class RunningSeeder: Sendable {
  let group: MultiThreadedEventLoopGroup
  let metrics = Metrics()
  let address: SocketAddress
  let server: SeedServer
  let identity = PeerIdentity(version: "0.1.0", random: [UInt8](repeating: 65, count: 12))
  private let pool: NIOThreadPool
  private let withdrawals: Withdrawals

  private final class Withdrawals: Sendable {
    let list = Mutex<[(Seed, SeedProblem)]>([])
  }

  private init(
    _ group: MultiThreadedEventLoopGroup, _ pool: NIOThreadPool, _ server: SeedServer, _ address: SocketAddress,
    _ withdrawals: Withdrawals
  ) {
    (self.group, self.pool, self.server, self.address) = (group, pool, server, address)
    self.withdrawals = withdrawals
  }

  var withdrawn: [(Seed, SeedProblem)] { withdrawals.list.withLock { $0 } }

  /// Runs `body` with a seeder and ends it, also where the body throws.
  static func run<Result>(
    _ folder: SeedFolder, limits: SeedingLimits = SeedingLimits(),
    _ body: (RunningSeeder, [Seed]) async throws -> Result
  ) async throws -> Result {
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    let withdrawals = Withdrawals()
    let running: RunningSeeder
    let seeds: [Seed]
    do {
      let metrics = Metrics()
      var library = Library(folders: [folder.path])
      seeds = library.rescan().added
      let server = try await SeedServer.make(
        on: group.next(), pool: pool, limits: limits,
        identity: PeerIdentity(version: "0.1.0", random: [UInt8](repeating: 65, count: 12)), metrics: metrics,
        log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      ) { seed, problem in withdrawals.list.withLock { $0.append((seed, problem)) } }.get()
      let channel = try await server.listen(on: SocketAddress(ipAddress: "127.0.0.1", port: 0)).get()
      server.start()
      try await server.update(added: seeds, removed: []).get()
      running = RunningSeeder(group, pool, server, try #require(channel.localAddress), withdrawals)
    } catch {
      try await group.shutdownGracefully()
      throw error
    }
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body(running, seeds)) } catch { result = .failure(error) }
    try await running.server.stop(grace: .milliseconds(50)).get()
    // What the pool is busy with comes back to the loop.
    try await pool.shutdownGracefully()
    try await group.shutdownGracefully()
    return try result.get()
  }

  func connect() async throws -> ScriptedPeer { try await ScriptedPeer.connect(to: address, on: group) }
}
