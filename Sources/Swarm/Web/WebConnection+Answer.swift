import DequeModule
import NIOCore
import NIOHTTP1

/// What comes back: the head, the body part by part as it is taken, the end.
extension WebConnection {
  func pump() {
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
    if isKept && parts.isEmpty && ending == nil { rest() } else { close() }
    owner?.landed(flight, head)
  }
}
