/// Does decoding of AV1 or VP9 begin at a frame, with nothing before it?
enum Keyframe {
  /// A VP9 frame: frame type KEY that is shown (VP9 bitstream specification, 6.2 `uncompressed_header`).
  static func isVP9(_ frame: borrowing Span<UInt8>) -> Bool {
    guard frame.count > 0 else { return false }
    let first = frame[0]
    guard first >> 6 == 2 else { return false }
    let profile = (first >> 5 & 1) | (first >> 4 & 1) << 1
    // Profile 3 has a reserved bit more before show_existing_frame, frame_type, show_frame.
    let rest = profile == 3 ? first << 5 : first << 4
    return rest & 0xE0 == 0x20
  }

  /// An AV1 temporal unit: its first frame header is a key frame that is shown (AV1 specification, 5.3 and 5.9.2).
  static func isAV1(_ unit: borrowing Span<UInt8>) -> Bool {
    var place = 0
    while place < unit.count {
      let header = unit[place]
      let type = header >> 3 & 15
      place += header & 4 == 0 ? 1 : 2
      var size = unit.count - place
      if header & 2 != 0 {
        guard let (value, length) = leb128(unit, at: place) else { return false }
        place += length
        size = value
      }
      guard size >= 0, size <= unit.count - place else { return false }
      // OBU_FRAME_HEADER, OBU_FRAME: show_existing_frame 0, frame_type 0, show_frame 1.
      if type == 3 || type == 6 { return size > 0 && unit[place] & 0xF0 == 0x10 }
      place += size
    }
    return false
  }

  /// AV1 specification, 4.10.5; nil beyond the end or 28 bits.
  private static func leb128(_ bytes: borrowing Span<UInt8>, at start: Int) -> (value: Int, length: Int)? {
    var value = 0
    for index in 0..<4 {
      guard start + index < bytes.count else { return nil }
      let byte = bytes[start + index]
      value |= Int(byte & 0x7F) << (7 * index)
      if byte & 0x80 == 0 { return (value, index + 1) }
    }
    return nil
  }
}
