public import Hashing

/// The 20 bytes by which peers, trackers and the DHT name a swarm: a version 1 infohash, the first 20 bytes of a version 2
/// one (BEP 52), or what browsers announce. Held without a heap allocation: a daemon keeps tens of thousands.
public struct SwarmKey: Sendable, Hashable {
  public static let byteCount = 20

  private let a: UInt64
  private let b: UInt64
  private let c: UInt32

  /// nil unless there are exactly 20 bytes.
  public init?(_ bytes: some Sequence<UInt8>) {
    var words: (UInt64, UInt64, UInt64) = (0, 0, 0)
    var count = 0
    for byte in bytes {
      switch count {
      case 0..<8: words.0 = words.0 << 8 | UInt64(byte)
      case 8..<16: words.1 = words.1 << 8 | UInt64(byte)
      case 16..<20: words.2 = words.2 << 8 | UInt64(byte)
      default: return nil
      }
      count += 1
    }
    guard count == Self.byteCount else { return nil }
    (a, b, c) = (words.0, words.1, UInt32(truncatingIfNeeded: words.2))
  }

  /// nil unless the text is 40 hexadecimal digits.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  /// - Parameter random: 20 bytes.
  init(random: [UInt8]) {
    guard let key = Self(random) else { preconditionFailure("a key has 20 bytes") }
    self = key
  }

  public init(_ digest: Digest160) {
    guard let key = Self(digest.bytes) else { preconditionFailure("a SHA-1 digest has 20 bytes") }
    self = key
  }

  /// The truncated form of a version 2 infohash.
  public init(truncating digest: Digest256) {
    guard let key = Self(digest.bytes.prefix(Self.byteCount)) else { preconditionFailure("20 bytes of 32 are 20") }
    self = key
  }

  public var bytes: [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(Self.byteCount)
    for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: a >> UInt64(shift))) }
    for shift in stride(from: 56, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: b >> UInt64(shift))) }
    for shift in stride(from: 24, through: 0, by: -8) { out.append(UInt8(truncatingIfNeeded: c >> UInt32(shift))) }
    return out
  }

  /// 40 lower-case digits.
  public var hex: String { Hex.encode(bytes) }
}

extension SwarmKey: Comparable {
  /// In the order of their bytes.
  public static func < (a: Self, b: Self) -> Bool {
    (a.a, a.b, a.c) < (b.a, b.b, b.c)
  }

  /// How far another is, as the DHT measures (BEP 5): the exclusive or.
  func distance(to other: Self) -> Self { Self(a: a ^ other.a, b: b ^ other.b, c: c ^ other.c) }

  private init(a: UInt64, b: UInt64, c: UInt32) { (self.a, self.b, self.c) = (a, b, c) }
}
