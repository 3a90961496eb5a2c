/// How long a file is by its own head: a copy that was interrupted is shorter. Sample tables tell it of an MP4; Matroska
/// and AVI say it in the size of their outermost element.
enum ContainerExtent {
  /// In bytes from the start of the file; nil where the head does not say.
  ///
  /// - Parameter head: the first bytes of the file.
  static func promised(_ head: [UInt8]) -> Int64? {
    matroska(head) ?? avi(head)
  }

  /// EBML header, then Segment with its size (RFC 8794, 6; RFC 9559, 5.1). A size of all ones is unknown.
  private static func matroska(_ head: [UInt8]) -> Int64? {
    guard head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]), let header = size(head, at: 4) else { return nil }
    let segment = 4 + header.length + Int(clamping: header.value)
    guard header.value < 4096, segment + 4 <= head.count,
      head[segment..<segment + 4].elementsEqual([0x18, 0x53, 0x80, 0x67]),
      let body = size(head, at: segment + 4)
    else { return nil }
    return Int64(segment + 4 + body.length) + body.value
  }

  /// An EBML variable-size integer; nil where it is unknown, beyond the end or not sane.
  private static func size(_ bytes: [UInt8], at start: Int) -> (value: Int64, length: Int)? {
    guard start < bytes.count, bytes[start] != 0 else { return nil }
    let length = bytes[start].leadingZeroBitCount + 1
    guard start + length <= bytes.count else { return nil }
    var value = Int64(bytes[start]) & (0xFF >> Int64(length))
    for index in 1..<max(1, length) { value = value << 8 | Int64(bytes[start + index]) }
    let unknown = Int64(1) << (7 * Int64(length)) - 1
    return value == unknown || value > 1 << 50 ? nil : (value, length)
  }

  /// `RIFF`, a little-endian size, `AVI `. Writers that cannot seek leave 0 or all ones.
  private static func avi(_ head: [UInt8]) -> Int64? {
    guard head.count >= 12, head.starts(with: Array("RIFF".utf8)), head[8..<12].elementsEqual(Array("AVI ".utf8)) else {
      return nil
    }
    let size = (0..<4).reduce(Int64(0)) { $0 | Int64(head[4 + $1]) << (8 * Int64($1)) }
    return size == 0 || size == 0xFFFF_FFFF ? nil : 8 + size
  }
}
