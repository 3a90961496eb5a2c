/// Reads the compiled form of time zones (RFC 9636, "TZif"), as systems keep it in `/usr/share/zoneinfo`.
extension TimeZoneRules {
  /// More than any zone of the tz database needs.
  public static let fileLimit = 262_144

  /// nil where the bytes are no valid TZif file.
  public init?(tzif bytes: [UInt8]) {
    guard bytes.count <= Self.fileLimit, let first = Header(bytes, at: 0) else { return nil }
    if first.version == 0 {
      guard let block = Self.block(bytes, first, at: Header.size, timeSize: 4) else { return nil }
      self.init(block: block, rule: nil)
      return
    }
    // From version 2 on, a second header and block with 64-bit times follow, then the footer between line feeds.
    let second = Header.size + first.blockSize(timeSize: 4)
    guard let header = Header(bytes, at: second) else { return nil }
    guard let block = Self.block(bytes, header, at: second + Header.size, timeSize: 8) else { return nil }
    let footer = second + Header.size + header.blockSize(timeSize: 8)
    guard footer < bytes.count, bytes[footer] == 0x0A,
      let end = bytes[(footer + 1)...].firstIndex(of: 0x0A)
    else { return nil }
    let text = String(decoding: bytes[(footer + 1)..<end], as: UTF8.self)
    if text.isEmpty {
      self.init(block: block, rule: nil)
    } else {
      guard let rule = PosixTimeZone(text) else { return nil }
      self.init(block: block, rule: rule)
    }
  }

  private init(block: (firstOffset: Int, transitions: [Transition]), rule: PosixTimeZone?) {
    self.init(firstOffset: block.firstOffset, transitions: block.transitions, rule: rule)
  }

  /// RFC 9636, section 3.1.
  private struct Header {
    static let size = 44
    var version: UInt8
    var isUTCount, isStandardCount, leapCount, timeCount, typeCount, characterCount: Int

    init?(_ bytes: [UInt8], at start: Int) {
      guard start >= 0, start + Self.size <= bytes.count, Array(bytes[start..<(start + 4)]) == Array("TZif".utf8) else {
        return nil
      }
      version = bytes[start + 4]
      let counts = (0..<6).map { Int(bigEndian(bytes, at: start + 20 + 4 * $0, size: 4)) }
      guard counts.allSatisfy({ (0...65_536).contains($0) }) else { return nil }
      (isUTCount, isStandardCount, leapCount) = (counts[0], counts[1], counts[2])
      (timeCount, typeCount, characterCount) = (counts[3], counts[4], counts[5])
      guard typeCount > 0 else { return nil }
    }

    func blockSize(timeSize: Int) -> Int {
      timeCount * (timeSize + 1) + typeCount * 6 + characterCount + leapCount * (timeSize + 4) + isStandardCount
        + isUTCount
    }
  }

  private static func block(
    _ bytes: [UInt8], _ header: Header, at start: Int, timeSize: Int
  ) -> (firstOffset: Int, transitions: [Transition])? {
    guard start + header.blockSize(timeSize: timeSize) <= bytes.count else { return nil }
    let indexes = start + header.timeCount * timeSize
    let types = indexes + header.timeCount
    let offsets = (0..<header.typeCount).map { Int(bigEndian(bytes, at: types + 6 * $0, size: 4)) }
    // RFC 9636 wants offsets within about a day of UTC.
    guard offsets.allSatisfy({ abs($0) < 100_000 }) else { return nil }
    var transitions: [Transition] = []
    for i in 0..<header.timeCount {
      let type = Int(bytes[indexes + i])
      let moment = bigEndian(bytes, at: start + timeSize * i, size: timeSize)
      guard type < offsets.count, transitions.last.map({ $0.moment < moment }) ?? true else { return nil }
      transitions.append(Transition(moment: moment, offset: offsets[type]))
    }
    return (offsets[0], transitions)
  }
}

/// A signed integer in network order; the caller has checked that the bytes are there.
private func bigEndian(_ bytes: [UInt8], at start: Int, size: Int) -> Int64 {
  let value = bytes[start..<(start + size)].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
  return size == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
}
