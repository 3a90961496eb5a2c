import COpenSSL

/// The RSA key pair of an actor: HTTP signatures on the fediverse use RSA with SHA-256, and PeerTube refuses an actor without a
/// public key (contracts/activitypub.md 1.2).
public enum ActorKeys {
  /// In bits: what Mastodon and PeerTube make themselves.
  public static let bits: Int32 = 2048

  public enum KeyError: Error, Hashable {
    /// OpenSSL could not make a key: no memory or no entropy.
    case notGenerated
    /// The text is no unencrypted private key in PEM form.
    case notAPrivateKey
    case notWritten
  }

  /// A new pair. An effect: every call gives another one.
  ///
  /// - Returns: PKCS #8 and SubjectPublicKeyInfo in PEM form (RFC 7468), each ended with a line feed.
  public static func generate() throws(KeyError) -> (privatePEM: String, publicPEM: String) {
    let key = try PrivateKey(generating: bits)
    return (try key.privatePEM(), try key.publicPEM())
  }

  /// The public half of a private key in PEM form, as `generate` gave it.
  public static func publicPEM(fromPrivate privatePEM: String) throws(KeyError) -> String {
    // A 2048 bit key takes 1.7 KB; what is far longer is no key.
    guard privatePEM.utf8.count <= 16_384 else { throw .notAPrivateKey }
    return try PrivateKey(pem: Array(privatePEM.utf8)).publicPEM()
  }
}

/// The thin owner of one OpenSSL key. Every unsafe pointer of this part is in this file.
@safe private struct PrivateKey: ~Copyable {
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

  init(pem: [UInt8]) throws(ActorKeys.KeyError) {
    let bio = try MemoryBIO()
    guard bio.write(pem), let key = unsafe bio.readPrivateKey() else { throw .notAPrivateKey }
    unsafe self.key = key
  }

  deinit { unsafe EVP_PKEY_free(key) }

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
}
