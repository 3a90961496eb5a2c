/// A SHA-256 digest: 32 bytes.
public struct Digest256: Sendable, Hashable {
  public static let byteCount = 32
  /// Exactly 32 bytes.
  public let bytes: [UInt8]

  /// nil unless there are exactly 32 bytes.
  public init?(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// nil unless the text is 64 lower- or upper-case hexadecimal digits.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  /// 64 lower-case digits.
  public var hex: String { Hex.encode(bytes) }
}

/// A SHA-1 digest: 20 bytes.
public struct Digest160: Sendable, Hashable {
  public static let byteCount = 20
  /// Exactly 20 bytes.
  public let bytes: [UInt8]

  /// nil unless there are exactly 20 bytes.
  public init?(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    guard bytes.count == Self.byteCount else { return nil }
    self.bytes = bytes
  }

  /// nil unless the text is 40 lower- or upper-case hexadecimal digits.
  public init?(hex: some StringProtocol) {
    guard let bytes = Hex.decode(hex) else { return nil }
    self.init(bytes)
  }

  /// 40 lower-case digits.
  public var hex: String { Hex.encode(bytes) }
}

extension Digest256: Comparable {
  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

extension Digest160: Comparable {
  public static func < (a: Self, b: Self) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}
