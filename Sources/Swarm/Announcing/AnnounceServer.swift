import Logging
public import NIOCore
import NIOPosix

/// Makes torrents found: through their trackers, and through the DHT where they are not private (BEP 27). The one holder of the
/// ``Announcer`` and the ``DHTClient``s, which live on one event loop.
public final class AnnounceServer: Sendable {
  private struct State {
    var announcer: Announcer?
    var dht: [WebRequest.Family: DHTClient] = [:]
    var web: WebClient
    let names: NameResolver
  }

  private let loop: any EventLoop
  private let state: NIOLoopBoundBox<State>
  private let channels: NIOLoopBoundBox<[any Channel]>

  /// - Parameters:
  ///   - listening: where peers are listened for, with the real ports: only these families are announced.
  ///   - nodes: of the DHT, from the last run.
  ///   - origins: who wrote the torrents.
  ///   - isPublic: which addresses all can reach; a test says so of others.
  static func make(
    _ plan: AnnouncePlan, on loop: any EventLoop, identity: PeerIdentity, listening: [SocketAddress],
    nodes: [WebRequest.Family: [DHTNode]], origins: TorrentOrigins = .own, roots: TrustedRoots = .system,
    metrics: Metrics, log: Logger, isPublic: @escaping @Sendable (PeerAddress.Host) -> Bool = { $0.isPublic }
  ) async throws -> AnnounceServer {
    let web = try await WebClient.make(
      on: loop, limits: WebLimits(), roots: roots, agent: "bobined/\(identity.version)", isPublic: isPublic
    ).get()
    let server = try await loop.submit {
      AnnounceServer(loop, plan, identity, listening, nodes, origins, web, metrics, log, isPublic)
    }.get()
    return server
  }

  /// On the loop.
  private init(
    _ loop: any EventLoop, _ plan: AnnouncePlan, _ identity: PeerIdentity, _ listening: [SocketAddress],
    _ nodes: [WebRequest.Family: [DHTNode]], _ origins: TorrentOrigins, _ web: WebClient, _ metrics: Metrics,
    _ log: Logger, _ isPublic: @escaping @Sendable (PeerAddress.Host) -> Bool
  ) {
    self.loop = loop
    let addresses = listening.compactMap { PeerAddress($0) }
    var ports: [WebRequest.Family: UInt16] = [:]
    for address in addresses where ports[address.host.family] == nil {
      ports[address.host.family] = plan.port ?? address.port
    }
    // Peers find us where they were told, so announces leave from the address that is listened on.
    let hosts = Dictionary(addresses.map { ($0.host.family, $0.host) }) { first, _ in first }
    let names = NameResolver(loop: loop)
    let me = AnnouncedSelf(peerID: identity.peerID, key: UInt32.random(in: .min ... .max))
    let announcer =
      plan.trackers
      ? Announcer(
        loop: loop, limits: plan.limits, me: me, ports: ports, sources: hosts.filter { !$0.value.isUnspecified },
        web: web, names: names, origins: origins,
        metrics: metrics,
        log: log, isPublic: isPublic) : nil
    let pace = plan.dht.map { DHTPace($0.limits, now: loop.now) }
    let id = SwarmKey(random: (0..<20).map { _ in UInt8.random(in: .min ... .max) })
    var dht: [WebRequest.Family: DHTClient] = [:]
    for (family, port) in ports {
      if let settings = plan.dht, let pace {
        dht[family] = DHTClient(
          settings, family: family, port: port, id: id, nodes: nodes[family] ?? [], pace: pace, names: names,
          metrics: metrics, now: loop.now)
      }
    }
    state = NIOLoopBoundBox(State(announcer: announcer, dht: dht, web: web, names: names), eventLoop: loop)
    channels = NIOLoopBoundBox([], eventLoop: loop)
    for host in hosts.values.sorted(by: { $0.isV4 && !$1.isV4 }) {
      if let announcer {
        let udp = UDPTrackerClient(me, port: announcer.port(host.family))
        announcer.use(udp, for: host.family)
        open(host, udp, log)
      }
      if let client = dht[host.family] { open(host, client, log) }
    }
  }

  private func open(_ host: PeerAddress.Host, _ handler: some ChannelInboundHandler, _ log: Logger) {
    guard let address = PeerAddress(host: host, port: 0).socketAddress else { return }
    let bound = NIOLoopBound(handler, eventLoop: loop)
    let channels = channels
    DatagramBootstrap(group: loop)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2048 * 16))
      // Noise that strangers send is passed over quickly, before what was asked for is lost behind it.
      .channelOption(.datagramVectorReadMessageCount, value: 16)
      .channelOption(.maxMessagesPerRead, value: 16)
      .channelOption(.socketOption(.so_rcvbuf), value: 1 << 20)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(bound.value) }
      }
      .bind(to: address).assumeIsolated().whenComplete { result in
        switch result {
        case .success(let channel): channels.value.append(channel)
        case .failure(let error):
          log.warning("no socket for announces", metadata: ["address": "\(address)", "reason": "\(error)"])
        }
      }
  }

  /// Takes in what came and lets go of what went.
  public func update(added: [Seed], removed: [Seed]) -> EventLoopFuture<Void> {
    let state = state
    let loop = loop
    return loop.submit {
      state.value.announcer?.update(added: added, removed: removed)
      for client in state.value.dht.values {
        for seed in removed { for key in seed.keys { client.remove(key) } }
        for seed in added where !seed.isPrivate { for key in seed.keys { client.add(key, now: loop.now) } }
      }
    }
  }

  /// The nodes of the DHT that answered last.
  func nodes() -> EventLoopFuture<[WebRequest.Family: [DHTNode]]> {
    let state = state
    return loop.submit { state.value.dht.mapValues { $0.table.nodes } }
  }

  /// Tells the trackers that we go, for a bounded time, and closes the sockets.
  public func stop() -> EventLoopFuture<Void> {
    let (state, channels, loop) = (state, channels, loop)
    return loop.flatSubmit {
      // No more of the DHT: it knows no goodbye, and forgets us by itself.
      for client in state.value.dht.values { client.stop() }
      return state.value.announcer?.end() ?? loop.makeSucceededVoidFuture()
    }.flatMap {
      for channel in channels.value { channel.close(promise: nil) }
      return state.value.names.stop().and(state.value.web.stop()).map { _ in }
    }
  }
}
