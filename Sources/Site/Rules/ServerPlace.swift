/// The servers that a configuration can be printed for.
public enum ServerProgram: String, Sendable, Hashable, CaseIterable {
  case nginx, apache, caddy
}

/// Where a server finds what it serves, and how it is reached: what the command line decides.
public struct ServerPlace: Sendable, Hashable {
  /// The folder of the output on the server.
  public var root: String
  /// The folder there that holds what the site calls `media/`.
  public var mediaRoot: String
  /// nil: what `base_url` says, on every interface.
  public var listen: ListenAddress?
  /// Of the host of `media_base_url`, if it is another.
  public var mediaListen: ListenAddress?
  public var certificate: Certificate?

  /// Two files in PEM.
  public struct Certificate: Sendable, Hashable {
    public var chain: String
    public var key: String

    public init(chain: String, key: String) {
      self.chain = chain
      self.key = key
    }
  }

  public init(root: String, mediaRoot: String? = nil, listen: ListenAddress? = nil) {
    self.root = root
    self.mediaRoot = mediaRoot ?? root + "/media"
    self.listen = listen
  }
}

/// `8080`, `127.0.0.1:8080`, `[::1]:8080`.
public struct ListenAddress: Sendable, Hashable {
  /// nil: every interface.
  public var host: String?
  public var port: Int

  public init(host: String? = nil, port: Int) {
    self.host = host
    self.port = port
  }

  public init?(_ text: String) {
    let colon = text.lastIndex(of: ":")
    guard let port = Int(colon.map { text[text.index(after: $0)...] } ?? text[...]), (1...65_535).contains(port) else {
      return nil
    }
    let host = colon.map { String(text[..<$0]) }
    if let host {
      let isIPv6 = host.hasPrefix("[") && host.hasSuffix("]")
      let allowed = host.utf8.allSatisfy { UInt8(ascii: "!") < $0 && $0 < 0x7F && !"\"'\\;{}#$".utf8.contains($0) }
      guard !host.isEmpty, allowed, isIPv6 || !host.contains(where: { ":[]/".contains($0) }) else { return nil }
    }
    self.init(host: host == "*" ? nil : host, port: port)
  }
}
