import Files

/// What a request line asks for: a path below the root and, apart from it, the query.
struct RequestTarget: Hashable {
  /// Decoded once, without slashes at its ends; "" is the root. It cannot leave the root.
  let path: String
  /// As it was sent, without the `?`.
  let query: String?
  /// A folder was asked for, or the root.
  let endsWithSlash: Bool
  /// The path as it was sent, for redirects.
  let written: String

  enum Failure: Error, Hashable {
    /// Not a path, or a percent sign without two hexadecimal digits: answer 400.
    case malformed
    /// No file that we publish can have this name: answer 404.
    case unpublishable
  }

  /// - Parameter text: in origin form `/a/b?c`, or absolute form `http://host/a/b?c` (RFC 9112, section 3.2).
  init(_ text: String) throws(Failure) {
    var rest = Substring(text)
    if let authority = rest.prefixMatchAfterScheme {
      let slash = authority.utf8.firstIndex(of: UInt8(ascii: "/")) ?? authority.endIndex
      rest = authority[slash...]
      if rest.isEmpty { rest = "/" }
    }
    guard rest.utf8.first == UInt8(ascii: "/") else { throw .malformed }
    rest = rest.prefix { $0 != "#" }
    let mark = rest.utf8.firstIndex(of: UInt8(ascii: "?"))
    query = mark.map { String(rest[rest.utf8.index(after: $0)...]) }
    written = String(mark.map { rest[..<$0] } ?? rest)

    guard let decoded = percentDecoded(written) else { throw .malformed }
    guard let all = String(validating: decoded, as: UTF8.self) else { throw .unpublishable }
    endsWithSlash = decoded.last == UInt8(ascii: "/")
    var inner = Substring(all.utf8.dropFirst())
    if inner.utf8.last == UInt8(ascii: "/") { inner = Substring(inner.utf8.dropLast()) }
    path = String(inner)
    guard all.utf8.count == 1 || PathRules.isPublishable(path) else { throw .unpublishable }
  }

  /// The value of the first parameter of that name, decoded once. A plus sign stays one: it is allowed in account names.
  func parameter(_ name: String) -> String? {
    for pair in (query ?? "").utf8.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, String(Substring(parts[0])) == name else { continue }
      return percentDecoded(String(Substring(parts[1]))).flatMap { String(validating: $0, as: UTF8.self) }
    }
    return nil
  }
}

extension Substring {
  /// What follows `http://` or `https://`.
  fileprivate var prefixMatchAfterScheme: Substring? {
    for scheme in ["http://", "https://"] where lowercased().hasPrefix(scheme) { return dropFirst(scheme.count) }
    return nil
  }
}

/// - Returns: nil where a percent sign is not followed by two hexadecimal digits.
private func percentDecoded(_ text: String) -> [UInt8]? {
  var out: [UInt8] = []
  var bytes = Array(text.utf8)[...]
  while let byte = bytes.popFirst() {
    guard byte == UInt8(ascii: "%") else {
      out.append(byte)
      continue
    }
    guard let high = bytes.popFirst().flatMap(hexValue), let low = bytes.popFirst().flatMap(hexValue) else {
      return nil
    }
    out.append(high << 4 | low)
  }
  return out
}

private func hexValue(_ digit: UInt8) -> UInt8? {
  switch digit {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
  default: nil
  }
}
