import NIOCore
import NIOHTTP1

/// One request on its way, through redirects and one retry. Confined to the client's loop.
final class WebFlight {
  let request: WebRequest
  let sink: WebSink
  let promise: EventLoopPromise<WebHead>
  /// Where it goes now.
  private(set) var url: WebURL
  private(set) var reach: WebRequest.Reach
  private var redirects = 0
  /// Whether it was sent again because an old connection ended under it.
  var isRetried = false
  private(set) var isOver = false
  /// Which carries it.
  weak var connection: WebConnection?

  init(_ request: WebRequest, _ sink: WebSink, _ promise: EventLoopPromise<WebHead>) {
    (self.request, self.sink, self.promise) = (request, sink, promise)
    (url, reach) = (request.url, request.reach)
  }

  func fail(_ failure: WebFailure) {
    guard !isOver else { return }
    isOver = true
    promise.fail(failure)
  }

  func succeed(_ head: WebHead) {
    guard !isOver else { return }
    isOver = true
    promise.succeed(head)
  }

  /// Sets out for where a redirect leads: never from https to http, and never from a public site into a private network.
  ///
  /// - Returns: false where the head is no redirect.
  func follow(_ head: WebHead, limit: Int) throws(WebFailure) -> Bool {
    guard [301, 302, 303, 307, 308].contains(head.status) else { return false }
    guard redirects < limit else { throw .badRedirect("more than \(limit) of them") }
    guard let place = head.fields.first(name: "location"), let next = url.resolve(place) else {
      throw .badRedirect("it names no http or https address")
    }
    guard next.origin.scheme == .https || url.origin.scheme == .http else {
      throw .badRedirect("it leads from https to http")
    }
    redirects += 1
    if head.isPublic { reach = .publicOnly }
    url = next
    return true
  }
}
