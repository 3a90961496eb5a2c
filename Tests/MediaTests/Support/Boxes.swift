/// A small reader of ISO base media boxes, written for these tests from ISO/IEC 14496-12 alone.
struct Box {
  var type: String
  /// Of the whole box, in the file.
  var range: Range<Int>
  var body: ArraySlice<UInt8>

  static func read(_ bytes: ArraySlice<UInt8>) -> [Box] {
    var boxes: [Box] = []
    var place = bytes.startIndex
    while place + 8 <= bytes.endIndex {
      var size = Int(integer(bytes[place..<place + 4]))
      var header = 8
      if size == 1, place + 16 <= bytes.endIndex {
        size = Int(integer(bytes[place + 8..<place + 16]))
        header = 16
      }
      guard size >= header, place + size <= bytes.endIndex else { return boxes }
      boxes.append(
        Box(
          type: String(decoding: bytes[place + 4..<place + 8], as: UTF8.self), range: place..<place + size,
          body: bytes[place + header..<place + size]))
      place += size
    }
    return boxes
  }

  var children: [Box] { Box.read(body) }

  func all(_ path: String...) -> [Box] {
    path.reduce([self]) { boxes, type in boxes.flatMap { $0.children.filter { $0.type == type } } }
  }

  /// A big-endian number in the body.
  func number(_ offset: Int, _ count: Int) -> Int64 {
    let start = body.startIndex + offset
    guard start + count <= body.endIndex else { return -1 }
    return Self.integer(body[start..<start + count])
  }

  /// Numbers of `width` bytes from `offset` to the end of the body.
  func numbers(from offset: Int, _ width: Int) -> [Int64] {
    stride(from: offset, through: body.count - width, by: width).map { number($0, width) }
  }

  static func integer(_ bytes: ArraySlice<UInt8>) -> Int64 { bytes.reduce(0) { $0 << 8 | Int64($1) } }
}

extension Packaged {
  var boxes: [Box] { Box.read(bytes[...]) }
  var outerMovie: Box? { boxes.last { $0.type == "moov" } }
  /// What HLS and Media Source Extensions read: the inner file.
  var inner: [Box] { boxes.first { $0.type == "mdat" }?.children ?? [] }
}
