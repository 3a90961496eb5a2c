import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// From a name to a connection that stands: addresses, which of them are allowed, TCP, TLS.
extension WebPool {
  func open(_ flight: WebFlight) -> EventLoopFuture<NIOLoopBound<WebConnection>> {
    let origin = flight.url.origin
    let (reach, family) = (flight.reach, flight.request.family)
    return resolver.addresses(of: origin.host).assumeIsolated().flatMap { hosts in
      let known = hosts.filter { family == nil || $0.family == family }
      let allowed = known.filter { reach == .anywhere || self.isPublic($0) }
      guard !allowed.isEmpty else {
        return self.loop.makeFailedFuture(
          known.isEmpty ? WebFailure.unknownHost(origin.host) : .privateAddress(origin.host))
      }
      let source = flight.request.source
      guard origin.scheme == .https else { return self.attempt(allowed[...], origin, source, nil) }
      return self.context().assumeIsolated().flatMap { self.attempt(allowed[...], origin, source, $0) }.nonisolated()
    }.nonisolated()
  }

  private func context() -> EventLoopFuture<NIOSSLContext> {
    if let tls { return tls }
    let roots = roots
    let context = resolver.run { try roots.context() }
    tls = context
    // A file that cannot be read now may be readable later.
    context.assumeIsolated().whenFailure { _ in self.tls = nil }
    return context
  }

  /// One address after the other, until one takes the connection.
  private func attempt(
    _ hosts: ArraySlice<PeerAddress.Host>, _ origin: WebURL.Origin, _ source: PeerAddress.Host?, _ tls: NIOSSLContext?
  ) -> EventLoopFuture<NIOLoopBound<WebConnection>> {
    guard let host = hosts.first, let port = UInt16(exactly: origin.port),
      let address = PeerAddress(host: host, port: port).socketAddress
    else { return loop.makeFailedFuture(WebFailure.unknownHost(origin.host)) }
    let ready = loop.makePromise(of: Void.self)
    let connection = WebConnection(
      origin, PeerAddress(host: host, port: port), isPublic: isPublic(host), source: source, limits, agent: agent,
      ready: ready)
    let bound = NIOLoopBound(connection, eventLoop: loop)
    var bootstrap = ClientBootstrap(group: loop)
    if let local = source.flatMap({ Self.local($0, to: host) }) { bootstrap = bootstrap.bind(to: local) }
    bootstrap
      .connectTimeout(limits.connect)
      .channelOption(.maxMessagesPerRead, value: 4)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          let pipeline = channel.pipeline.syncOperations
          if let tls { try pipeline.addHandler(Self.secure(origin.host, tls)) }
          try pipeline.addHTTPClientHandlers(leftOverBytesStrategy: .dropBytes)
          try pipeline.addHandler(bound.value)
        }
      }
      .connect(to: address).assumeIsolated().whenFailure { error in
        let isLate = if case .connectTimeout? = error as? ChannelError { true } else { false }
        ready.fail(
          isLate ? WebFailure.timeout(.connect) : .cannotConnect(host: origin.host, reason: Self.reason(error)))
      }
    return ready.futureResult.assumeIsolated().map {
      connection.owner = self
      return bound
    }.flatMapError { error in
      let rest = hosts.dropFirst().prefix(self.limits.addresses - 1)
      connection.close()
      return rest.isEmpty || self.isStopped
        ? self.loop.makeFailedFuture(error) : self.attempt(rest, origin, source, tls)
    }.nonisolated()
  }

  /// nil where no connection could be made from there.
  private static func local(_ source: PeerAddress.Host, to host: PeerAddress.Host) -> SocketAddress? {
    guard source.family == host.family, !source.isLoopback || host.isLoopback else { return nil }
    return PeerAddress(host: source, port: 0).socketAddress
  }

  /// The system's words alone: what NIO adds says where in its own code it happened.
  private static func reason(_ error: any Error) -> String {
    if let error = error as? IOError { return error.description }
    return "\(error)"
  }

  private static func secure(_ host: String, _ context: NIOSSLContext) throws -> NIOSSLClientHandler {
    // SNI names no addresses (RFC 6066, section 3); then the certificate has to name the address itself.
    let name = PeerAddress.Host(host) == nil ? host : nil
    return try NIOSSLClientHandler(context: context, serverHostname: name)
  }
}
