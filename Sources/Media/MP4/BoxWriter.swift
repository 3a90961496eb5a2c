/// Writes ISO base media boxes (ISO/IEC 14496-12, 4.2) into memory, big-endian.
struct BoxWriter {
  private(set) var bytes: [UInt8] = []

  mutating func u8(_ value: Int) { bytes.append(UInt8(truncatingIfNeeded: value)) }
  mutating func u16(_ value: Int) { integer(UInt64(truncatingIfNeeded: value), 2) }
  mutating func u24(_ value: Int) { integer(UInt64(truncatingIfNeeded: value), 3) }
  mutating func u32(_ value: Int) { integer(UInt64(truncatingIfNeeded: value), 4) }
  mutating func u32(_ value: Int64) { integer(UInt64(truncatingIfNeeded: value), 4) }
  mutating func u64(_ value: Int64) { integer(UInt64(bitPattern: value), 8) }
  mutating func code(_ text: StaticString) {
    for index in 0..<text.utf8CodeUnitCount { bytes.append(unsafe text.utf8Start[index]) }
  }
  mutating func raw(_ more: [UInt8]) { bytes += more }
  mutating func zeros(_ count: Int) { bytes += [UInt8](repeating: 0, count: count) }
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  mutating func box(_ type: StaticString, _ content: (inout BoxWriter) -> Void) {
    let start = bytes.count
    u32(0)
    code(type)
    content(&self)
    patch(bytes.count - start, at: start)
  }

  /// With a version and flags before its content.
  mutating func fullBox(_ type: StaticString, version: Int = 0, flags: Int = 0, _ content: (inout BoxWriter) -> Void) {
    box(type) {
      $0.u8(version)
      $0.u24(flags)
      content(&$0)
    }
  }

  private mutating func patch(_ value: Int, at index: Int) {
    for byte in 0..<4 { bytes[index + byte] = UInt8(truncatingIfNeeded: value >> (24 - 8 * byte)) }
  }

  private mutating func integer(_ value: UInt64, _ count: Int) {
    for byte in stride(from: count - 1, through: 0, by: -1) {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(byte))))
    }
  }
}
