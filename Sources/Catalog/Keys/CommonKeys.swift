internal import Diagnostics
internal import Facts

/// Keys that videos, channels and the site share.
extension KeyReader {
  mutating func category() -> Int? {
    value(
      "category",
      expected: "a number from 1 to 18 or one of PeerTube's names: \(Category.names.joined(separator: ", "))",
      suggestions: Category.names, Category.number)
  }

  mutating func language(_ key: String = "language") -> String? {
    value(key, expected: "a language tag such as fr, en-GB or zh-Hant", LanguageTag.canonical)
  }

  /// `#rrggbb`.
  mutating func colour(_ key: String) -> String? {
    value(key, expected: "a colour such as \"#b3261e\", between quotes") { text in
      let digits = text.dropFirst().utf8
      let isColour =
        text.hasPrefix("#") && digits.count == 6
        && digits.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0 | 0x20) }
      return isColour ? text.lowercased() : nil
    }
  }

  mutating func licence() -> Licence? {
    value(
      "licence", expected: "an SPDX identifier such as CC-BY-SA-4.0, or PeerTube's name of a licence",
      suggestions: Licence.suggestions, Licence.init(written:))
  }

  /// `auto`, `copy`, or a list of short sides in pixels, with the codec behind those that are not H.264.
  mutating func renditions() -> RenditionPolicy? {
    guard let node = node("renditions") else { return nil }
    if let items = node.list {
      var names: [RenditionName] = []
      for item in items {
        let name = item.text.flatMap { RenditionName($0.lowercased()) }
        if let name, (72...8640).contains(name.shortSide), name.codec != .vp9 {
          if !names.contains(name) { names.append(name) }
        } else {
          report(
            .invalidValue(
              "renditions", item.text ?? item.kind, expected: "heights in pixels, such as [1080, 480, 1080p-av1]",
              at: item.location))
        }
      }
      if !names.isEmpty { return .list(names) }
      if items.isEmpty {
        report(
          .invalidValue("renditions", "[]", expected: "auto, copy, or a list such as [1080, 480]", at: node.location))
      }
      return nil
    }
    return value("renditions", expected: "auto, copy, or a list such as [1080, 480]", suggestions: ["auto", "copy"]) {
      $0 == "auto" ? .auto : $0 == "copy" ? .copy : nil
    }
  }

  /// `extra`: any map, read by nobody here.
  mutating func extra() {
    if let node = node("extra"), node.map == nil {
      report(.wrongType("extra", expected: "a map of keys", found: node.kind, at: node.location))
    }
  }

  /// An address that people may follow: no script, no white space.
  mutating func url(_ key: String, schemes: [String] = ["http", "https"]) -> String? {
    value(key, expected: "an address that starts with \(schemes.map { $0 + "://" }.joined(separator: " or "))") {
      WebAddress.isAbsolute($0, schemes: schemes) ? $0 : nil
    }
  }
}

/// Addresses by form alone (RFC 3986).
enum WebAddress {
  static func isAbsolute(_ text: String, schemes: [String]) -> Bool {
    guard let scheme = schemes.first(where: { text.lowercased().hasPrefix($0 + "://") }) else { return false }
    let rest = text.dropFirst(scheme.count + 3)
    let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !"\"<>\\^`{|}".utf8.contains($0) }
    return isClean && text.utf8.count <= 2000 && !host(of: rest).isEmpty
  }

  /// A base that paths are put behind: no query, no fragment, no user, ASCII, `/` at its end, host in lower case.
  static func base(_ text: String) -> String? {
    guard isAbsolute(text, schemes: ["http", "https"]), text.utf8.allSatisfy({ $0 < 0x80 }),
      !text.utf8.contains(where: { "?#@".utf8.contains($0) }), let colon = text.firstIndex(of: ":")
    else { return nil }
    let rest = text[colon...].dropFirst(3)
    let authority = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(authority.count)
    guard !path.contains("//"), !path.split(separator: "/").contains("..") else { return nil }
    guard authority.utf8.allSatisfy({ isHostByte($0) }) else { return nil }
    let base = text[..<colon].lowercased() + "://" + authority.lowercased() + path
    return base.hasSuffix("/") ? base : base + "/"
  }

  /// The first label of a base's host.
  static func firstLabel(_ base: String) -> String {
    guard let colon = base.firstIndex(of: ":") else { return "" }
    return String(host(of: base[colon...].dropFirst(3)).prefix { $0 != "." })
  }

  private static func host(of rest: Substring) -> Substring {
    rest.prefix { !"/?#:".contains($0) }
  }

  private static func isHostByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || "-._:[]".utf8.contains(byte)
  }
}
