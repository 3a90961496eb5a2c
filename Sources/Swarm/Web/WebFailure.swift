/// Why a request has no answer that could be used.
public enum WebFailure: Error, Sendable, Hashable {
  /// No address has the host's name.
  case unknownHost(String)
  /// All its addresses are in private networks, and the request may go to public ones alone.
  case privateAddress(String)
  case cannotConnect(host: String, reason: String)
  /// TLS, a certificate or a name in it.
  case insecure(host: String, reason: String)
  case timeout(Phase)
  /// The answer breaks HTTP, or its head is too long.
  case malformed(String)
  /// The connection ended before the answer did.
  case cutShort(received: Int64)
  /// The body is, or says that it is, longer than the request allows, in bytes.
  case tooLong(limit: Int64)
  /// A redirect without an address, to another scheme, or one too many.
  case badRedirect(String)
  /// A part that was not asked for.
  case wrongRange
  /// Whoever takes the body did not want it.
  case refused(String)
  /// Too many requests wait.
  case busy
  /// The client was shut down.
  case stopped

  public enum Phase: String, Sendable, Hashable {
    case lookup, connect, handshake, head, body, whole
  }

  /// What happened, for the log.
  public var text: String {
    switch self {
    case .unknownHost(let host): "no address is known for '\(host)'"
    case .privateAddress(let host): "'\(host)' leads to a private network, and a public site may not lead there"
    case .cannotConnect(let host, let reason): "cannot connect to '\(host)': \(reason)"
    case .insecure(let host, let reason): "'\(host)' cannot prove who it is: \(reason)"
    case .timeout(.lookup): "looking up the host's name took too long"
    case .timeout(.connect): "connecting took too long"
    case .timeout(.handshake): "agreeing on TLS took too long"
    case .timeout(.head): "no answer came in time"
    case .timeout(.body): "the answer stopped coming"
    case .timeout(.whole): "the answer took too long"
    case .malformed(let reason): "the answer is no HTTP: \(reason)"
    case .cutShort(let received): "the connection ended after \(received) bytes of the answer"
    case .tooLong(let limit): "the answer is longer than \(limit) bytes"
    case .badRedirect(let reason): "the redirect cannot be followed: \(reason)"
    case .wrongRange: "the answer holds another part than was asked for"
    case .refused(let reason): reason
    case .busy: "too many requests wait already"
    case .stopped: "the daemon ends"
    }
  }
}
