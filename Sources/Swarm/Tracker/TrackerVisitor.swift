import NIOCore
import NIOHTTP1

/// One connection of the HTTP tracker: announces and scrapes, one after the other (BEP 3, BEP 48).
final class TrackerVisitor: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  static let name = "tracker"

  let source: PeerAddress.Host
  private let reached: PeerAddress.Host?
  private let tracker: Tracker
  private weak var channel: (any Channel)?
  private var head: HTTPRequestHead?
  private var deadline: NIODeadline
  /// Since when a request is waited for.
  private(set) var waiting: NIODeadline
  private var isClosing = false

  init(_ source: PeerAddress.Host, reached: PeerAddress.Host?, _ channel: any Channel, _ tracker: Tracker) {
    (self.source, self.reached, self.channel, self.tracker) = (source, reached, channel, tracker)
    waiting = .now()
    deadline = waiting + tracker.limits.request
  }

  func tick(_ now: NIODeadline) { if now >= deadline { close() } }

  func close() { channel?.close(promise: nil) }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard !isClosing else { return }
    switch unwrapInboundIn(data) {
    case .head(let head): self.head = head
    // No request of a tracker has a body: who sends one is told so, and is not read any further.
    case .body:
      if let head {
        self.head = nil
        send(.payloadTooLarge, ByteBuffer(string: "no body\n"), head, keepAlive: false, context)
      }
    case .end:
      guard let head else { return }
      self.head = nil
      // Who asks and asks and does not read makes us keep the answers: that has an end.
      guard context.channel.isWritable else { return context.close(promise: nil) }
      answer(head, context)
      waiting = .now()
      deadline = waiting + tracker.limits.request
    }
  }

  private func answer(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
    let target = head.uri.utf8
    guard target.count <= tracker.limits.target else {
      return send(.uriTooLong, ByteBuffer(string: "too long\n"), head, keepAlive: false, context)
    }
    guard head.method == .GET else {
      return send(.methodNotAllowed, ByteBuffer(string: "GET\n"), head, keepAlive: false, context)
    }
    let cut = target.firstIndex(of: UInt8(ascii: "?")) ?? target.endIndex
    let query = Substring(target[cut...].dropFirst()).utf8
    var out = context.channel.allocator.buffer(capacity: 512)
    let client = ForwardedAddress.client(of: source, head.headers, proxies: tracker.proxies)
    switch head.uri[..<cut] {
    case "/announce", "/tracker/announce", "/scrape", "/tracker/scrape":
      guard tracker.admits(client) else {
        TrackerAnswers.failure("too many requests of your address", retry: .some(1), into: &out)
        // What else is on its way on this connection is not even read.
        return send(.ok, out, head, keepAlive: false, context)
      }
      head.uri[..<cut].hasSuffix("scrape") ? scrape(query, into: &out) : announce(query, client, into: &out)
    case "/", "/tracker/socket":
      return send(.upgradeRequired, ByteBuffer(string: "This is a tracker for WebSockets.\n"), head, context)
    default: return send(.notFound, ByteBuffer(string: "no such page\n"), head, context)
    }
    send(.ok, out, head, context)
  }

  private func announce(_ query: Substring.UTF8View, _ client: PeerAddress.Host, into out: inout ByteBuffer) {
    do {
      let announce = try TrackerQuery(query, limit: 1).announce(from: client, reached: reached)
      let answer = try tracker.announce(announce, by: "http")
      TrackerAnswers.announce(answer, to: client, minInterval: tracker.limits.minInterval, into: &out)
    } catch let damage as TrackerQuery.Damage {
      tracker.metrics.add(.trackerRefused, "malformed")
      TrackerAnswers.failure(damage.rawValue, retry: .some(nil), into: &out)
    } catch let refusal as TrackerAnnounce.Refusal {
      // A swarm may come to be known later: an hour is soon enough.
      TrackerAnswers.failure(refusal.text, retry: .some(refusal == .unknown ? 60 : 15), into: &out)
    } catch {
      preconditionFailure("an announce throws these two alone")
    }
  }

  private func scrape(_ query: Substring.UTF8View, into out: inout ByteBuffer) {
    do throws(TrackerQuery.Damage) {
      let keys = try TrackerQuery(query, limit: tracker.limits.scraped).keys
      guard !keys.isEmpty else {
        return TrackerAnswers.failure("a scrape needs an info_hash", retry: .some(nil), into: &out)
      }
      let store = tracker.store
      TrackerAnswers.scrape(keys.filter(store.isTracked).map { ($0, store.figures($0)) }, into: &out)
      tracker.metrics.add(.trackerScrapes)
    } catch {
      TrackerAnswers.failure(error.rawValue, retry: .some(nil), into: &out)
    }
  }

  private func send(
    _ status: HTTPResponseStatus, _ body: ByteBuffer, _ request: HTTPRequestHead, keepAlive: Bool? = nil,
    _ context: ChannelHandlerContext
  ) {
    let isKept = keepAlive ?? request.isKeepAlive
    var headers: HTTPHeaders = [
      "Content-Type": "text/plain", "Content-Length": String(body.readableBytes), "Cache-Control": "no-store",
    ]
    if status == .upgradeRequired { headers.add(name: "Upgrade", value: "websocket") }
    if !isKept || request.version.minor == 0 {
      headers.add(name: "Connection", value: isKept ? "keep-alive" : "close")
    }
    context.write(
      wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers))), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
    let end = context.writeAndFlush(wrapOutboundOut(.end(nil)))
    guard !isKept else { return }
    isClosing = true
    end.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
