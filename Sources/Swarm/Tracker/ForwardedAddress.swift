import NIOHTTP1

/// Who is behind a proxy. A header is believed from proxies that are configured alone: from anybody else it would be a way to send
/// peers against a third party.
enum ForwardedAddress {
  /// `X-Forwarded-For` lists who passed the request on, the nearest last: the last one that is no proxy of ours is the client. Where
  /// there is none, `X-Real-IP` counts.
  static func client(of source: PeerAddress.Host, _ headers: HTTPHeaders, proxies: Proxies) -> PeerAddress.Host {
    guard proxies.contains(source) else { return source }
    let hops = headers["X-Forwarded-For"].flatMap { $0.split(separator: ",") }
    guard !hops.isEmpty else {
      return headers.first(name: "X-Real-IP").flatMap { PeerAddress.Host(trimmed($0[...])) } ?? source
    }
    // Fewer hops than any honest request has: what is before them was written by the client.
    var client = source
    for hop in hops.suffix(8).reversed() {
      guard let host = PeerAddress.Host(trimmed(hop)) else { return client }
      client = host
      if !proxies.contains(host) { return host }
    }
    return client
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

/// Addresses whose word on their clients' addresses is taken.
public struct Proxies: Sendable, Hashable {
  /// Of 127.0.0.0/8 and ::1.
  public var loopback: Bool
  public var hosts: Set<PeerAddress.Host>

  public init(loopback: Bool = true, hosts: Set<PeerAddress.Host> = []) {
    (self.loopback, self.hosts) = (loopback, hosts)
  }

  func contains(_ host: PeerAddress.Host) -> Bool { loopback && host.isLoopback || hosts.contains(host) }
}
