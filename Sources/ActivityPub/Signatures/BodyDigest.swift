import Hashing

/// The `Digest` header of a request's body (RFC 3230): `SHA-256=` and base 64.
public enum BodyDigest {
  public static func text(_ body: [UInt8]) -> String { "SHA-256=" + Base64.encode(SHA256.hash(body).bytes) }

  /// Other algorithms beside it are passed over; without SHA-256, or with one that does not fit, it is false.
  public static func matches(_ header: String, _ body: [UInt8]) -> Bool {
    let values = header.split(separator: ",").compactMap { part -> Substring? in
      let pair = part.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return pair.count == 2 && pair[0].lowercased() == "sha-256" ? pair[1] : nil
    }
    let digest = SHA256.hash(body).bytes
    return !values.isEmpty && values.allSatisfy { Base64.decode($0.prefix { $0 != " " }) == digest }
  }
}
