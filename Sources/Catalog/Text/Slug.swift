internal import Hashing

/// Addresses, channel, tag and user names by one rule (design, "Slugs"): `[a-z0-9-]`, 1 to 80 bytes, nothing that
/// Windows reserves as a file name.
public enum Slug {
  public static let maximumBytes = 80

  /// Of any text. A text of which nothing is left becomes `v-<8 hex of its SHA-256>`.
  public static func make(_ text: String) -> String {
    let name = CanonicalForm.composed(text)
    var out: [UInt8] = []
    var unreadable = 0
    var readable = 0
    for character in name.lowercased() {
      if let ascii = character.isASCII ? String(character) : Transliteration.ascii(character) {
        for byte in ascii.utf8 {
          if isLetterOrDigit(byte) {
            out.append(byte)
            readable += 1
          } else if byte != UInt8(ascii: "'") {
            separate(&out)
          }
        }
      } else if character.isLetter || character.isNumber {
        unreadable += 1
        separate(&out)
      } else if character != "\u{2019}" {
        separate(&out)
      }
    }
    let slug = trimmed(out, to: maximumBytes)
    // A name mostly in another script says nothing by the few letters that are left.
    if slug.isEmpty || unreadable > readable {
      return "v-" + SHA256.hash(Array(name.utf8)).hex.prefix(8)
    }
    return reserved.contains(slug) ? "v-" + slug : slug
  }

  /// Is a written slug of the right form?
  public static func isValid(_ text: String) -> Bool {
    (1...maximumBytes).contains(text.utf8.count)
      && text.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") } && !reserved.contains(text)
  }

  /// `slug` with something after it, cut so that the whole keeps the limit.
  static func appending(_ suffix: String, to slug: String) -> String {
    let room = max(1, maximumBytes - suffix.utf8.count - 1)
    return trimmed(Array(slug.utf8), to: room) + "-" + suffix
  }

  /// The first free name: `name`, then `name-2`, `name-3`.
  static func free(_ name: String, taken: Set<String>) -> String {
    if !taken.contains(name) { return name }
    var number = 2
    while taken.contains(appending(String(number), to: name)) { number += 1 }
    return appending(String(number), to: name)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
  }

  private static func separate(_ out: inout [UInt8]) {
    if let last = out.last, last != UInt8(ascii: "-") { out.append(UInt8(ascii: "-")) }
  }

  static func trimmed(_ bytes: [UInt8], to limit: Int) -> String {
    var kept = bytes.prefix(limit)
    while kept.last == UInt8(ascii: "-") { kept.removeLast() }
    return String(decoding: kept, as: UTF8.self)
  }

  /// Device names that Windows does not allow as a file name.
  private static let reserved: Set<String> = {
    var names: Set<String> = ["con", "prn", "aux", "nul"]
    for number in 0...9 { names.formUnion(["com\(number)", "lpt\(number)"]) }
    return names
  }()
}
