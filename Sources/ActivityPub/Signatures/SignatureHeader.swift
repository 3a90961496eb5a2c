import Hashing

/// The `Signature` header of an HTTP request (draft-cavage-http-signatures-12, section 2 and 4), as PeerTube and Mastodon write
/// and read it: `keyId="…",algorithm="rsa-sha256",headers="(request-target) host date",signature="…"`.
public struct SignatureHeader: Sendable, Hashable {
  /// The id of the key, in an actor's document: `https://videos.example.org/channels/main/actor.jsonld#main-key`.
  public var keyID: String
  /// nil where the sender does not name it.
  public var algorithm: String?
  /// Lower case, in the order in which they were signed.
  public var names: [String]
  public var signature: [UInt8]

  public init(keyID: String, algorithm: String? = "rsa-sha256", names: [String], signature: [UInt8]) {
    self.keyID = keyID
    self.algorithm = algorithm
    self.names = names
    self.signature = signature
  }

  public var text: String {
    let algorithm = algorithm.map { "algorithm=\"\($0)\"," } ?? ""
    return "keyId=\"\(keyID)\",\(algorithm)headers=\"\(names.joined(separator: " "))\","
      + "signature=\"\(Base64.encode(signature))\""
  }

  /// In bytes; a signature of 4096 bits with a long key id is a fifth of it.
  static let longest = 8192
  private static let mostNames = 32

  /// nil where it has not this form, or names a parameter twice.
  public init?(_ text: String) {
    guard text.utf8.count <= Self.longest, let parameters = Self.parameters(Array(text.utf8)),
      let keyID = parameters["keyId"], !keyID.isEmpty,
      let signature = parameters["signature"].flatMap({ Base64.decode($0) }), !signature.isEmpty
    else { return nil }
    // Without a list it is the date alone (section 2.1.6).
    let names = (parameters["headers"] ?? "date").split(separator: " ").map { $0.lowercased() }
    guard !names.isEmpty, names.count <= Self.mostNames, Set(names).count == names.count else { return nil }
    self.init(keyID: keyID, algorithm: parameters["algorithm"]?.lowercased(), names: names, signature: signature)
  }

  /// `name="value"` or `name=123`, between commas.
  private static func parameters(_ bytes: [UInt8]) -> [String: String]? {
    var parameters: [String: String] = [:]
    var rest = bytes[...]
    while true {
      rest = rest.drop { $0 == UInt8(ascii: " ") }
      let name = rest.prefix { isLetter($0) }
      rest = rest.dropFirst(name.count)
      guard !name.isEmpty, rest.popFirst() == UInt8(ascii: "=") else { return nil }
      let value: ArraySlice<UInt8>
      if rest.first == UInt8(ascii: "\"") {
        rest = rest.dropFirst()
        value = rest.prefix { $0 != UInt8(ascii: "\"") }
        rest = rest.dropFirst(value.count)
        // No escapes: neither a URL nor base 64 has a quote or a backslash.
        guard rest.popFirst() != nil, !value.contains(UInt8(ascii: "\\")) else { return nil }
      } else {
        value = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        rest = rest.dropFirst(value.count)
        if value.isEmpty { return nil }
      }
      guard let text = String(validating: value, as: UTF8.self),
        parameters.updateValue(text, forKey: String(decoding: name, as: UTF8.self)) == nil
      else { return nil }
      rest = rest.drop { $0 == UInt8(ascii: " ") }
      if rest.isEmpty { return parameters }
      if rest.popFirst() != UInt8(ascii: ",") { return nil }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
