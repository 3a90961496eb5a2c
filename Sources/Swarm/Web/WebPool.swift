import DequeModule
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// The connections to all servers, and who waits for one. Confined to one event loop.
final class WebPool: WebConnectionOwner {
  let loop: any EventLoop
  let limits: WebLimits
  private let resolver: NameResolver
  private let roots: TrustedRoots
  private let agent: String
  /// Which addresses all can reach; a test says so of others.
  private let isPublic: (PeerAddress.Host) -> Bool
  private var places: [WebURL.Origin: Place] = [:]
  private var connections = 0
  private var waiting = 0
  private var isStopped = false
  private var tls: EventLoopFuture<NIOSSLContext>?

  private final class Place {
    var idle: [WebConnection] = []
    /// Also those that are being made.
    var connections = 0
    var waiting: Deque<WebFlight> = []
    var busy: [ObjectIdentifier: WebConnection] = [:]
  }

  init(
    loop: any EventLoop, limits: WebLimits, roots: TrustedRoots, agent: String,
    isPublic: @escaping (PeerAddress.Host) -> Bool
  ) {
    (self.loop, self.limits, self.roots, self.agent) = (loop, limits, roots, agent)
    self.isPublic = isPublic
    resolver = NameResolver(loop: loop, limits: limits)
  }

  func fly(_ request: WebRequest, _ sink: WebSink) -> EventLoopFuture<WebHead> {
    let promise = loop.makePromise(of: WebHead.self)
    let flight = WebFlight(request, sink, promise)
    let late = loop.assumeIsolated().scheduleTask(in: request.deadline) {
      flight.connection?.abort(.timeout(.whole))
      flight.fail(.timeout(.whole))
    }
    promise.futureResult.assumeIsolated().whenComplete { _ in late.cancel() }
    enqueue(flight)
    return promise.futureResult
  }

  /// Ends everything; nothing can be asked any more.
  func stop() {
    isStopped = true
    for place in places.values {
      for flight in place.waiting { flight.fail(.stopped) }
      waiting -= place.waiting.count
      place.waiting = []
      for connection in place.idle + Array(place.busy.values) { connection.abort(.stopped) }
    }
    resolver.stop()
  }

  private func enqueue(_ flight: WebFlight) {
    guard !isStopped else { return flight.fail(.stopped) }
    guard waiting < limits.waiting else { return flight.fail(.busy) }
    waiting += 1
    place(flight.url.origin).waiting.append(flight)
    serve(flight.url.origin)
  }

  private func place(_ origin: WebURL.Origin) -> Place {
    if let place = places[origin] { return place }
    let place = Place()
    places[origin] = place
    return place
  }

  private func serve(_ origin: WebURL.Origin) {
    guard let place = places[origin] else { return }
    while let flight = place.waiting.first {
      if flight.isOver {
        // Its deadline passed while it waited.
      } else if let index = place.idle.lastIndex(where: { $0.suits(flight) }) {
        let connection = place.idle.remove(at: index)
        place.busy[ObjectIdentifier(connection)] = connection
        _ = place.waiting.popFirst()
        waiting -= 1
        connection.start(flight)
        continue
      } else if hasRoom(place) {
        connect(flight, place)
      } else {
        return
      }
      _ = place.waiting.popFirst()
      waiting -= 1
    }
    if place.connections == 0 { places[origin] = nil }
  }

  /// Whether one more connection may be made; one that nobody uses gives way.
  private func hasRoom(_ place: Place) -> Bool {
    if place.connections >= limits.connectionsPerOrigin { place.idle.first?.close() }
    if connections >= limits.connections { places.values.lazy.compactMap(\.idle.first).first?.close() }
    return place.connections < limits.connectionsPerOrigin && connections < limits.connections
  }

  private func serveAll() {
    guard waiting > 0 else { return }
    for (origin, place) in places where !place.waiting.isEmpty { serve(origin) }
  }

  // MARK: What connections tell

  func isFree(_ connection: WebConnection) {
    guard let place = places[connection.origin] else { return connection.close() }
    place.busy[ObjectIdentifier(connection)] = nil
    place.idle.append(connection)
    // The answer is told first: what follows it may want this very connection.
    loop.assumeIsolated().execute { self.serve(connection.origin) }
  }

  func isClosed(_ connection: WebConnection) {
    guard let place = places[connection.origin] else { return }
    place.busy[ObjectIdentifier(connection)] = nil
    place.idle.removeAll { $0 === connection }
    place.connections -= 1
    connections -= 1
    if place.connections == 0 && place.waiting.isEmpty { places[connection.origin] = nil }
    loop.assumeIsolated().execute { self.serveAll() }
  }

  func lost(_ flight: WebFlight) {
    guard !flight.isRetried else { return flight.fail(.cutShort(received: 0)) }
    flight.isRetried = true
    enqueue(flight)
  }

  func landed(_ flight: WebFlight, _ head: WebHead) {
    do throws(WebFailure) {
      if try flight.follow(head, limit: limits.redirects) { enqueue(flight) } else { flight.succeed(head) }
    } catch {
      flight.fail(error)
    }
  }

  // MARK: Connecting

  private func connect(_ flight: WebFlight, _ place: Place) {
    place.connections += 1
    connections += 1
    let origin = flight.url.origin
    open(flight).assumeIsolated().whenComplete { result in
      switch result {
      case .success(let bound):
        let connection = bound.value
        guard !self.isStopped else {
          connection.abort(.stopped)
          return flight.fail(.stopped)
        }
        place.busy[ObjectIdentifier(connection)] = connection
        if flight.isOver { self.isFree(connection) } else { connection.start(flight) }
      case .failure(let error):
        flight.fail(error as? WebFailure ?? .cannotConnect(host: origin.host, reason: "\(error)"))
        place.connections -= 1
        self.connections -= 1
        if place.connections == 0 && place.waiting.isEmpty { self.places[origin] = nil }
        self.loop.assumeIsolated().execute { self.serveAll() }
      }
    }
  }

  private func open(_ flight: WebFlight) -> EventLoopFuture<NIOLoopBound<WebConnection>> {
    let origin = flight.url.origin
    let (reach, family) = (flight.reach, flight.request.family)
    return resolver.addresses(of: origin.host).assumeIsolated().flatMap { hosts in
      let known = hosts.filter { family == nil || $0.family == family }
      let allowed = known.filter { reach == .anywhere || self.isPublic($0) }
      guard !allowed.isEmpty else {
        return self.loop.makeFailedFuture(
          known.isEmpty ? WebFailure.unknownHost(origin.host) : .privateAddress(origin.host))
      }
      guard origin.scheme == .https else { return self.attempt(allowed[...], origin, nil) }
      return self.context().assumeIsolated().flatMap { self.attempt(allowed[...], origin, $0) }.nonisolated()
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
    _ hosts: ArraySlice<PeerAddress.Host>, _ origin: WebURL.Origin, _ tls: NIOSSLContext?
  ) -> EventLoopFuture<NIOLoopBound<WebConnection>> {
    guard let host = hosts.first, let port = UInt16(exactly: origin.port),
      let address = PeerAddress(host: host, port: port).socketAddress
    else { return loop.makeFailedFuture(WebFailure.unknownHost(origin.host)) }
    let ready = loop.makePromise(of: Void.self)
    let connection = WebConnection(
      origin, PeerAddress(host: host, port: port), isPublic: isPublic(host), limits, agent: agent, ready: ready)
    let bound = NIOLoopBound(connection, eventLoop: loop)
    ClientBootstrap(group: loop)
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
      return rest.isEmpty || self.isStopped ? self.loop.makeFailedFuture(error) : self.attempt(rest, origin, tls)
    }.nonisolated()
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

extension WebConnection {
  /// Whether a request may go out on it.
  func suits(_ flight: WebFlight) -> Bool {
    (flight.reach == .anywhere || isPublic)
      && (flight.request.family == nil || address.host.family == flight.request.family)
  }
}

extension PeerAddress.Host {
  var family: WebRequest.Family { if case .v4 = self { .v4 } else { .v6 } }
}
