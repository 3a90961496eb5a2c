/// The HTML of a text as feeds carry it: a reader shows it at no address, so that every link in it has to be absolute.
enum FeedHTML {
  /// - Parameter page: absolute, ends with `/`; what links are relative to.
  static func absolute(_ html: String, page: String) -> String {
    var out: [UInt8] = []
    let bytes = Array(html.utf8)
    var position = 0
    while position < bytes.count {
      // Our Markdown writes a quotation mark alone around attributes: in texts it is `&quot;`.
      guard bytes[position] == UInt8(ascii: " "),
        let mark = marks.first(where: { bytes[position...].starts(with: $0) })
      else {
        out.append(bytes[position])
        position += 1
        continue
      }
      out += mark
      position += mark.count
      let value = bytes[position...].prefix { $0 != UInt8(ascii: "\"") }
      out += resolved(String(decoding: value, as: UTF8.self), page: page).utf8
      position += value.count
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static let marks = [Array(" href=\"".utf8), Array(" src=\"".utf8)]

  /// RFC 3986, section 5.2, for a base without query and fragment.
  static func resolved(_ reference: String, page: String) -> String {
    if reference.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:/) != nil { return reference }
    guard let scheme = page.firstRange(of: "://") else { return reference }
    if reference.hasPrefix("//") { return page[..<scheme.lowerBound] + ":" + reference }
    let path = reference.prefix { $0 != "?" && $0 != "#" }
    let rest = reference.dropFirst(path.count)
    if path.isEmpty { return page + rest }
    let host = page[..<scheme.upperBound] + page[scheme.upperBound...].prefix { $0 != "/" }
    var names = path.hasPrefix("/") ? [] : page.dropFirst(host.count).split(separator: "/")
    for name in path.split(separator: "/") where name != "." {
      if name != ".." { names.append(name) } else { _ = names.popLast() }
    }
    let isFolder = ["/", "/.", "/.."].contains { path.hasSuffix($0) } || path == "." || path == ".."
    return host + "/" + names.joined(separator: "/") + (isFolder && !names.isEmpty ? "/" : "") + rest
  }
}

/// Texts in the sizes that formats allow.
enum FeedText {
  /// The start of a text in at most so many bytes of UTF-8.
  static func cut(_ text: String, bytes limit: Int) -> String {
    guard text.utf8.count > limit else { return text }
    var count = 0
    return String(
      text.prefix { character in
        count += character.utf8.count
        return count <= limit
      })
  }

  /// What Podcasting 2.0 allows of names and labels.
  static func name(_ text: String) -> String { String(text.prefix(128)) }

  /// The first address that people can follow in a text such as "Help us at https://example.org/donate".
  static func address(in text: String) -> String? {
    text.split(whereSeparator: { $0.isWhitespace || "<>()[]\"".contains($0) })
      .first { $0.hasPrefix("https://") || $0.hasPrefix("http://") }
      .map { String($0.reversed().drop { ".,;:!?".contains($0) }.reversed()) }
  }
}
