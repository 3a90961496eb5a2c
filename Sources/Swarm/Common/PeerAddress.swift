public import NIOCore

/// Where a peer is reached: an address of IPv4 or IPv6 and a port. A v4-mapped address counts as IPv4.
public struct PeerAddress: Sendable, Hashable {
  public var host: Host
  public var port: UInt16

  public enum Host: Sendable, Hashable {
    case v4(UInt32)
    case v6(UInt64, UInt64)
  }

  public init(host: Host, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// nil for addresses that are neither, such as a Unix socket's.
  public init?(_ address: SocketAddress?) {
    guard let address, let port = address.port.flatMap(UInt16.init(exactly:)),
      let host = address.hostBytes.flatMap(Host.init(bytes:))
    else { return nil }
    self.init(host: host, port: port)
  }

  /// 6 or 18 bytes, as trackers, peer exchange and the DHT write peers (BEP 23, BEP 7).
  public var compact: [UInt8] { host.bytes + [UInt8(port >> 8), UInt8(truncatingIfNeeded: port)] }

  /// nil unless there are 6 or 18 bytes.
  public init?(compact bytes: some Collection<UInt8>) {
    guard let host = Host(bytes: bytes.dropLast(2)), let port = UInt16(bigEndian: bytes.suffix(2)) else { return nil }
    self.init(host: host, port: port)
  }

  public var socketAddress: SocketAddress? {
    try? SocketAddress(packedIPAddress: ByteBuffer(bytes: host.bytes), port: Int(port))
  }
}

extension PeerAddress.Host {
  /// A v4-mapped address is its IPv4 address (RFC 4291, section 2.5.5.2): one machine counts once.
  public init(_ high: UInt64, _ low: UInt64) {
    self = high == 0 && low >> 32 == 0xFFFF ? .v4(UInt32(truncatingIfNeeded: low)) : .v6(high, low)
  }

  /// nil unless there are 4 or 16 bytes.
  public init?(bytes: some Collection<UInt8>) {
    func word(_ bytes: some Sequence<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    switch bytes.count {
    case 4: self = .v4(UInt32(truncatingIfNeeded: word(bytes)))
    case 16: self = Self(word(bytes.prefix(8)), word(bytes.dropFirst(8)))
    default: return nil
    }
  }

  /// Reads a written address, such as `192.0.2.1` or `2001:db8::1`; names are not looked up.
  public init?(_ text: String) {
    // The system's reader stops at a zero byte, whatever follows it.
    guard text.utf8.allSatisfy({ Self.isWritten($0) }),
      let host = PeerAddress(try? SocketAddress(ipAddress: text, port: 0))?.host
    else { return nil }
    self = host
  }

  /// Hexadecimal digits, colons and dots.
  private static func isWritten(_ byte: UInt8) -> Bool {
    (0x30...0x3A).contains(byte) || (0x61...0x66).contains(byte | 0x20) || byte == UInt8(ascii: ".")
  }

  /// 4 or 16 bytes.
  public var bytes: [UInt8] {
    switch self {
    case .v4(let word): (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(24 - 8 * $0)) }
    case .v6(let high, let low):
      (0..<16).map { UInt8(truncatingIfNeeded: ($0 < 8 ? high : low) >> UInt64(56 - 8 * ($0 % 8))) }
    }
  }

  /// Whom limits count together: an IPv4 address, or the /64 network that one subscriber has in IPv6 (RFC 6177).
  public var subscriber: Self {
    if case .v6(let high, _) = self { .v6(high, 0) } else { self }
  }

  /// Whether it stands for all addresses of a machine.
  var isUnspecified: Bool {
    switch self {
    case .v4(let word): word == 0
    case .v6(let high, let low): high == 0 && low == 0
    }
  }

  public var isLoopback: Bool {
    switch self {
    case .v4(let word): word >> 24 == 127
    case .v6(let high, let low): high == 0 && low == 1
    }
  }
}

extension PeerAddress.Host: CustomStringConvertible {
  public var description: String {
    (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0))?.ipAddress ?? "?"
  }
}

extension PeerAddress: CustomStringConvertible {
  public var description: String {
    if case .v6 = host { "[\(host)]:\(port)" } else { "\(host):\(port)" }
  }
}

extension UInt16 {
  fileprivate init?(bigEndian bytes: some Collection<UInt8>) {
    guard bytes.count == 2 else { return nil }
    self = bytes.reduce(0) { $0 << 8 | UInt16($1) }
  }
}
