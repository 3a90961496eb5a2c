import Files
import NIOCore
import NIOHTTP1
import NIOPosix

/// Carries out plans on one connection. Disks are only touched on the thread pool, never on the event loop.
final class FileResponder: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let site: PublishedFolders
  private let live: LiveSite?
  /// The number of this connection among those who follow the site.
  private var following: Int?
  private var head: HTTPRequestHead?
  private var isAnswering = false
  private var stopsWhenIdle = false

  init(_ site: PublishedFolders, live: LiveSite? = nil) {
    self.site = site
    self.live = live
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break  // No method of ours has one; it is read past so that the connection can go on.
    case .end:
      guard let head else { return }
      self.head = nil
      isAnswering = true
      answer(head, context)
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is StopWhenIdle {
      stopsWhenIdle = true
      if following != nil || (!isAnswering && head == nil) { context.close(promise: nil) }
    } else if event is IdleStateHandler.IdleStateEvent {
      // Also in the middle of an answer: pieces are small, so a minute without one means that nobody reads.
      context.close(promise: nil)
    } else {
      context.fireUserInboundEventTriggered(event)
    }
  }

  func channelInactive(context: ChannelHandlerContext) {
    if let following { live?.remove(following) }
    following = nil
    context.fireChannelInactive()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    guard head.uri.utf8.count <= Limits.target else { return refuse(head, .uriTooLong, context) }
    guard head.headers.count <= Limits.headers else { return refuse(head, .requestHeaderFieldsTooLarge, context) }
    let request = FileRequest(head)
    let context = NIOLoopBound(context, eventLoop: context.eventLoop)
    let responder = NIOLoopBound(self, eventLoop: context.value.eventLoop)
    NIOThreadPool.singleton.runIfActive(eventLoop: context.value.eventLoop) { [site, isLive = live != nil] in
      Planner(isLive: isLive, find: site.find).plan(request)
    }.whenComplete { result in
      switch result {
      case .success(let plan): responder.value.send(plan, to: head, context)
      case .failure: context.value.close(promise: nil)
      }
    }
  }

  private func refuse(_ request: HTTPRequestHead, _ status: HTTPResponseStatus, _ context: ChannelHandlerContext) {
    let head = HTTPResponseHead(
      version: .http1_1, status: status, headers: ["Content-Length": "0", "Connection": "close"])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  private func send(
    _ plan: ResponsePlan<OpenFile>, to request: HTTPRequestHead, _ context: NIOLoopBound<ChannelHandlerContext>
  ) {
    let keepAlive = request.isKeepAlive && !stopsWhenIdle
    var headers = HTTPHeaders(plan.headers.map { ($0.name, $0.value) })
    headers.add(name: "Date", value: HTTPDate.text(SystemClock.now()))
    headers.add(name: "Server", value: "bobine")
    if let length = plan.contentLength { headers.add(name: "Content-Length", value: String(length)) }
    if !keepAlive { headers.add(name: "Connection", value: "close") }
    let head = HTTPResponseHead(
      version: .http1_1, status: HTTPResponseStatus(statusCode: plan.status), headers: headers)
    let out = context.value
    out.write(wrapOutboundOut(.head(head)), promise: nil)
    switch plan.body {
    case .none: finish(keepAlive, context)
    case .text(let text):
      out.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
      finish(keepAlive, context)
    case .file(let file, let range): sendPiece(of: file, range, keepAlive, context)
    case .page(let file, let size, let tail): sendPiece(of: file, 0..<size, then: tail, keepAlive, context)
    case .events: follow(context)
    }
  }

  /// One piece at a time, the next when the socket took this one: memory stays small however large the file is.
  private func sendPiece(
    of file: OpenFile, _ range: Range<Int64>, then tail: String? = nil, _ keepAlive: Bool,
    _ context: NIOLoopBound<ChannelHandlerContext>
  ) {
    guard !range.isEmpty else {
      if let tail {
        context.value.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: tail)))), promise: nil)
      }
      return finish(keepAlive, context)
    }
    let count = Int(min(Int64(Limits.piece), Int64(range.count)))
    let loop = context.value.eventLoop
    let responder = NIOLoopBound(self, eventLoop: loop)
    NIOThreadPool.singleton.runIfActive(eventLoop: loop) {
      ByteBuffer(bytes: try file.read(at: range.lowerBound, count: count))
    }.flatMap { (piece: ByteBuffer) -> EventLoopFuture<Void> in
      // The length was promised: a file that became shorter can only be told by breaking off.
      guard piece.readableBytes == count else { return loop.makeFailedFuture(ChannelError.inputClosed) }
      return context.value.writeAndFlush(responder.value.wrapOutboundOut(.body(.byteBuffer(piece))))
    }.whenComplete { result in
      switch result {
      case .success:
        responder.value.sendPiece(of: file, range.lowerBound + Int64(count)..<range.upperBound, then: tail, keepAlive, context)
      case .failure: context.value.close(promise: nil)
      }
    }
  }

  /// Server-sent events (HTML, section 9.2), until one side closes.
  private func follow(_ context: NIOLoopBound<ChannelHandlerContext>) {
    let responder = NIOLoopBound(self, eventLoop: context.value.eventLoop)
    let loop = context.value.eventLoop
    let write = { @Sendable (text: String) in
      loop.execute {
        guard context.value.channel.isActive else { return }
        context.value.writeAndFlush(
          responder.value.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
      }
    }
    guard let id = live?.add({ write("data: \($0)\n\n") }) else { return context.value.close(promise: nil) }
    following = id
    // A comment now and then, since a silent connection is closed.
    loop.scheduleRepeatedTask(initialDelay: .seconds(20), delay: .seconds(20)) { task in
      guard responder.value.following != nil else { return task.cancel() }
      write(":\n\n")
    }
  }

  private func finish(_ keepAlive: Bool, _ context: NIOLoopBound<ChannelHandlerContext>) {
    let responder = NIOLoopBound(self, eventLoop: context.value.eventLoop)
    context.value.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in
      responder.value.isAnswering = false
      if !keepAlive || responder.value.stopsWhenIdle { context.value.close(promise: nil) }
    }
  }
}

/// What a stranger may not exceed. The parser itself refuses more than 80 KB of headers.
private enum Limits {
  static let target = 8_192
  static let headers = 100
  static let piece = 256 * 1024
}

extension FileRequest {
  fileprivate init(_ head: HTTPRequestHead) {
    self.init(method: head.method.rawValue, target: head.uri)
    for (name, value) in head.headers {
      // The first of a repeated header: of those read here, none may stand twice.
      let key = name.lowercased()
      if headers[key] == nil { headers[key] = value }
    }
  }
}
