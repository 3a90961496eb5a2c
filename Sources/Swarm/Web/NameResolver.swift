public import NIOCore
import NIOPosix

/// Looks names up on threads of its own, since the system's lookup may block for half a minute and those who read disks must not
/// wait for it. Confined to one event loop.
public final class NameResolver {
  private let loop: any EventLoop
  private let limits: WebLimits
  private let pool = NIOThreadPool(numberOfThreads: 2)
  /// Lookups on their way, so that one name is looked up once at a time.
  private var pending: [String: EventLoopFuture<[PeerAddress.Host]>] = [:]

  public init(loop: any EventLoop, limits: WebLimits = WebLimits()) {
    (self.loop, self.limits) = (loop, limits)
    pool.start()
  }

  /// The addresses of a name, or the address that is written there; empty for a name that nobody knows.
  public func addresses(of name: String) -> EventLoopFuture<[PeerAddress.Host]> {
    if let host = PeerAddress.Host(name) { return loop.makeSucceededFuture([host]) }
    if let future = pending[name] { return future }
    guard pending.count < limits.lookups else { return loop.makeFailedFuture(WebFailure.busy) }
    let promise = loop.makePromise(of: [PeerAddress.Host].self)
    let late = loop.assumeIsolated().scheduleTask(in: limits.lookup) { promise.fail(WebFailure.timeout(.lookup)) }
    pending[name] = promise.futureResult
    pool.runIfActive(eventLoop: loop) { PeerAddress.Host.lookUp(name) }.assumeIsolated().whenComplete { result in
      late.cancel()
      // A lookup that came too late still held a thread: only now may the name be asked for again.
      self.pending[name] = nil
      promise.completeWith(result.mapError { _ in WebFailure.stopped })
    }
    return promise.futureResult
  }

  /// Other work that blocks and has nothing to do with the daemon's own disks.
  func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) -> EventLoopFuture<Value> {
    pool.runIfActive(eventLoop: loop, work)
  }

  /// Ends its threads, and waits a second for them: one that the system's lookup holds ends with the program.
  func stop() -> EventLoopFuture<Void> {
    let ended = loop.makePromise(of: Void.self)
    let late = loop.assumeIsolated().scheduleTask(in: .seconds(1)) { ended.succeed() }
    pool.shutdownGracefully { _ in ended.succeed() }
    ended.futureResult.assumeIsolated().whenComplete { _ in late.cancel() }
    return ended.futureResult
  }
}
