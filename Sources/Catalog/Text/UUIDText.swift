internal import Hashing

/// UUIDs (RFC 9562) in their text form.
enum UUIDText {
  /// A digest's first 16 bytes with the bits of version 4 and of the variant set: what PeerTube demands of an id
  /// (contracts/activitypub.md 1.0).
  static func version4(_ digest: Digest256) -> String {
    var bytes = Array(digest.bytes.prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x40
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Array(Hex.encode(bytes))
    return [hex[0..<8], hex[8..<12], hex[12..<16], hex[16..<20], hex[20..<32]].map { String($0) }.joined(separator: "-")
  }

  /// In lower case; nil where the text is no UUID of version 4.
  static func version4(_ text: String) -> String? {
    let lower = text.lowercased()
    let parts = lower.split(separator: "-", omittingEmptySubsequences: false)
    guard lower.utf8.count == 36, parts.map(\.utf8.count) == [8, 4, 4, 4, 12], Hex.decode(parts.joined()) != nil,
      parts[2].hasPrefix("4"), let variant = parts[3].first, "89ab".contains(variant)
    else { return nil }
    return lower
  }
}
