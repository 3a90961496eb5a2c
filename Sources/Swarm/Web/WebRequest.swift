public import NIOCore
public import NIOHTTP1

/// One GET (RFC 9110), with what its answer may cost.
public struct WebRequest: Sendable {
  public var url: WebURL
  /// The bytes that are wanted; nil for all.
  public var range: Range<Int64>?
  /// Added to `Host`, `User-Agent`, `Accept` and `Range`.
  public var fields: [(name: String, value: String)] = []
  /// Of the body, in bytes.
  public var limit: Int64
  /// For everything together, redirects as well.
  public var deadline = TimeAmount.minutes(5)
  /// Where the request may go.
  public var reach = Reach.anywhere
  /// The only family of addresses to use; nil for both.
  public var family: Family?
  /// Of ours, from which it goes out, where another one would be told wrongly; nil for the system's choice.
  var source: PeerAddress.Host?
  /// Whether the body of an error is handed out as well.
  public var wantsErrors = false

  public enum Reach: Sendable, Hashable {
    /// Also to this machine and its networks: what the operator named.
    case anywhere
    /// What a public site named may not be the machine's own router.
    case publicOnly
  }

  public enum Family: Sendable, Hashable { case v4, v6 }

  /// - Parameter limit: of the body, in bytes.
  public init(_ url: WebURL, range: Range<Int64>? = nil, limit: Int64) {
    (self.url, self.range, self.limit) = (url, range, limit)
  }
}

/// What an answer says before its body.
public struct WebHead: Sendable {
  public var status: Int
  public var fields: HTTPHeaders
  /// After redirects.
  public var url: WebURL
  /// Who answered.
  public var address: PeerAddress
  /// Whether `address` is one that all can reach: then what the answer names has to be as well.
  public var isPublic: Bool
  /// Of the body in bytes, where it is told.
  public var length: Int64?
  /// The bytes that came and how many there are in all, of status 206.
  public var part: ContentRange?

  public var isSuccess: Bool { (200..<300).contains(status) }

  /// What the next request for the same asks by.
  public var reach: WebRequest.Reach { isPublic ? .publicOnly : .anywhere }
}

/// Who takes a body as it comes. Both are called on the client's loop.
public struct WebSink: Sendable {
  /// Looks at the head of a success, before any of its body; what it throws ends the request.
  public var begin: @Sendable (WebHead) throws(WebFailure) -> Void
  /// Takes the next bytes. Nothing more is read until the future is done; its failure ends the request.
  public var take: @Sendable (ByteBuffer) -> EventLoopFuture<Void>?

  public init(
    begin: @escaping @Sendable (WebHead) throws(WebFailure) -> Void = { _ in },
    take: @escaping @Sendable (ByteBuffer) -> EventLoopFuture<Void>?
  ) {
    (self.begin, self.take) = (begin, take)
  }
}

/// A small answer, held whole.
public struct WebAnswer: Sendable {
  public var head: WebHead
  public var body: [UInt8]
}
