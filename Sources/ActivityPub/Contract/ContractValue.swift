import JSON

/// The forms of single values (contracts/activitypub.md 1.0).
enum ContractValue {
  /// `http` or `https`, a host with a dot in its name, 3 to 2000 characters.
  static func isURL(_ text: String) -> Bool {
    guard (3...2000).contains(Limits.length(text)), text.hasPrefix("https://") || text.hasPrefix("http://"),
      text.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0 != "<" && $0 != ">" }), let host = host(text)
    else { return false }
    let name = host.prefix { $0 != ":" }
    return name.split(separator: ".", omittingEmptySubsequences: false).count > 1
      && name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
  }

  static func isURL(_ value: JSON?) -> Bool { value?.text.map(isURL) ?? false }

  /// Absent, or an address.
  static func isURLOrNothing(_ value: JSON?) -> Bool { value.map { isURL($0) } ?? true }

  /// With its port, in lower case.
  static func host(_ url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    let host = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    return host.isEmpty ? nil : host.lowercased()
  }

  /// ISO 8601, a string.
  static func isDate(_ value: JSON?) -> Bool {
    guard let text = value?.text else { return false }
    return text.wholeMatch(of: /\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+\-]\d{2}:?\d{2})?)?/) != nil
  }

  static func isDateOrNothing(_ value: JSON?) -> Bool { value.map { isDate($0) } ?? true }

  /// `PT754S`: PeerTube reads `PT1H2M3S` as one second.
  static func isDuration(_ value: JSON?) -> Bool { value?.text?.wholeMatch(of: /PT\d+S/) != nil }

  static func isCount(_ value: JSON?) -> Bool { value?.integer.map { $0 >= 0 } ?? false }

  static func has(_ value: JSON?, _ length: ClosedRange<Int>) -> Bool {
    value?.text.map { length.contains(Limits.length($0)) } ?? false
  }

  static func isBoolOrNothing(_ value: JSON?) -> Bool { value == nil || value?.bool != nil }

  static func isTextOrNothing(_ value: JSON?) -> Bool { value == nil || value?.text != nil }

  /// A JPEG: PeerTube up to version 7 reads no other picture.
  static func isImage(_ value: JSON) -> Bool {
    value["type"] == "Image" && value["mediaType"] == "image/jpeg" && isURL(value["url"]) && isCount(value["width"])
      && isCount(value["height"])
  }

  /// One value, or the values of an array.
  static func list(_ value: JSON?) -> [JSON] { value.map { $0.array ?? [$0] } ?? [] }

  /// A URL, or an object with one as its id.
  static func reference(_ value: JSON?) -> String? { value?.text ?? value?["id"]?.text }
}
