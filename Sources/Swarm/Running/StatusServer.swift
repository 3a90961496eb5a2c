import NIOCore
import NIOHTTP1
import NIOPosix

/// `/healthz` and `/metrics`, for the machine's own watchers: it listens on loopback unless told otherwise.
struct StatusServer: Sendable {
  let metrics: Metrics

  func listen(on address: SocketAddress, loop: any EventLoop) -> EventLoopFuture<any Channel> {
    let metrics = metrics
    return ServerBootstrap(group: loop)
      .serverChannelOption(.backlog, value: 16)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.configureHTTPServerPipeline(withErrorHandling: true)
          try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: .seconds(30)))
          try channel.pipeline.syncOperations.addHandler(StatusHandler(metrics))
        }
      }
      .bind(to: address)
  }
}

private final class StatusHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let metrics: Metrics
  private var head: HTTPRequestHead?

  init(_ metrics: Metrics) { self.metrics = metrics }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    case .body: break
    case .end:
      guard let head else { return }
      self.head = nil
      answer(head, context)
    }
  }

  private func answer(_ request: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let isRead = request.method == .GET || request.method == .HEAD
    let (status, text): (HTTPResponseStatus, String) =
      switch request.uri.prefix(while: { $0 != "?" }) {
      case _ where !isRead: (.methodNotAllowed, "GET or HEAD\n")
      case "/healthz": (.ok, "ok\n")
      case "/metrics": (.ok, metrics.text)
      default: (.notFound, "/healthz or /metrics\n")
      }
    let headers: HTTPHeaders = [
      "Content-Type": "text/plain; version=0.0.4; charset=utf-8", "Content-Length": String(text.utf8.count),
      "Connection": request.isKeepAlive ? "keep-alive" : "close",
    ]
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
    if request.method != .HEAD {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
    }
    let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    if !request.isKeepAlive { end.assumeIsolated().whenComplete { _ in context.close(promise: nil) } }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is IdleStateHandler.IdleStateEvent { context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
