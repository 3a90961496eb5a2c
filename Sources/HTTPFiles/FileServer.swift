import Files
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Hands out a folder over HTTP/1.1, for a look at a site before it is published.
///
/// What it answers is decided by `Planner`, a pure function; this file listens, and `FileResponder` sends.
public struct FileServer: Sendable {
  private let site: PublishedFolders
  private let host: String
  private let port: Int
  private let idle: TimeAmount
  private let live: LiveSite?

  /// - Parameters:
  ///   - root: the folder that `/` means.
  ///   - extraRoots: folders that stand elsewhere and answer for a prefix such as `media/`; the longest prefix wins.
  ///   - host: an address to listen on.
  ///   - port: 0 takes any free one; `onStart` tells which.
  ///   - live: the site is worked on, and its pages follow it: they load again when their files change.
  ///   - idleSeconds: after so long without a byte a connection is closed.
  public init(
    root: String, extraRoots: [(prefix: String, root: String)] = [], host: String = "127.0.0.1", port: Int,
    live: LiveSite? = nil, idleSeconds: Int64 = 60
  ) {
    self.live = live
    site = PublishedFolders(root: root, extraRoots: extraRoots)
    self.host = host
    self.port = port
    idle = .seconds(idleSeconds)
  }

  /// Serves until the task is cancelled; then answers that are under way get two seconds to end.
  ///
  /// - Parameter onStart: called once with the port, when requests can come.
  public func run(onStart: @escaping @Sendable (Int) -> Void = { _ in }) async throws(FileServerError) {
    let connections = OpenConnections()
    let listener: any Channel
    do {
      listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .serverChannelOption(.backlog, value: 128)
        .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
        .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
        .childChannelInitializer { [site, idle, live] channel in
          channel.eventLoop.makeCompletedFuture {
            connections.add(channel)
            // Refuses malformed requests with 400, and gives pipelined ones to the responder one at a time.
            try channel.pipeline.syncOperations.configureHTTPServerPipeline(
              withPipeliningAssistance: true, withErrorHandling: true)
            try channel.pipeline.syncOperations.addHandlers(IdleStateHandler(allTimeout: idle), FileResponder(site, live: live))
          }
        }
        .bind(host: host, port: port).get()
    } catch let error as IOError where error.errnoCode == portIsTaken {
      throw .portTaken(host: host, port: port)
    } catch {
      throw .cannotListen(host: host, port: port, reason: String(describing: error))
    }
    onStart(listener.localAddress?.port ?? port)
    await withTaskCancellationHandler {
      try? await listener.closeFuture.get()
    } onCancel: {
      listener.close(promise: nil)
    }
    await connections.finish(within: .seconds(2))
  }
}

/// `EADDRINUSE` of asm-generic/errno.h: the system's own module stays in `Files`.
private let portIsTaken: CInt = 98

public enum FileServerError: Error, Sendable, Hashable {
  case portTaken(host: String, port: Int)
  case cannotListen(host: String, port: Int, reason: String)
}

/// The connections of one server, so that it can end them.
final class OpenConnections: Sendable {
  private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    channels.withLock { $0[id] = channel }
    channel.closeFuture.whenComplete { _ in self.channels.withLock { $0[id] = nil } }
  }

  func finish(within limit: Duration) async {
    for channel in all { channel.pipeline.fireUserInboundEventTriggered(StopWhenIdle()) }
    let end = ContinuousClock.now + limit
    // The caller's task is cancelled already, so it cannot sleep: a timer of an event loop wakes it.
    while !all.isEmpty, ContinuousClock.now < end {
      let loop = MultiThreadedEventLoopGroup.singleton.any()
      try? await loop.scheduleTask(in: .milliseconds(20)) {}.futureResult.get()
    }
    for channel in all { channel.close(promise: nil) }
  }

  private var all: [any Channel] { channels.withLock { Array($0.values) } }
}

/// Asks a connection to close as soon as it has answered.
struct StopWhenIdle: Sendable {}
