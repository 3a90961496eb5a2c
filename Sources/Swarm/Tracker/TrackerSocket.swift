import JSON
import NIOCore
import NIOWebSocket

/// One WebSocket of a browser (RFC 6455): what it says goes to ``BrowserSwarms``, what that says goes out.
final class TrackerSocket: ChannelInboundHandler {
  typealias InboundIn = WebSocketFrame
  typealias OutboundOut = WebSocketFrame

  let host: PeerAddress.Host
  private let tracker: Tracker
  private var context: ChannelHandlerContext?
  private var id: BrowserSwarms.Socket?
  private let begun = NIODeadline.now()
  private var heard = NIODeadline.now()
  /// Whether it ever said something right.
  private var isKnown = false
  private var pinged = NIODeadline.now()
  private var isClosing = false
  private var damages = 0

  init(_ host: PeerAddress.Host, _ tracker: Tracker) { (self.host, self.tracker) = (host, tracker) }

  func handlerAdded(context: ChannelHandlerContext) {
    self.context = context
    id = tracker.enter(self)
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { leave() }

  private func leave() {
    if let id { tracker.leave(id) }
    (id, context) = (nil, nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    var frame = unwrapInboundIn(data)
    heard = .now()
    if let key = frame.maskKey { frame.data.webSocketUnmask(key) }
    switch frame.opcode {
    // Some libraries send their JSON as bytes.
    case .text, .binary: take(Array(frame.data.readableBytesView))
    case .ping:
      guard tracker.admits(host) else { return damaged() }
      write(WebSocketFrame(fin: true, opcode: .pong, data: frame.data))
    case .connectionClose: close(.normalClosure)
    default: break
    }
  }

  private func take(_ bytes: [UInt8]) {
    guard let id else { return }
    guard tracker.admits(host) else { return damaged("too many messages of your address") }
    do throws(BrowserMessage.Damage) {
      let message = try BrowserMessage(bytes, limits: tracker.limits)
      isKnown = true
      if case .announce = message { tracker.metrics.add(.trackerAnnounces, "websocket") }
      tracker.deliver(tracker.browsers.take(message, from: id, of: host, now: .now()))
    } catch {
      tracker.metrics.add(.trackerRefused, "malformed")
      damaged(error.rawValue)
    }
  }

  /// Who goes on saying what is wrong, or too much, is not a browser that has a mistake.
  private func damaged(_ reason: String? = nil) {
    damages += 1
    if damages >= 10 { return close(.policyViolation) }
    if let reason { send(.failure(reason, nil)) }
  }

  func send(_ reply: BrowserReply) {
    write(WebSocketFrame(fin: true, opcode: .text, data: ByteBuffer(bytes: reply.json.bytes.dropLast())))
  }

  private func write(_ frame: WebSocketFrame) {
    guard let context, !isClosing else { return }
    // Who does not read what it asked for makes us keep it: that has an end.
    guard context.channel.isWritable else { return context.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
  }

  func tick(_ now: NIODeadline) {
    let idle = tracker.limits.socketIdle
    if now - heard >= idle || !isKnown && now - begun >= tracker.limits.request {
      context?.close(promise: nil)
    } else if now - max(heard, pinged) >= .nanoseconds(idle.nanoseconds / 3) {
      pinged = now
      write(WebSocketFrame(fin: true, opcode: .ping, data: ByteBuffer()))
    }
  }

  func close(_ code: WebSocketErrorCode) {
    guard let context, !isClosing else { return }
    isClosing = true
    var data = ByteBuffer()
    data.write(webSocketErrorCode: code)
    let sent = context.writeAndFlush(wrapOutboundOut(WebSocketFrame(fin: true, opcode: .connectionClose, data: data)))
    sent.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case NIOWebSocketFrameAggregator.Error.tooManyFragments,
      NIOWebSocketFrameAggregator.Error.accumulatedFrameSizeIsTooLarge, NIOWebSocketError.invalidFrameLength:
      close(.messageTooLarge)
    default: close(.protocolError)
    }
  }
}
