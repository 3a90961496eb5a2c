/// What a `Range` header asks for (RFC 9110, section 14).
enum ByteRange: Hashable {
  /// Nothing that has to be honoured: no header, an unknown unit, several ranges, or not a range at all. Answer 200.
  case everything
  /// Positions in the file. Answer 206.
  case part(Range<Int64>)
  /// No byte of the file. Answer 416.
  case unsatisfiable

  /// - Parameters:
  ///   - header: the value of `Range`.
  ///   - size: of the file, in bytes.
  init(_ header: String?, size: Int64) {
    self = header.flatMap { Self.parse($0, size) } ?? .everything
  }

  /// - Returns: nil where the header must or may be ignored. Several ranges may (section 14.2): no player of ours asks
  ///   for them, and one whole answer is right for all.
  private static func parse(_ header: String, _ size: Int64) -> ByteRange? {
    guard let equals = header.firstIndex(of: "="), header[..<equals].lowercased() == "bytes" else { return nil }
    let set = header[header.index(after: equals)...].utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    let bounds = set.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard bounds.count == 2 else { return nil }
    if bounds[0].isEmpty {
      guard let length = number(bounds[1]) else { return nil }
      // A suffix longer than the file is the whole file; one of zero bytes is nothing.
      return length == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - length)..<size)
    }
    guard let first = number(bounds[0]) else { return nil }
    if bounds[1].isEmpty { return first < size ? .part(first..<size) : .unsatisfiable }
    guard let last = number(bounds[1]), first <= last else { return nil }
    return first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
  }

  /// Digits alone; what does not fit is as good as the largest number: it lies behind the end of every file.
  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    guard !digits.isEmpty, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int64(String(decoding: digits, as: UTF8.self)) ?? Int64.max - 1
  }
}
