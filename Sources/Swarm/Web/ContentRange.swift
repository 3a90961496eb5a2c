import NIOCore
public import NIOHTTP1

/// `Content-Range: bytes 0-99/1000` (RFC 9110, section 14.4).
public struct ContentRange: Sendable, Hashable {
  public var bytes: Range<Int64>
  /// Of the whole; nil where the server does not know it.
  public var size: Int64?

  public init(bytes: Range<Int64>, size: Int64?) { (self.bytes, self.size) = (bytes, size) }

  /// nil where it is not well-formed.
  public init?(_ text: some StringProtocol) {
    guard let unit = text.utf8.firstIndex(of: 0x20), text[..<unit].lowercased() == "bytes" else { return nil }
    let parts = text[unit...].dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = Self.number(ends[0]), let last = Self.number(ends[1]), first <= last,
      last < Int64.max
    else { return nil }
    bytes = first..<(last + 1)
    if parts[1] == "*" {
      size = nil
    } else {
      guard let whole = Self.number(parts[1]), whole > last else { return nil }
      size = whole
    }
  }

  /// Digits alone: no sign, no space.
  private static func number(_ text: some StringProtocol) -> Int64? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
  }
}

/// What the head of an answer says of the body behind it and of the next visit.
extension HTTPHeaders {
  /// - Throws: where it is said twice in two ways, or is no number.
  func contentLength() throws(WebFailure) -> Int64? {
    var length: Int64?
    for text in self[canonicalForm: "content-length"] {
      guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int64(text), length ?? number == number
      else { throw .malformed("its length") }
      length = number
    }
    return first(name: "transfer-encoding") == nil ? length : nil
  }

  /// `Retry-After` in seconds (RFC 9110, section 10.2.3); nil where it is missing or a date, which few servers send.
  public var retryAfter: Int64? {
    first(name: "retry-after").flatMap { text in
      text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int64(text) : nil
    }
  }
}
