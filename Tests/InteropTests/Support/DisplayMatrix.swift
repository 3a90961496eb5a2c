import Files
import Testing

/// Turns an MP4's picture by its track header, as phones do: ffmpeg's option for it has changed its name with its versions.
enum DisplayMatrix {
  /// - Parameter degrees: clockwise; 90, 180 or 270. The first track of the file is its picture.
  static func write(_ degrees: Int, into path: String) throws {
    var bytes = try Files.read(path, limit: 64 << 20)
    let name = Array("tkhd".utf8)
    let start = try #require(
      bytes.indices.dropLast(92).first { bytes[$0] == name[0] && bytes[$0..<$0 + 4].elementsEqual(name) })
    // ISO/IEC 14496-12, 8.3.2: version 1 has longer times. The matrix is followed by width and height.
    let matrix = start + 4 + (bytes[start + 4] == 1 ? 52 : 40)
    let width = word(bytes, matrix + 36), height = word(bytes, matrix + 40)
    let one: UInt32 = 0x1_0000
    let values: [UInt32] =
      switch degrees {
      case 90: [0, one, 0, 0 &- one, 0, 0, height, 0, 1 << 30]
      case 180: [0 &- one, 0, 0, 0, 0 &- one, 0, width, height, 1 << 30]
      default: [0, 0 &- one, 0, one, 0, 0, 0, width, 1 << 30]
      }
    for (place, value) in values.enumerated() {
      for byte in 0..<4 { bytes[matrix + place * 4 + byte] = UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * byte)) }
    }
    try Files.write(bytes, to: path)
  }

  private static func word(_ bytes: [UInt8], _ start: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 << 8 | UInt32(bytes[start + $1]) }
  }
}
