/// How long an Opus packet plays (RFC 6716, 3.1), in samples of 48 kHz.
enum OpusFrame {
  static func samples(_ packet: borrowing Span<UInt8>) -> Int64? {
    guard packet.count > 0 else { return nil }
    let configuration = Int(packet[0] >> 3)
    let frame: Int64 =
      switch configuration {
      case 0..<12: [480, 960, 1920, 2880][configuration & 3]
      case 12..<16: [480, 960][configuration & 1]
      default: [120, 240, 480, 960][configuration & 3]
      }
    switch packet[0] & 3 {
    case 0: return frame
    case 1, 2: return frame * 2
    default: return packet.count > 1 ? frame * Int64(packet[1] & 63) : nil
    }
  }
}
