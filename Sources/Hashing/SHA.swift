/// SHA-256 (FIPS 180-4) over bytes that arrive in parts. One owner, one task: it is not copied.
public struct SHA256: ~Copyable {
  private var state = MessageDigest(.sha256)

  public init() {}

  public mutating func update(_ bytes: borrowing Span<UInt8>) { state.update(bytes) }
  public mutating func update(_ bytes: [UInt8]) { state.update(bytes.span) }

  public consuming func finalize() -> Digest256 {
    guard let digest = Digest256(state.finish()) else {
      preconditionFailure("OpenSSL gave a SHA-256 digest of another length")
    }
    return digest
  }

  /// The digest of bytes that are at hand.
  public static func hash(_ bytes: [UInt8]) -> Digest256 { hash(bytes.span) }

  public static func hash(_ bytes: borrowing Span<UInt8>) -> Digest256 {
    var hasher = SHA256()
    hasher.update(bytes)
    return hasher.finalize()
  }
}

/// SHA-1 (FIPS 180-4), which BitTorrent version 1 names its pieces by (BEP 3).
public struct SHA1: ~Copyable {
  private var state = MessageDigest(.sha1)

  public init() {}

  public mutating func update(_ bytes: borrowing Span<UInt8>) { state.update(bytes) }
  public mutating func update(_ bytes: [UInt8]) { state.update(bytes.span) }

  public consuming func finalize() -> Digest160 {
    guard let digest = Digest160(state.finish()) else {
      preconditionFailure("OpenSSL gave a SHA-1 digest of another length")
    }
    return digest
  }

  public static func hash(_ bytes: [UInt8]) -> Digest160 { hash(bytes.span) }

  public static func hash(_ bytes: borrowing Span<UInt8>) -> Digest160 {
    var hasher = SHA1()
    hasher.update(bytes)
    return hasher.finalize()
  }
}
