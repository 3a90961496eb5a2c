public import NIOCore
import NIOPosix

/// Asks servers over HTTP/1.1 (RFC 9112), with and without TLS. The one holder of the ``WebPool``, which lives on one event loop.
public final class WebClient: Sendable {
  public let loop: any EventLoop
  private let pool: NIOLoopBound<WebPool>

  /// - Parameters:
  ///   - loop: of all connections, and of all that sinks are told.
  ///   - roots: whose certificates are believed.
  ///   - agent: how it calls itself to servers, `bobined/0.1.0`.
  public static func make(
    on loop: any EventLoop, limits: WebLimits = WebLimits(), roots: TrustedRoots = .system, agent: String
  ) -> EventLoopFuture<WebClient> {
    make(on: loop, limits: limits, roots: roots, agent: agent) { $0.isPublic }
  }

  /// - Parameter isPublic: which addresses all can reach.
  static func make(
    on loop: any EventLoop, limits: WebLimits, roots: TrustedRoots, agent: String,
    isPublic: @escaping @Sendable (PeerAddress.Host) -> Bool
  ) -> EventLoopFuture<WebClient> {
    loop.submit {
      let pool = WebPool(loop: loop, limits: limits, roots: roots, agent: agent, isPublic: isPublic)
      return WebClient(loop, NIOLoopBound(pool, eventLoop: loop))
    }
  }

  private init(_ loop: any EventLoop, _ pool: NIOLoopBound<WebPool>) { (self.loop, self.pool) = (loop, pool) }

  /// Asks, and hands the body of a success to `sink` as it comes.
  ///
  /// - Returns: the head, when all is taken. Fails with a ``WebFailure``; an answer such as 404 is no failure.
  public func get(_ request: WebRequest, into sink: WebSink) -> EventLoopFuture<WebHead> {
    let pool = pool
    return loop.flatSubmit { pool.value.fly(request, sink) }
  }

  /// Asks for something small and holds it whole.
  public func get(_ request: WebRequest) -> EventLoopFuture<WebAnswer> {
    let pool = pool
    return loop.flatSubmit {
      let body = NIOLoopBoundBox([UInt8](), eventLoop: pool.value.loop)
      let sink = WebSink { part in
        body.value += Array(part.readableBytesView)
        return nil
      }
      return pool.value.fly(request, sink).map { WebAnswer(head: $0, body: body.value) }
    }
  }

  /// Ends all that is on its way.
  public func stop() -> EventLoopFuture<Void> {
    let pool = pool
    return loop.flatSubmit { pool.value.stop() }
  }
}
