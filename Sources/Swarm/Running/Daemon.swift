public import Files
public import Logging
public import NIOCore
import NIOPosix

/// The daemon: looks for torrents, serves peers, until it is told to stop.
public struct Daemon: Sendable {
  /// What ends a start.
  public enum Failure: Error, Sendable {
    case cannotListen(address: String, reason: String, option: String = "--port")
    case locked(FolderLockError)
  }

  private let plan: DaemonPlan
  private let metrics: Metrics
  private let log: Logger
  private let events: @Sendable (Event) -> Void

  /// What whoever started the daemon may wait for.
  public enum Event: Sendable {
    /// It listens, here; the ports are the real ones.
    case listening(
      peers: [SocketAddress], status: SocketAddress?, tracker: [SocketAddress] = [], datagrams: [SocketAddress] = [])
    /// Everything found at the start is seeded.
    case ready(torrents: Int)
  }

  public init(
    _ plan: DaemonPlan, metrics: Metrics = Metrics(), log: Logger,
    events: @escaping @Sendable (Event) -> Void = { _ in }
  ) {
    (self.plan, self.metrics, self.log, self.events) = (plan, metrics, log, events)
  }

  /// Runs until `stop` gives something, or the task is cancelled.
  ///
  /// - Parameters:
  ///   - rescans: each element makes it look for torrents at once.
  ///   - stop: its first element ends the daemon.
  public func run(rescans: AsyncStream<Void> = .never, stop: AsyncStream<Void>) async throws {
    let lock = try lockState()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let pool = NIOThreadPool(numberOfThreads: 4)
    pool.start()
    let failure: (any Error)?
    do {
      try await serve(on: group.next(), pool, rescans, stop)
      failure = nil
    } catch {
      failure = error
    }
    // What the pool is busy with comes back to the loops.
    try? await pool.shutdownGracefully()
    try? await group.shutdownGracefully()
    _ = consume lock
    if let failure { throw failure }
  }

  private func lockState() throws -> FolderLock {
    do throws(FolderLockError) {
      return try FolderLock(PathRules.join(plan.state, "lock"), command: "bobined")
    } catch {
      throw Failure.locked(error)
    }
  }

  private func serve(
    on loop: any EventLoop, _ pool: NIOThreadPool, _ rescans: AsyncStream<Void>, _ stop: AsyncStream<Void>
  ) async throws {
    let (withdrawals, withdrawal) = AsyncStream.makeStream(of: (Seed, SeedProblem).self)
    let server = try await SeedServer.make(
      on: loop, pool: pool, limits: plan.seeding, identity: plan.identity, metrics: metrics, log: log
    ) { withdrawal.yield(($0, $1)) }.get()

    var channels: [any Channel] = []
    for address in plan.peers {
      do {
        channels.append(try await server.listen(on: address).get())
      } catch {
        throw Failure.cannotListen(address: "\(address)", reason: "\(error)")
      }
    }
    let status = try await listenForStatus(on: loop)
    let tracker = try await RunningTracker(plan.tracker, on: loop, metrics: metrics, log: log)
    events(
      .listening(
        peers: channels.compactMap(\.localAddress), status: status?.localAddress,
        tracker: tracker?.web.compactMap(\.localAddress) ?? [],
        datagrams: tracker?.datagrams.compactMap(\.localAddress) ?? []))
    server.start()

    let announcer = try await announcer(on: loop, pool, listening: channels.compactMap(\.localAddress))
    let port = channels.first?.localAddress?.port.flatMap(UInt16.init(exactly:)) ?? 0
    let shelf = Shelf(plan, server, announcer, metrics, log, pool, tracker: tracker?.server, port: port)
    try await shelf.look()
    events(.ready(torrents: await shelf.count))
    let follower = try await follower(on: loop, pool)

    await withTaskGroup(of: Bool.self) { group in
      group.addTask {
        for await _ in stop { return true }
        return true
      }
      group.addTask { await shelf.lookAgain(every: plan.rescan, and: rescans) }
      if let follower {
        group.addTask {
          await follower.run { try? await shelf.look() }
          return false
        }
      }
      group.addTask {
        for await (seed, problem) in withdrawals { await shelf.withdraw(seed, problem) }
        return false
      }
      // Only the first of these ends by itself.
      while let isStop = await group.next(), !isStop {}
      group.cancelAll()
    }

    log.info("stopping")
    await follower?.stop()
    for channel in channels { try? await channel.close() }
    async let farewell: Void? = announcer?.stop().get()
    try await server.stop(grace: .seconds(2)).get()
    try? await farewell
    await keepNodes(of: announcer, pool)
    try? await status?.close()
    try? await tracker?.close()
    await shelf.write()
  }

  private func follower(on loop: any EventLoop, _ pool: NIOThreadPool) async throws -> Follower? {
    guard let follow = plan.follow else { return nil }
    return try await Follower.make(
      follow, on: loop, pool, agent: "bobined/\(plan.identity.version)", metrics, log)
  }

  private var nodesPath: String { PathRules.join(plan.state, "dht-nodes") }

  private func announcer(
    on loop: any EventLoop, _ pool: NIOThreadPool, listening: [SocketAddress]
  ) async throws -> AnnounceServer? {
    guard let announce = plan.announce else { return nil }
    let limits = announce.dht?.limits ?? DHTLimits()
    let nodes = try await pool.runIfActive { [nodesPath] in DHTStore.read(nodesPath, limits: limits) }
    return try await AnnounceServer.make(
      announce, on: loop, identity: plan.identity, listening: listening, nodes: nodes,
      origins: TorrentOrigins(plan.follow), roots: plan.roots, metrics: metrics, log: log)
  }

  private func keepNodes(of announcer: AnnounceServer?, _ pool: NIOThreadPool) async {
    guard let nodes = try? await announcer?.nodes().get(), nodes.values.contains(where: { !$0.isEmpty }) else { return }
    do {
      try await pool.runIfActive { [nodesPath] in try DHTStore.write(nodes, to: nodesPath) }
    } catch {
      log.warning("the nodes of the DHT cannot be kept for the next start", metadata: ["reason": "\(error)"])
    }
  }

  private func listenForStatus(on loop: any EventLoop) async throws -> (any Channel)? {
    guard let address = plan.status else { return nil }
    do {
      return try await StatusServer(metrics: metrics).listen(on: address, loop: loop).get()
    } catch {
      throw Failure.cannotListen(address: "\(address)", reason: "\(error)")
    }
  }
}

extension AsyncStream<Void> {
  /// Gives nothing.
  public static var never: AsyncStream<Void> { AsyncStream { _ in } }
}
