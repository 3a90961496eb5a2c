/// Signatures of requests between servers, as Mastodon and PeerTube make and demand them: RSA with SHA-256 over the first line,
/// `host`, `date` and, of a body, `digest`. A value in, a value out: the clock and the keys are passed in.
public enum HTTPSignature {
  /// Why a request is not believed.
  public enum Refusal: Error, Hashable {
    /// There is no `Signature` header, or several.
    case unsigned
    case malformed
    /// Only `rsa-sha256` and `hs2019`, which names the key's own, are known.
    case unknownAlgorithm(String)
    /// It must be among those that are signed, and was not, or is missing in the request.
    case notSigned(String)
    /// Older or newer than a sender's clock may be.
    case otherTime
    /// The body is another than the one that was signed.
    case otherBody
    case otherKey
    /// The text given is no public key.
    case unreadableKey
  }

  /// In seconds. Mastodon allows an hour, PeerTube half of one.
  public static let clockSkew: Int64 = 1800
  /// Of the signed headers, in this order.
  private static let signed = ["(request-target)", "host", "date"]

  /// The request with `Digest`, where it has a body, and `Signature`.
  ///
  /// - Parameters:
  ///   - request: with `Host` and `Date` (RFC 9110, section 5.6.7).
  ///   - keyID: the id of the public key in the actor's document.
  /// - Throws: ``ActorKeys/KeyError`` of a key that cannot be read; ``Refusal/notSigned(_:)`` where a header is missing.
  public static func sign(_ request: SignedRequest, keyID: String, privatePEM: String) throws -> SignedRequest {
    var request = request
    var names = signed
    if let body = request.body {
      request.headers.removeAll { $0.name.lowercased() == "digest" }
      request.headers.append((name: "Digest", value: BodyDigest.text(body)))
      names.append("digest")
    }
    for name in names.dropFirst() where request.value(name) == nil { throw Refusal.notSigned(name) }
    guard let text = request.signingString(names) else { throw Refusal.malformed }
    let signature = try RSAKey(privatePEM: privatePEM).sign(Array(text.utf8))
    let header = SignatureHeader(keyID: keyID, names: names, signature: signature)
    request.headers.append((name: "Signature", value: header.text))
    return request
  }

  /// The key that a request says it is signed with: its document is fetched, and its key given to ``verify(_:publicPEM:now:)``.
  public static func header(of request: SignedRequest) throws(Refusal) -> SignatureHeader {
    let values = request.headers.filter { $0.name.lowercased() == "signature" }
    guard values.count == 1 else { throw .unsigned }
    guard let header = SignatureHeader(values[0].value) else { throw .malformed }
    return header
  }

  /// - Parameter now: in seconds since 1970-01-01 UTC.
  public static func verify(_ request: SignedRequest, publicPEM: String, now: Int64) throws(Refusal) {
    let header = try header(of: request)
    if let algorithm = header.algorithm, !["rsa-sha256", "hs2019"].contains(algorithm) {
      throw .unknownAlgorithm(algorithm)
    }
    // A signature over less could be put on another request.
    for name in signed + (request.body == nil ? [] : ["digest"]) where !header.names.contains(name) {
      throw .notSigned(name)
    }
    for name in header.names where name != "(request-target)" && request.value(name) == nil { throw .notSigned(name) }
    guard let date = request.value("date").flatMap(SignedDate.seconds), abs(now - date) <= clockSkew else {
      throw .otherTime
    }
    if let body = request.body, !BodyDigest.matches(request.value("digest") ?? "", body) { throw .otherBody }
    guard let text = request.signingString(header.names) else { throw .malformed }
    let isTrue: Bool
    do {
      isTrue = try RSAKey(publicPEM: publicPEM).verifies(header.signature, of: Array(text.utf8))
    } catch {
      throw .unreadableKey
    }
    if !isTrue { throw .otherKey }
  }
}
