/// The size that a JPEG's frame header says (ITU-T T.81, B.2.2), so that facts tell what the file is and not what was
/// asked for.
enum JPEGSize {
  /// nil where the bytes are no JPEG or end before the frame header.
  static func read(_ bytes: [UInt8]) -> (width: Int, height: Int)? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var at = 2
    while at + 9 <= bytes.count, bytes[at] == 0xFF {
      let marker = bytes[at + 1]
      if marker == 0xFF {
        at += 1
        continue
      }
      // SOF0 to SOF15, without DHT, JPG and DAC, whose numbers lie among them.
      if (0xC0...0xCF).contains(marker), ![0xC4, 0xC8, 0xCC].contains(marker) {
        let (height, width) = (number(bytes, at + 5), number(bytes, at + 7))
        return width > 0 && height > 0 ? (width, height) : nil
      }
      at += 2 + number(bytes, at + 2)
    }
    return nil
  }

  private static func number(_ bytes: [UInt8], _ at: Int) -> Int { Int(bytes[at]) << 8 | Int(bytes[at + 1]) }
}
