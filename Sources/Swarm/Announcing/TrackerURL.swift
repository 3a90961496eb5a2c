/// Where a tracker is, as torrents write it. `ws:` and `wss:` are for browsers and no tracker of ours.
public enum TrackerURL: Sendable, Hashable {
  /// BEP 3.
  case http(WebURL)
  /// BEP 15; `data` is what BEP 41 sends along, the path and the query.
  case udp(host: String, port: UInt16, data: [UInt8])

  /// nil for other schemes and for all that is not well-formed.
  public init?(_ text: String) {
    guard text.lowercased().hasPrefix("udp://") else {
      guard let url = WebURL(text) else { return nil }
      self = .http(url)
      return
    }
    // Host and port are written as in `http:`, so the same reader checks them; a port has to stand there.
    guard let url = WebURL("http" + text.dropFirst(3)), url.origin.port != 80 || text.contains(":80"),
      let port = UInt16(exactly: url.origin.port)
    else { return nil }
    let target = Array(url.target.utf8)
    self = .udp(host: url.origin.host, port: port, data: target == [UInt8(ascii: "/")] ? [] : target)
  }

  /// Whom limits count: one host, whatever the port.
  var host: String {
    switch self {
    case .http(let url): url.origin.host
    case .udp(let host, _, _): host
    }
  }
}

extension TrackerURL: CustomStringConvertible {
  /// Without path and query, which may hold a key that is nobody else's business.
  public var description: String {
    switch self {
    case .http(let url): "\(url.origin.scheme.rawValue)://\(url.origin.authority)"
    case .udp(let host, let port, _): "udp://\(host):\(port)"
    }
  }
}
