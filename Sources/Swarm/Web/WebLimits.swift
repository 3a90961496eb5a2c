public import NIOCore

/// What a server that is asked may take of us. Every default stands in docs/following.md.
public struct WebLimits: Sendable, Hashable {
  /// Connections to one host and port.
  public var connectionsPerOrigin = 4
  /// In all.
  public var connections = 32
  /// Requests that wait for a connection.
  public var waiting = 1024
  /// Names that are looked up at one time.
  public var lookups = 64
  /// Redirects of one request.
  public var redirects = 5
  /// For the addresses of a name.
  public var lookup = TimeAmount.seconds(10)
  /// For one address to take the connection; at most `addresses` of a name are tried.
  public var connect = TimeAmount.seconds(8)
  public var addresses = 4
  /// For TLS to be agreed on.
  public var handshake = TimeAmount.seconds(10)
  /// From the request to the whole head of its answer.
  public var head = TimeAmount.seconds(30)
  /// Without a byte of a body.
  public var idle = TimeAmount.seconds(30)
  /// How long a connection without a request is kept.
  public var keepAlive = TimeAmount.seconds(15)
  /// Of a body that nobody wants, in bytes, before the connection is closed instead.
  public var unwanted = 64 << 10

  public init() {}
}
