import COpenSSL

/// The thin owner of one OpenSSL digest context, which serves one message after another: to begin again on a context
/// costs a tenth of making one. Every unsafe pointer of this part is in this file.
@safe struct MessageDigest: ~Copyable {
  enum Algorithm {
    case sha1, sha256

    var byteCount: Int { self == .sha1 ? 20 : 32 }
  }

  private let context: OpaquePointer
  private let byteCount: Int

  init(_ algorithm: Algorithm) {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("OpenSSL has no memory for a digest") }
    let method = unsafe algorithm == .sha1 ? EVP_sha1() : EVP_sha256()
    guard unsafe EVP_DigestInit_ex(context, method, nil) == 1 else {
      preconditionFailure("OpenSSL has no \(algorithm)")
    }
    unsafe self.context = context
    byteCount = algorithm.byteCount
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: borrowing Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
  }

  /// Writes the digest of the message behind `out` and begins the next message.
  mutating func finish(appendingTo out: inout [UInt8]) {
    let start = out.count
    out.append(contentsOf: repeatElement(0, count: byteCount))
    unsafe out.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress?.advanced(by: start), nil)
    }
    // No method named: the context keeps its own.
    _ = unsafe EVP_DigestInit_ex(context, nil, nil)
  }

  mutating func finish() -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(byteCount)
    finish(appendingTo: &out)
    return out
  }
}
