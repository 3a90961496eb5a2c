/// Which addresses all machines can reach, and which mean something in one network alone.
extension PeerAddress.Host {
  /// False for this machine, private and local networks, and what is set aside (RFC 6890 and its registries).
  public var isPublic: Bool {
    switch self {
    case .v4(let word): !Self.setAside.contains { word >> (32 - $0.bits) == $0.prefix >> (32 - $0.bits) }
    case .v6(let high, let low):
      // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an IPv4 address, which decides.
      if high == 0x0064_FF9B_0000_0000 && low >> 32 == 0 {
        Self.v4(UInt32(truncatingIfNeeded: low)).isPublic
      } else if high >> 48 == 0x2002 {
        Self.v4(UInt32(truncatingIfNeeded: high >> 16)).isPublic
      } else {
        // Global unicast is 2000::/3; of it Teredo, what is for documents, and benchmarks lie in 2001::/23 and 2001:db8::/32.
        high >> 61 == 1 && high >> 41 != 0x2001_0000 >> 9 && high >> 32 != 0x2001_0DB8 && high >> 44 != 0x3FFF0
      }
    }
  }

  private static let setAside: [(prefix: UInt32, bits: UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
    (0xCB00_7100, 24), (0xE000_0000, 3),
  ]
}
