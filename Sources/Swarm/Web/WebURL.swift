/// An absolute `http` or `https` address (RFC 3986), as a catalog, a redirect or a person writes it.
///
/// Its host is ASCII: names of other scripts are written in their `xn--` form (RFC 5890). A user name or password in it is
/// refused, and what stands behind `#` is left out: neither is ever sent.
public struct WebURL: Sendable, Hashable {
  public enum Scheme: String, Sendable, Hashable {
    case http, https

    var port: Int { self == .http ? 80 : 443 }
  }

  /// Whom a connection is made to.
  public struct Origin: Sendable, Hashable {
    public var scheme: Scheme
    /// In lower case; an IPv6 address without its brackets.
    public var host: String
    public var port: Int

    /// As the `Host` field names it (RFC 9110, section 7.2).
    var authority: String {
      let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
      return port == scheme.port ? name : "\(name):\(port)"
    }
  }

  public var origin: Origin
  /// Begins with `/`, without dot segments.
  public var path: String
  /// Without its `?`.
  public var query: String?

  /// A longer text is no address of ours.
  static let limit = 8192

  /// What a request line says.
  public var target: String { query.map { "\(path)?\($0)" } ?? path }

  /// nil for other schemes and for all that is not well-formed.
  public init?(_ text: some StringProtocol) {
    let text = String(text)
    guard text.utf8.count <= Self.limit, let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")),
      let scheme = Scheme(rawValue: text[..<colon].lowercased()), text[colon...].hasPrefix("://")
    else { return nil }
    let rest = text[text.utf8.index(colon, offsetBy: 3)...]
    let end = rest.utf8.firstIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
    guard let (host, port) = Self.authority(rest[..<(end ?? rest.endIndex)]) else { return nil }
    origin = Origin(scheme: scheme, host: host, port: port ?? scheme.port)
    (path, query) = ("/", nil)
    guard setTarget(end.map { rest[$0...] } ?? "") else { return nil }
  }

  /// The address that a reference in the document of this one means (RFC 3986, section 5.2).
  public func resolve(_ reference: some StringProtocol) -> WebURL? {
    let text = String(reference)
    guard text.utf8.count <= Self.limit else { return nil }
    if Self.hasScheme(text) { return WebURL(text) }
    if text.hasPrefix("//") { return WebURL("\(origin.scheme.rawValue):\(text)") }
    var url = self
    switch text.utf8.first {
    case nil, UInt8(ascii: "#"): return self
    case UInt8(ascii: "/"): return url.setTarget(text[...]) ? url : nil
    case UInt8(ascii: "?"): return url.setTarget(path + text) ? url : nil
    default:
      let folder = path.utf8.lastIndex(of: UInt8(ascii: "/")).map { path[...$0] } ?? "/"
      return url.setTarget(folder + text) ? url : nil
    }
  }

  private mutating func setTarget(_ text: some StringProtocol) -> Bool {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "#"): return split(bytes)
      case 0...0x20, 0x7F, UInt8(ascii: "\\"): return false
      case 0x80..., UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "^"), UInt8(ascii: "`"),
        UInt8(ascii: "{"), UInt8(ascii: "|"), UInt8(ascii: "}"):
        bytes += [UInt8(ascii: "%"), Self.digit(byte >> 4), Self.digit(byte & 15)]
      default: bytes.append(byte)
      }
    }
    return split(bytes)
  }

  private mutating func split(_ bytes: [UInt8]) -> Bool {
    let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
    query = mark.map { String(decoding: bytes[($0 + 1)...], as: UTF8.self) }
    path = Self.withoutDots(String(decoding: bytes[..<(mark ?? bytes.endIndex)], as: UTF8.self))
    // Percent-encoding makes three bytes of one: what is written again is to be read again.
    return description.utf8.count <= Self.limit
  }

  private static func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }

  /// RFC 3986, section 5.2.4.
  private static func withoutDots(_ path: String) -> String {
    var parts: [Substring] = []
    let all = path.drop { $0 == "/" }.split(separator: "/", omittingEmptySubsequences: false)
    for (index, part) in all.enumerated() {
      let isLast = index == all.count - 1
      switch part {
      case ".": if isLast { parts.append("") }
      case "..":
        _ = parts.popLast()
        if isLast { parts.append("") }
      default: parts.append(part)
      }
    }
    // What dots stood between may begin with slashes again.
    return "/" + parts.drop { $0.isEmpty }.joined(separator: "/")
  }

  private static func hasScheme(_ text: String) -> Bool {
    guard let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")), let first = text.utf8.first else { return false }
    return isLetter(first)
      && text.utf8[..<colon].allSatisfy {
        isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
      }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    var host = text
    var port: Substring?
    if text.hasPrefix("[") {
      guard let close = text.lastIndex(of: "]") else { return nil }
      host = text[text.index(after: text.startIndex)..<close]
      let rest = text[text.index(after: close)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      port = rest.isEmpty ? nil : rest.dropFirst()
      guard host.utf8.contains(UInt8(ascii: ":")), PeerAddress.Host(String(host)) != nil else { return nil }
    } else {
      if let colon = text.utf8.firstIndex(of: UInt8(ascii: ":")) {
        (host, port) = (text[..<colon], text[text.utf8.index(after: colon)...])
      }
      guard !host.isEmpty, host.utf8.count <= 253,
        host.utf8.allSatisfy({
          isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "_")
        })
      else { return nil }
    }
    guard let port, !port.isEmpty else { return (host.lowercased(), nil) }
    guard port.utf8.allSatisfy(isDigit), let number = UInt16(port), number > 0 else { return nil }
    return (host.lowercased(), Int(number))
  }
}

extension WebURL: CustomStringConvertible {
  public var description: String { "\(origin.scheme.rawValue)://\(origin.authority)\(target)" }
}
