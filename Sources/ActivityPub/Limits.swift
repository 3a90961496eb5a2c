/// What PeerTube refuses, drops or cuts in an object of another server (contracts/activitypub.md 1.1).
public enum Limits {
  /// Of a video's name, in characters as PeerTube counts them: Unicode scalars.
  public static let name = 3...120
  public static let tag = 2...30
  public static let chapter = 1...100
  public static let playlistName = 1...120
  /// Of a language identifier.
  public static let language = 1...10
  /// Of a video's `content`.
  public static let content = 3...10_000
  /// Of an actor's `summary`: shorter is dropped, longer is cut.
  public static let actorSummary = 3...1000
  /// Newest videos that a channel shows as pinned posts.
  public static let featured = 20
  /// Videos on one page of an outbox: about 40 KB, far below the 1 MB that Mastodon reads.
  public static let outboxPage = 100
  /// At least one: an empty collection has one empty page, since `first` is mandatory (contracts/activitypub.md 1.4).
  public static func pageCount(_ items: Int) -> Int { max(1, (items + outboxPage - 1) / outboxPage) }

  public static func length(_ text: String) -> Int { text.unicodeScalars.count }

  /// The text, or its start and an ellipsis where it is longer than the limit, at most `limit` characters.
  public static func cut(_ text: String, to limit: Int) -> String {
    guard length(text) > limit, limit > 0 else { return text }
    var view = String.UnicodeScalarView(text.unicodeScalars.prefix(limit - 1))
    while let last = view.last, last.properties.isWhitespace { view.removeLast() }
    view.append("…")
    return String(view)
  }

  /// Is it a version 4 UUID of RFC 9562's variant, which is the only form that PeerTube takes?
  public static func isUUID4(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count == 36 else { return false }
    for (index, byte) in bytes.enumerated() {
      switch index {
      case 8, 13, 18, 23: if byte != UInt8(ascii: "-") { return false }
      case 14: if byte != UInt8(ascii: "4") { return false }
      case 19: if !"89abAB".utf8.contains(byte) { return false }
      default: if !Character(Unicode.Scalar(byte)).isHexDigit { return false }
      }
    }
    return true
  }

  /// The user names that PeerTube and Mastodon both read: `[a-z0-9_]+([.-]+[a-z0-9_]+)*`.
  public static func isUserName(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, let last = bytes.last, isWord(first), isWord(last) else { return false }
    return bytes.allSatisfy { isWord($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".") }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "_")
  }

  /// `PT754S`: whole seconds alone, since PeerTube reads `PT1H2M3S` as one second.
  public static func duration(milliseconds: Int64) -> String { "PT\(max(0, (milliseconds + 500) / 1000))S" }
}

/// Text in the HTML that ActivityPub's `summary` is.
public func markupEscaped(_ text: String) -> String {
  // Not by characters: with a mark on it, `<` would be another one.
  var out = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": out.append(contentsOf: "&amp;".unicodeScalars)
    case "<": out.append(contentsOf: "&lt;".unicodeScalars)
    case ">": out.append(contentsOf: "&gt;".unicodeScalars)
    default: out.append(scalar)
    }
  }
  return String(out)
}
