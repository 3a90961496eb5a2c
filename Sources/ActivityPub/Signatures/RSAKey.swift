import COpenSSL

/// The thin owner of one OpenSSL key, private or public. Every unsafe pointer of this part is in this file.
@safe struct RSAKey: ~Copyable {
  /// In bytes: a 4096 bit key takes 3.3 KB, and what is far longer is no key.
  private static let longestPEM = 16_384
  /// In bits. PeerTube and Mastodon make 2048; what is shorter is no protection, and a huge one costs seconds a signature.
  private static let strength: ClosedRange<Int32> = 2048...8192

  private let key: OpaquePointer

  init(generating bits: Int32) throws(ActorKeys.KeyError) {
    guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil) else { throw .notGenerated }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard unsafe EVP_PKEY_keygen_init(context) == 1, unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, bits) == 1,
      unsafe EVP_PKEY_keygen(context, &made) == 1, let key = unsafe made
    else { throw .notGenerated }
    unsafe self.key = key
  }

  init(privatePEM: String) throws(ActorKeys.KeyError) {
    guard privatePEM.utf8.count <= Self.longestPEM else { throw .notAPrivateKey }
    let bio = try MemoryBIO()
    guard bio.write(Array(privatePEM.utf8)), let key = unsafe bio.readPrivateKey() else { throw .notAPrivateKey }
    guard unsafe Self.isStrongRSA(key) else {
      unsafe EVP_PKEY_free(key)
      throw .notAPrivateKey
    }
    unsafe self.key = key
  }

  /// SubjectPublicKeyInfo, as actors publish it.
  init(publicPEM: String) throws(ActorKeys.KeyError) {
    guard publicPEM.utf8.count <= Self.longestPEM else { throw .notAPublicKey }
    let bio = try MemoryBIO()
    guard bio.write(Array(publicPEM.utf8)), let key = unsafe bio.readPublicKey() else { throw .notAPublicKey }
    guard unsafe Self.isStrongRSA(key) else {
      unsafe EVP_PKEY_free(key)
      throw .notAPublicKey
    }
    unsafe self.key = key
  }

  deinit { unsafe EVP_PKEY_free(key) }

  private static func isStrongRSA(_ key: OpaquePointer) -> Bool {
    unsafe EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA && strength.contains(unsafe EVP_PKEY_get_bits(key))
  }

  /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2).
  func sign(_ message: [UInt8]) throws(ActorKeys.KeyError) -> [UInt8] {
    guard let context = unsafe EVP_MD_CTX_new() else { throw .notSigned }
    defer { unsafe EVP_MD_CTX_free(context) }
    var count = 0
    guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      unsafe EVP_DigestSign(context, nil, &count, message, message.count) == 1, (1...1024).contains(count)
    else { throw .notSigned }
    var signature = [UInt8](repeating: 0, count: count)
    guard unsafe EVP_DigestSign(context, &signature, &count, message, message.count) == 1 else { throw .notSigned }
    return Array(signature.prefix(count))
  }

  /// Did the private half of this key sign the message?
  func verifies(_ signature: [UInt8], of message: [UInt8]) -> Bool {
    guard let context = unsafe EVP_MD_CTX_new() else { return false }
    defer { unsafe EVP_MD_CTX_free(context) }
    return unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1
      && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
  }

  func privatePEM() throws(ActorKeys.KeyError) -> String {
    let bio = try MemoryBIO()
    guard unsafe PEM_write_bio_PKCS8PrivateKey(bio.bio, key, nil, nil, 0, nil, nil) == 1 else { throw .notWritten }
    return String(decoding: bio.contents(), as: UTF8.self)
  }

  func publicPEM() throws(ActorKeys.KeyError) -> String {
    let bio = try MemoryBIO()
    guard unsafe PEM_write_bio_PUBKEY(bio.bio, key) == 1 else { throw .notWritten }
    return String(decoding: bio.contents(), as: UTF8.self)
  }
}

/// A buffer that OpenSSL's PEM functions read from and write to.
@safe private struct MemoryBIO: ~Copyable {
  let bio: OpaquePointer

  init() throws(ActorKeys.KeyError) {
    guard let bio = unsafe BIO_new(BIO_s_mem()) else { throw .notWritten }
    unsafe self.bio = bio
  }

  deinit { unsafe BIO_free_all(bio) }

  borrowing func write(_ bytes: [UInt8]) -> Bool {
    guard let count = Int32(exactly: bytes.count), count > 0 else { return false }
    return unsafe bytes.withUnsafeBytes { unsafe BIO_write(bio, $0.baseAddress, count) } == count
  }

  borrowing func contents() -> [UInt8] {
    var out: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { unsafe BIO_read(bio, $0.baseAddress, Int32($0.count)) }
      guard count > 0 else { return out }
      out += buffer[..<Int(count)]
    }
  }

  /// An encrypted key is refused: without a callback of ours OpenSSL would ask for its password on the terminal.
  borrowing func readPrivateKey() -> OpaquePointer? {
    unsafe PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
  }

  borrowing func readPublicKey() -> OpaquePointer? {
    unsafe PEM_read_bio_PUBKEY(bio, nil, { _, _, _, _ in -1 }, nil)
  }
}
