import DequeModule
import NIOCore
import NIOSSL

/// The connections to all servers, and who waits for one. Confined to one event loop.
final class WebPool: WebConnectionOwner {
  let loop: any EventLoop
  let limits: WebLimits
  let resolver: NameResolver
  let roots: TrustedRoots
  let agent: String
  /// Which addresses all can reach; a test says so of others.
  let isPublic: (PeerAddress.Host) -> Bool
  private var places: [WebURL.Origin: Place] = [:]
  private var connections = 0
  private var waiting = 0
  private(set) var isStopped = false
  var tls: EventLoopFuture<NIOSSLContext>?

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
  func stop() -> EventLoopFuture<Void> {
    isStopped = true
    for place in places.values {
      for flight in place.waiting { flight.fail(.stopped) }
      waiting -= place.waiting.count
      place.waiting = []
      for connection in place.idle + Array(place.busy.values) { connection.abort(.stopped) }
    }
    return resolver.stop()
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
        if flight.isOver { connection.rest() } else { connection.start(flight) }
      case .failure(let error):
        flight.fail(error as? WebFailure ?? .cannotConnect(host: origin.host, reason: "\(error)"))
        place.connections -= 1
        self.connections -= 1
        if place.connections == 0 && place.waiting.isEmpty { self.places[origin] = nil }
        self.loop.assumeIsolated().execute { self.serveAll() }
      }
    }
  }
}

extension WebConnection {
  /// Whether a request may go out on it.
  func suits(_ flight: WebFlight) -> Bool {
    (flight.reach == .anywhere || isPublic) && flight.request.source == source
      && (flight.request.family == nil || address.host.family == flight.request.family)
  }
}

extension PeerAddress.Host {
  var family: WebRequest.Family { if case .v4 = self { .v4 } else { .v6 } }
}
