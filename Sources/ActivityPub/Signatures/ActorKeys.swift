/// The RSA key pair of an actor: HTTP signatures on the fediverse use RSA with SHA-256, and PeerTube refuses an actor without a
/// public key (contracts/activitypub.md 1.2).
public enum ActorKeys {
  /// In bits: what Mastodon and PeerTube make themselves.
  public static let bits: Int32 = 2048

  public enum KeyError: Error, Hashable {
    /// OpenSSL could not make a key: no memory or no entropy.
    case notGenerated
    /// The text is no unencrypted private RSA key in PEM form.
    case notAPrivateKey
    /// The text is no public RSA key in PEM form.
    case notAPublicKey
    case notWritten
    /// OpenSSL refused to sign.
    case notSigned
  }

  /// A new pair. An effect: every call gives another one.
  ///
  /// - Returns: PKCS #8 and SubjectPublicKeyInfo in PEM form (RFC 7468), each ended with a line feed.
  public static func generate() throws(KeyError) -> (privatePEM: String, publicPEM: String) {
    let key = try RSAKey(generating: bits)
    return (try key.privatePEM(), try key.publicPEM())
  }

  /// The public half of a private key in PEM form, as `generate` gave it.
  public static func publicPEM(fromPrivate privatePEM: String) throws(KeyError) -> String {
    try RSAKey(privatePEM: privatePEM).publicPEM()
  }
}
