import Files
import Hashing

/// Where a reference in a document leads, as a browser resolves it (RFC 3986, section 5).
struct SiteAddresses: Sendable {
  enum Target: Sendable, Hashable {
    /// Below the output; of a folder its `index.html`.
    case file(String, fragment: String?)
    /// Another site, or no address of a file.
    case elsewhere
    /// Above the folder of the site.
    case outside
    case malformed
  }

  let base: String?
  let mediaBase: String?

  /// - Parameter path: of the document that the reference stands in.
  func target(of reference: String, from path: String) -> Target {
    let pieces = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let fragment = pieces.count > 1 ? Self.decoded(pieces[1]) : nil
    let address = String(pieces[0].prefix { $0 != "?" })
    if address.isEmpty { return .file(path, fragment: fragment) }
    if address.hasPrefix("//") {
      guard let base else { return .elsewhere }
      return absolute(base.prefix { $0 != "/" } + address, fragment)
    }
    if address.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.\-]*:/) != nil { return absolute(address, fragment) }
    if address.hasPrefix("/") {
      guard let base, let host = Self.origin(base) else { return below(address.dropFirst(), from: [], fragment) }
      return absolute(host + address, fragment)
    }
    return below(Substring(address), from: Self.names(path[...]).dropLast().map(String.init), fragment)
  }

  /// Of an address that is absolute, or is not taken for ours.
  func path(of url: String) -> String? {
    if case .file(let path, _) = target(of: url, from: ""), url.contains("://") { return path }
    return nil
  }

  private func absolute(_ url: String, _ fragment: String?) -> Target {
    if let mediaBase, url.hasPrefix(mediaBase) {
      return below(url.dropFirst(mediaBase.count), from: ["media"], fragment)
    }
    guard let base else { return .elsewhere }
    if url + "/" == base { return .file("index.html", fragment: fragment) }
    return url.hasPrefix(base) ? below(url.dropFirst(base.count), from: [], fragment) : .elsewhere
  }

  private func below(_ rest: Substring, from folder: [String], _ fragment: String?) -> Target {
    guard let decoded = Self.decoded(rest) else { return .malformed }
    var names = folder
    for part in Self.names(decoded[...]) where !part.isEmpty {
      switch part {
      case ".": continue
      case "..": if names.popLast() == nil { return .outside }
      default: names.append(String(part))
      }
    }
    let last = Self.names(decoded[...]).last ?? ""
    if last.isEmpty || last == "." || last == ".." { names.append("index.html") }
    return .file(names.joined(separator: "/"), fragment: fragment)
  }

  /// What stands between the bytes `/`: a name may begin with a mark that makes one character with the slash before it.
  private static func names(_ path: Substring) -> [Substring] {
    path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map { Substring($0) }
  }

  private static func origin(_ url: String) -> String? {
    guard let scheme = url.firstRange(of: "://") else { return nil }
    return String(url[..<scheme.upperBound] + url[scheme.upperBound...].prefix { $0 != "/" })
  }

  /// Percent-decoded; nil where a `%` is not followed by two digits or the bytes are not UTF-8.
  static func decoded(_ text: some StringProtocol) -> String? {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte != UInt8(ascii: "%") {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = Hex.decode(String(decoding: rest.prefix(2), as: UTF8.self)) else { return nil }
      bytes += value
      rest = rest.dropFirst(2)
    }
    return String(validating: bytes, as: UTF8.self)
  }
}
