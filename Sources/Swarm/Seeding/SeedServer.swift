public import Logging
public import NIOCore
public import NIOPosix

/// Listens for peers and serves them what lies here. The one holder of the ``Seeder``, which lives on one event loop.
public final class SeedServer: Sendable {
  private let loop: any EventLoop
  private let seeder: NIOLoopBound<Seeder>
  private let log: Logger

  /// Makes it on its loop; nothing listens yet.
  ///
  /// - Parameters:
  ///   - loop: of all peers. One is enough: what it does is handing blocks to the kernel.
  ///   - pool: for what blocks: reading, hashing.
  ///   - onWithdrawal: told, on the loop, of a torrent that is no longer seeded, and why.
  public static func make(
    on loop: any EventLoop, pool: NIOThreadPool, limits: SeedingLimits, identity: PeerIdentity, metrics: Metrics,
    log: Logger, onWithdrawal: @escaping @Sendable (Seed, SeedProblem) -> Void
  ) -> EventLoopFuture<SeedServer> {
    loop.submit {
      let seeder = Seeder(loop: loop, pool: pool, limits: limits, identity: identity, metrics: metrics, log: log)
      seeder.onWithdrawal = onWithdrawal
      return SeedServer(loop, NIOLoopBound(seeder, eventLoop: loop), log)
    }
  }

  private init(_ loop: any EventLoop, _ seeder: NIOLoopBound<Seeder>, _ log: Logger) {
    (self.loop, self.seeder, self.log) = (loop, seeder, log)
  }

  /// Listens on one address.
  ///
  /// - Returns: the channel, whose `localAddress` has the port where 0 was asked for.
  public func listen(on address: SocketAddress) -> EventLoopFuture<any Channel> {
    let seeder = seeder
    return ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.maxMessagesPerRead, value: 16)
      // A dual-stack socket would show IPv4 peers twice; each family has its own.
      .serverChannelInitializer { channel in
        guard case .v6 = address else { return channel.eventLoop.makeSucceededVoidFuture() }
        return channel.setOption(ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only), value: 1)
      }
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
      .childChannelOption(.writeSpin, value: 64)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          guard let address = PeerAddress(channel.remoteAddress), let peer = seeder.value.admit(address) else {
            throw ChannelError.operationUnsupported
          }
          try channel.pipeline.syncOperations.addHandler(peer)
        }
      }
      .bind(to: address)
  }

  /// Begins the rounds of every second, and of every tenth where the rate is limited.
  public func start() {
    let seeder = seeder
    loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in seeder.value.tick() }
    loop.execute {
      guard seeder.value.isLimited else { return }
      seeder.value.loop.scheduleRepeatedTask(initialDelay: .milliseconds(100), delay: .milliseconds(100)) { _ in
        seeder.value.feed()
      }
    }
  }

  /// Takes in what came and lets go of what went.
  public func update(added: [Seed], removed: [Seed]) -> EventLoopFuture<Void> {
    let seeder = seeder
    return loop.submit {
      for seed in removed { seeder.value.remove(seed) }
      for seed in added { seeder.value.add(seed) }
    }
  }

  /// Lets what is on its way go out, for at most `grace`, and closes all connections.
  public func stop(grace: TimeAmount) -> EventLoopFuture<Void> {
    let seeder = seeder
    return loop.flatSubmit {
      seeder.value.stop()
      return seeder.value.loop.scheduleTask(in: seeder.value.connections.isEmpty ? .zero : grace) {
        seeder.value.closeAll()
      }.futureResult
    }
  }
}
