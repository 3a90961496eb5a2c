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
  /// The address of ours that was asked for.
  let source: PeerAddress.Host?
  /// Done when the connection, and TLS on it, stands.
  let ready: EventLoopPromise<Void>
  weak var owner: (any WebConnectionOwner)?

  let limits: WebLimits
  private let agent: String
  var context: ChannelHandlerContext?
  var timer: Scheduled<Void>?
  var parts: Deque<HTTPClientResponsePart> = []
  var exchange: Exchange?
  var isTaking = false
  /// Why nothing comes any more; nil while it may.
  var ending: WebFailure?
  private var isTold = false
  private var wasActive = false
  var isUsed = false

  struct Exchange {
    var flight: WebFlight
    var head: WebHead?
    var isKept = false
    /// Whether the body goes to the sink.
    var isWanted = false
    var received: Int64 = 0
  }

  init(
    _ origin: WebURL.Origin, _ address: PeerAddress, isPublic: Bool, source: PeerAddress.Host?, _ limits: WebLimits,
    agent: String, ready: EventLoopPromise<Void>
  ) {
    (self.origin, self.address, self.isPublic, self.limits) = (origin, address, isPublic, limits)
    (self.source, self.agent, self.ready) = (source, agent, ready)
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

  /// Waits for the next request, for a while.
  func rest() {
    timer?.cancel()
    timer = context?.eventLoop.assumeIsolated().scheduleTask(in: limits.keepAlive) { [weak self] in self?.close() }
    owner?.isFree(self)
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
    // Where it never stood, who connects knows better why.
    if wasActive { ready.fail(ending ?? .stopped) }
    owner?.isClosed(self)
  }

  func wait(_ time: TimeAmount, _ phase: WebFailure.Phase) {
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
    wasActive = true
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
      case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
        .insecure(host: origin.host, reason: Self.reason("\(error)"))
      default: .malformed("\(error)")
      }
    drain(failure)
    context.close(promise: nil)
  }

  /// The few words of BoringSSL's that say what is wrong, without the places in its source around them.
  static func reason(_ text: String) -> String {
    if text.contains("failedToValidateHostname") { return "its certificate names another host" }
    guard let mark = text.firstRange(of: "OPENSSL_internal:") else { return text }
    let words = text[mark.upperBound...].prefix { $0 != " " && $0 != "]" }
    return words.lowercased().split(separator: "_").joined(separator: " ")
  }

  /// Nothing more comes; what did come is still taken.
  private func drain(_ failure: WebFailure) {
    ending = ending ?? failure
    timer?.cancel()
    pump()
  }

  func lose() {
    let failure = ending ?? .stopped
    if let flight = exchange?.flight {
      let isLoss = isUsed && exchange?.head == nil && failure == .cutShort(received: 0)
      exchange = nil
      if isLoss { owner?.lost(flight) } else { flight.fail(failure) }
    }
    parts = []
    tell()
  }
}
