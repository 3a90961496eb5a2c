import DequeModule
import NIOCore
import NIOHTTP1
import NIOSSL
import NIOTLS

/// Who gives connections their requests.
protocol WebConnectionOwner: AnyObject {
  /// The next request may come.
  func isFree(_ connection: WebConnection)
  /// It is closed; told once.
  func isClosed(_ connection: WebConnection)
  /// An old connection ended before an answer began, as servers end them after a while: the request may be sent again.
  func lost(_ flight: WebFlight)
  func landed(_ flight: WebFlight, _ head: WebHead)
}

/// One connection to a server: one request after the other. Confined to the client's loop.
final class WebConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  let origin: WebURL.Origin
  let address: PeerAddress
  let isPublic: Bool
  /// Done when the connection, and TLS on it, stands.
  let ready: EventLoopPromise<Void>
  weak var owner: (any WebConnectionOwner)?

  private let limits: WebLimits
  private let agent: String
  private var context: ChannelHandlerContext?
  private var timer: Scheduled<Void>?
  private var parts: Deque<HTTPClientResponsePart> = []
  private var exchange: Exchange?
  private var isTaking = false
  /// Why nothing comes any more; nil while it may.
  private var ending: WebFailure?
  private var isTold = false
  private var isUsed = false

  private struct Exchange {
    var flight: WebFlight
    var head: WebHead?
    var isKept = false
    /// Whether the body goes to the sink.
    var isWanted = false
    var received: Int64 = 0
  }

  init(
    _ origin: WebURL.Origin, _ address: PeerAddress, isPublic: Bool, _ limits: WebLimits, agent: String,
    ready: EventLoopPromise<Void>
  ) {
    (self.origin, self.address, self.isPublic, self.limits) = (origin, address, isPublic, limits)
    (self.agent, self.ready) = (agent, ready)
  }

  // MARK: Asking

  func start(_ flight: WebFlight) {
    guard let context, ending == nil else { return flight.fail(.cutShort(received: 0)) }
    exchange = Exchange(flight: flight)
    flight.connection = self
    var fields: HTTPHeaders = [
      "Host": origin.authority, "User-Agent": agent, "Accept": "*/*", "Accept-Encoding": "identity",
    ]
    if let range = flight.request.range {
      fields.add(name: "Range", value: "bytes=\(range.lowerBound)-\(range.upperBound - 1)")
    }
    for (name, value) in flight.request.fields { fields.add(name: name, value: value) }
    let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: flight.url.target, headers: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    wait(limits.head, .head)
  }

  /// Ends the request that is on its way, and the connection with it: what else would come belongs to nobody.
  func abort(_ failure: WebFailure) {
    let flight = exchange?.flight
    exchange = nil
    flight?.fail(failure)
    close()
  }

  func close() {
    ending = ending ?? .stopped
    tell()
    context?.close(promise: nil)
  }

  private func tell() {
    guard !isTold else { return }
    isTold = true
    timer?.cancel()
    ready.fail(ending ?? .stopped)
    owner?.isClosed(self)
  }

  private func wait(_ time: TimeAmount, _ phase: WebFailure.Phase) {
    timer?.cancel()
    timer = context?.eventLoop.assumeIsolated().scheduleTask(in: time) { [weak self] in self?.abort(.timeout(phase)) }
  }

  // MARK: The channel

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    if context.channel.isActive { channelActive(context: context) }
  }

  func handlerRemoved(context: ChannelHandlerContext) {
    self.context = nil
    drain(.cutShort(received: exchange?.received ?? 0))
  }

  func channelActive(context: ChannelHandlerContext) {
    if origin.scheme == .http { ready.succeed() } else { wait(limits.handshake, .handshake) }
    context.fireChannelActive()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if case .handshakeCompleted? = event as? TLSUserEvent {
      timer?.cancel()
      ready.succeed()
    }
    context.fireUserInboundEventTriggered(event)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard exchange != nil else { return close() }
    parts.append(unwrapInboundIn(data))
    pump()
  }

  func channelInactive(context: ChannelHandlerContext) {
    drain(.cutShort(received: exchange?.received ?? 0))
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let cut = WebFailure.cutShort(received: exchange?.received ?? 0)
    let failure: WebFailure =
      switch error {
      // Some servers close a connection without TLS's own goodbye.
      case let error as NIOSSLError where error == .uncleanShutdown: cut
      case let error as HTTPParserError where error == .invalidEOFState: cut
      case let error as HTTPParserError: .malformed(error.debugDescription)
      case is IOError, is ChannelError: cut
      case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: .insecure(host: origin.host, reason: "\(error)")
      default: .malformed("\(error)")
      }
    drain(failure)
    context.close(promise: nil)
  }

  /// Nothing more comes; what did come is still taken.
  private func drain(_ failure: WebFailure) {
    ending = ending ?? failure
    timer?.cancel()
    pump()
  }

  private func lose() {
    let failure = ending ?? .stopped
    if let flight = exchange?.flight {
      let isLoss = isUsed && exchange?.head == nil && failure == .cutShort(received: 0)
      exchange = nil
      if isLoss { owner?.lost(flight) } else { flight.fail(failure) }
    }
    parts = []
    tell()
  }

  // MARK: The answer

  private func pump() {
    while !isTaking, exchange != nil, let part = parts.popFirst() {
      do throws(WebFailure) { try handle(part) } catch { abort(error) }
    }
    if ending != nil && !isTaking { lose() }
  }

  private func handle(_ part: HTTPClientResponsePart) throws(WebFailure) {
    switch part {
    case .head(let head): try begin(head)
    case .body(let bytes): try take(bytes)
    case .end: try finish()
    }
  }

  private func begin(_ response: HTTPResponseHead) throws(WebFailure) {
    guard var exchange, exchange.head == nil, response.status.code >= 200 else { throw .malformed("its status") }
    let request = exchange.flight.request
    let length = try response.headers.contentLength()
    var head = WebHead(
      status: Int(response.status.code), fields: response.headers, url: exchange.flight.url, address: address,
      isPublic: isPublic, length: length, part: nil)
    if head.status == 206 {
      guard let range = request.range, let text = response.headers.first(name: "content-range"),
        let part = ContentRange(text), part.bytes.lowerBound == range.lowerBound,
        part.bytes.upperBound <= range.upperBound, length ?? Int64(part.bytes.count) == Int64(part.bytes.count)
      else { throw .wrongRange }
      head.part = part
    }
    exchange.isWanted = head.isSuccess || request.wantsErrors
    exchange.isKept = response.isKeepAlive
    if exchange.isWanted, let length, length > request.limit { throw .tooLong(limit: request.limit) }
    exchange.head = head
    self.exchange = exchange
    if head.isSuccess { try exchange.flight.sink.begin(head) }
    wait(limits.idle, .body)
  }

  private func take(_ bytes: ByteBuffer) throws(WebFailure) {
    guard let flight = exchange?.flight, let head = exchange?.head, let isWanted = exchange?.isWanted else { return }
    let received = (exchange?.received ?? 0) + Int64(bytes.readableBytes)
    exchange?.received = received
    guard isWanted else {
      // An error's page; a long one is not worth the connection.
      if received > limits.unwanted { done(head, isKept: false) }
      return
    }
    let limit = min(flight.request.limit, head.part.map { Int64($0.bytes.count) } ?? .max)
    guard received <= limit else { throw .tooLong(limit: limit) }
    guard let future = flight.sink.take(bytes), let context else { return wait(limits.idle, .body) }
    isTaking = true
    timer?.cancel()
    pause(true)
    future.hop(to: context.eventLoop).assumeIsolated().whenComplete { result in self.took(result) }
  }

  private func took(_ result: Result<Void, any Error>) {
    isTaking = false
    switch result {
    case .success:
      if exchange != nil && ending == nil { wait(limits.idle, .body) }
      pump()
      if !isTaking && ending == nil { pause(false) }
    case .failure(let error): abort(error as? WebFailure ?? .refused("\(error)"))
    }
  }

  private func pause(_ isPaused: Bool) {
    guard let options = context?.channel.syncOptions else { return }
    // Fails on a closed channel alone, which reads no more anyway.
    try? options.setOption(.autoRead, value: !isPaused)
  }

  private func finish() throws(WebFailure) {
    guard let exchange, let head = exchange.head else { throw .malformed("an end without a head") }
    if exchange.isWanted, let part = head.part, exchange.received != Int64(part.bytes.count) {
      throw .cutShort(received: exchange.received)
    }
    done(head, isKept: exchange.isKept)
  }

  private func done(_ head: WebHead, isKept: Bool) {
    guard let flight = exchange?.flight else { return }
    exchange = nil
    isUsed = true
    timer?.cancel()
    flight.connection = nil
    if isKept && parts.isEmpty && ending == nil {
      timer = context?.eventLoop.assumeIsolated().scheduleTask(in: limits.keepAlive) { [weak self] in self?.close() }
      owner?.isFree(self)
    } else {
      close()
    }
    owner?.landed(flight, head)
  }
}
