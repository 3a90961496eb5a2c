import Diagnostics

/// Counts lines and columns as the parser goes forward.
struct LineCounter {
  private let source: [UInt8]
  private var offset = 0
  private var line = 1
  private var lineStart = 0

  init(_ source: [UInt8]) { self.source = source }

  /// Offsets must not fall from one call to the next.
  mutating func location(of target: Int, in path: String) -> Location {
    while offset < target {
      if source[offset] == UInt8(ascii: "\n") {
        line += 1
        lineStart = offset + 1
      }
      offset += 1
    }
    return Location(path, line: line, column: target - lineStart + 1)
  }
}

extension [UInt8] {
  /// Where `needle`, which is not empty, starts at or after `from`.
  func firstRange(of needle: [UInt8], from: Int) -> Int? {
    let first = needle[0]
    var start = from
    while start <= count - needle.count {
      if self[start] == first, self[start..<(start + needle.count)].elementsEqual(needle) { return start }
      start += 1
    }
    return nil
  }

  /// The offset of the first byte that is not UTF-8; nil where all is well.
  var firstInvalidUTF8: Int? {
    if String(validating: self, as: UTF8.self) != nil { return nil }
    var decoder = UTF8()
    var bytes = makeIterator()
    var offset = 0
    while true {
      switch decoder.decode(&bytes) {
      case .scalarValue(let scalar): offset += String(scalar).utf8.count
      case .emptyInput: return nil
      case .error: return offset
      }
    }
  }
}

extension ArraySlice<UInt8> {
  var trimmed: ArraySlice<UInt8> {
    var slice = self
    while let first = slice.first, first.isWhiteSpace { slice.removeFirst() }
    while let last = slice.last, last.isWhiteSpace { slice.removeLast() }
    return slice
  }
}

extension UInt8 {
  /// Space or tab.
  var isBlank: Bool { self == 0x20 || self == 0x09 }
  var isWhiteSpace: Bool { isBlank || self == 0x0A || self == 0x0D }
}
