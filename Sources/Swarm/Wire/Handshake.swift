public import NIOCore

/// The 68 bytes that begin a connection (BEP 3): `0x13 "BitTorrent protocol"`, 8 bytes of capabilities, infohash, peer id.
public struct Handshake: Sendable, Hashable {
  /// Up to the infohash: what is needed to answer.
  public static let startLength = 48
  public static let length = 68
  private static let name = Array("\u{13}BitTorrent protocol".utf8)

  public var capabilities: Capabilities
  public var key: SwarmKey
  /// 20 bytes.
  public var peerID: [UInt8]

  public init(capabilities: Capabilities, key: SwarmKey, peerID: [UInt8]) {
    self.capabilities = capabilities
    self.key = key
    self.peerID = peerID
  }

  /// The 64 reserved bits, the first byte highest.
  public struct Capabilities: OptionSet, Sendable, Hashable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    /// Extension protocol (BEP 10).
    public static let extended = Self(rawValue: 0x10_0000)
    /// Fast extension (BEP 6).
    public static let fast = Self(rawValue: 0x04)
    public static let dht = Self(rawValue: 0x01)
    /// A hybrid torrent, which may go on in version 2 (BEP 52, "Upgrade Path").
    public static let upgrade = Self(rawValue: 0x10)
  }

  public var bytes: [UInt8] {
    var out = Self.name
    for shift in stride(from: 56, through: 0, by: -8) {
      out.append(UInt8(truncatingIfNeeded: capabilities.rawValue >> UInt64(shift)))
    }
    return out + key.bytes + peerID
  }

  /// Reads the first 48 bytes and leaves the buffer at the peer id.
  ///
  /// - Returns: nil where bytes are missing and those there are could still become a handshake.
  public static func readStart(
    _ buffer: inout ByteBuffer
  ) throws(WireViolation) -> (capabilities: Capabilities, key: SwarmKey)? {
    let start = buffer.readableBytesView.prefix(name.count)
    guard let first = start.first else { return nil }
    // Hanging up at once lets a client that tried encryption come back without it (contracts/bittorrent.md 2.9).
    guard first == name[0] else { throw .encrypted }
    guard name.starts(with: start) else { throw .notBitTorrent }
    guard buffer.readableBytes >= startLength else { return nil }
    buffer.moveReaderIndex(forwardBy: name.count)
    guard let bits: UInt64 = buffer.readInteger(), let bytes = buffer.readBytes(length: SwarmKey.byteCount),
      let key = SwarmKey(bytes)
    else { throw .notBitTorrent }
    return (Capabilities(rawValue: bits), key)
  }
}
