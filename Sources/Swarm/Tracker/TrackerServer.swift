public import Logging
public import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// Listens for announces by HTTP, WebSocket and UDP. The one holder of the ``Tracker``, which lives on one event loop.
public final class TrackerServer: Sendable {
  /// Of a request, all its headers together.
  static let headerBytes = 8 << 10

  private let loop: any EventLoop
  private let tracker: NIOLoopBound<Tracker>
  private let limits: TrackerLimits

  /// Makes it on its loop; nothing listens yet.
  public static func make(
    on loop: any EventLoop, _ plan: TrackerPlan, metrics: Metrics, log: Logger
  ) -> EventLoopFuture<TrackerServer> {
    loop.submit {
      let tracker = Tracker(loop: loop, plan, metrics: metrics, log: log)
      return TrackerServer(loop, NIOLoopBound(tracker, eventLoop: loop), plan.limits)
    }
  }

  private init(_ loop: any EventLoop, _ tracker: NIOLoopBound<Tracker>, _ limits: TrackerLimits) {
    (self.loop, self.tracker, self.limits) = (loop, tracker, limits)
  }

  /// Listens for HTTP and WebSocket on one address.
  public func listen(on address: SocketAddress) -> EventLoopFuture<any Channel> {
    let (tracker, limits) = (tracker, limits)
    return ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 512)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelOption(.maxMessagesPerRead, value: 16)
      .serverChannelInitializer { $0.onlyOwnFamily(address) }
      .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
      .childChannelOption(.writeBufferWaterMark, value: .init(low: 64 << 10, high: 256 << 10))
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture { try Self.greet(channel, tracker, limits) }
      }
      .bind(to: address)
  }

  private static func greet(_ channel: any Channel, _ tracker: NIOLoopBound<Tracker>, _ limits: TrackerLimits) throws {
    guard let source = PeerAddress(channel.remoteAddress)?.host else { throw ChannelError.operationUnsupported }
    let reached = PeerAddress(channel.localAddress)?.host
    let visitor = TrackerVisitor(source, reached: reached, channel, tracker.value)
    guard tracker.value.enter(visitor) else { throw ChannelError.operationUnsupported }
    let leaving = NIOLoopBound(visitor, eventLoop: channel.eventLoop)
    channel.closeFuture.whenComplete { _ in tracker.value.leave(leaving.value) }

    let upgrader = NIOWebSocketServerUpgrader(
      maxFrameSize: limits.message,
      shouldUpgrade: { channel, head in
        let path = head.uri.prefix { $0 != "?" }
        let client = ForwardedAddress.client(of: source, head.headers, proxies: tracker.value.proxies)
        let isWelcome =
          (path == "/" || path == "/tracker/socket") && tracker.value.admits(client)
          && tracker.value.admitsSocket(client)
        return channel.eventLoop.makeSucceededFuture(isWelcome ? HTTPHeaders() : nil)
      },
      upgradePipelineHandler: { channel, head in
        channel.eventLoop.makeCompletedFuture {
          tracker.value.promote(leaving.value)
          let client = ForwardedAddress.client(of: source, head.headers, proxies: tracker.value.proxies)
          try channel.pipeline.syncOperations.addHandlers([
            NIOWebSocketFrameAggregator(
              minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 16, maxAccumulatedFrameSize: limits.message),
            TrackerSocket(client, tracker.value),
          ])
        }
      })
    var headers = NIOHTTPDecoderLimitConfiguration()
    headers.maxHeaderFieldSize = headerBytes / 2
    headers.maxHeaderListSize = headerBytes
    try channel.pipeline.syncOperations.configureHTTPServerPipeline(
      withServerUpgrade: (
        upgraders: [upgrader],
        completionHandler: { $0.pipeline.syncOperations.removeHandler(name: TrackerVisitor.name, promise: nil) }
      ), withEncoderConfiguration: HTTPResponseEncoder.Configuration(), withDecoderLimitConfiguration: headers)
    try channel.pipeline.syncOperations.addHandler(visitor, name: TrackerVisitor.name)
  }

  /// Listens for UDP on one address.
  public func listenForDatagrams(on address: SocketAddress) -> EventLoopFuture<any Channel> {
    Self.listenForDatagrams(on: address, loop, tracker)
  }

  private static func listenForDatagrams(
    on address: SocketAddress, _ loop: any EventLoop, _ tracker: NIOLoopBound<Tracker>
  ) -> EventLoopFuture<any Channel> {
    DatagramBootstrap(group: loop)
      .channelOption(.socketOption(.so_reuseaddr), value: 1)
      // No question is larger: 98 bytes and what BEP 41 adds, or 70 infohashes.
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 64 << 10))
      .channelOption(.datagramVectorReadMessageCount, value: 32)
      .channelOption(.maxMessagesPerRead, value: 4)
      .channelOption(.socketOption(.so_rcvbuf), value: 1 << 20)
      .channelOption(.receivePacketInfo, value: true)
      .channelInitializer { channel in
        channel.onlyOwnFamily(address).flatMapThrowing {
          let branches =
            PeerAddress(address)?.host.isUnspecified == true
            ? DatagramBranches { listenForDatagrams(on: $0, loop, tracker) } : nil
          try channel.pipeline.syncOperations.addHandler(TrackerDatagrams(tracker.value, branches))
        }
      }
      .bind(to: address)
  }

  /// Begins the rounds of every second.
  public func start() {
    let tracker = tracker
    loop.scheduleRepeatedTask(initialDelay: .seconds(1), delay: .seconds(1)) { _ in tracker.value.tick() }
  }

  /// What is tracked.
  ///
  /// - Parameters:
  ///   - own: of the daemon's seeds, which peers are told of at `port`.
  ///   - others: known from catalogs.
  public func track(own: Set<SwarmKey>, port: UInt16, others: Set<SwarmKey>) -> EventLoopFuture<Void> {
    let tracker = tracker
    return loop.submit {
      tracker.value.store.own.keys = own
      tracker.value.store.own.port = port
      tracker.value.store.allow(own.union(others))
    }
  }

  /// Closes all connections.
  public func stop() -> EventLoopFuture<Void> {
    let tracker = tracker
    return loop.submit { tracker.value.closeAll() }
  }
}

extension Channel {
  /// A dual-stack socket would show IPv4 peers twice; each family has its own.
  fileprivate func onlyOwnFamily(_ address: SocketAddress) -> EventLoopFuture<Void> {
    guard case .v6 = address else { return eventLoop.makeSucceededVoidFuture() }
    return setOption(ChannelOptions.Types.SocketOption(level: .ipv6, name: .ipv6_v6only), value: 1)
  }
}
