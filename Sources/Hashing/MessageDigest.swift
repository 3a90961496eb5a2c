import COpenSSL

/// The thin owner of one OpenSSL digest context. Every unsafe pointer of this part is in this file.
@safe struct MessageDigest: ~Copyable {
  enum Algorithm { case sha1, sha256 }

  private let context: OpaquePointer

  init(_ algorithm: Algorithm) {
    guard let context = unsafe EVP_MD_CTX_new() else { preconditionFailure("OpenSSL has no memory for a digest") }
    let method = unsafe algorithm == .sha1 ? EVP_sha1() : EVP_sha256()
    guard unsafe EVP_DigestInit_ex(context, method, nil) == 1 else {
      preconditionFailure("OpenSSL has no \(algorithm)")
    }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  mutating func update(_ bytes: borrowing Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { buffer in
      _ = unsafe EVP_DigestUpdate(context, buffer.baseAddress, buffer.count)
    }
  }

  consuming func finalize(_ byteCount: Int) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: byteCount)
    unsafe out.withUnsafeMutableBufferPointer { buffer in
      _ = unsafe EVP_DigestFinal_ex(context, buffer.baseAddress, nil)
    }
    return out
  }
}
