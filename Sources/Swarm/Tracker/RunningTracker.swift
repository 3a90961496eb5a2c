import Logging
import NIOCore

/// The tracker of a daemon and what it listens on.
struct RunningTracker {
  let server: TrackerServer
  private(set) var web: [any Channel] = []
  private(set) var datagrams: [any Channel] = []

  /// nil where the plan wants none.
  init?(_ plan: TrackerPlan, on loop: any EventLoop, metrics: Metrics, log: Logger) async throws {
    guard !plan.isOff else { return nil }
    server = try await TrackerServer.make(on: loop, plan, metrics: metrics, log: log).get()
    for address in plan.web { web.append(try await Self.listen(address, server.listen)) }
    for address in plan.datagrams { datagrams.append(try await Self.listen(address, server.listenForDatagrams)) }
    server.start()
  }

  private static func listen(
    _ address: SocketAddress, _ listen: (SocketAddress) -> EventLoopFuture<any Channel>
  ) async throws -> any Channel {
    do {
      return try await listen(address).get()
    } catch {
      throw Daemon.Failure.cannotListen(address: "\(address)", reason: "\(error)", option: "--tracker")
    }
  }

  func close() async throws {
    for channel in web + datagrams { try? await channel.close() }
    try await server.stop().get()
  }
}
