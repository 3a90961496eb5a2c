/// HMAC with SHA-256 (RFC 2104, RFC 4231): proof that whoever made a digest holds the key.
public struct HMACSHA256: Sendable {
  // The block of SHA-256, in bytes.
  private static let block = 64
  private let inner: [UInt8]
  private let outer: [UInt8]

  public init(key: [UInt8]) {
    var padded = key.count > Self.block ? SHA256.hash(key).bytes : key
    padded += repeatElement(0, count: Self.block - padded.count)
    inner = padded.map { $0 ^ 0x36 }
    outer = padded.map { $0 ^ 0x5C }
  }

  public func authenticate(_ message: [UInt8]) -> Digest256 {
    SHA256.hash(outer + SHA256.hash(inner + message).bytes)
  }
}
