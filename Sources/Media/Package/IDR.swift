/// What an H.264 keyframe is made of (ISO/IEC 14496-10, 7.4.1; ISO/IEC 14496-15, 5.3).
struct H264Access {
  /// Bytes of the length before each NAL unit.
  private let lengthSize: Int
  /// The parameter sets of the sample entry, without lengths.
  private let parameterSets: [[UInt8]]

  /// - Parameter avcC: an `avcC` of at least 7 bytes.
  init(avcC: [UInt8]) {
    lengthSize = Int(avcC[4] & 3) + 1
    var sets: [[UInt8]] = []
    var place = 5
    for mask in [0x1F, 0xFF] {
      guard place < avcC.count else { break }
      let count = Int(avcC[place]) & mask
      place += 1
      for _ in 0..<count {
        guard place + 2 <= avcC.count else { break }
        let length = Int(avcC[place]) << 8 | Int(avcC[place + 1])
        place += 2
        guard place + length <= avcC.count else { break }
        sets.append(Array(avcC[place..<place + length]))
        place += length
      }
    }
    parameterSets = sets
  }

  enum Finding { case idr, notIDR, changesParameters, damaged }

  /// Looks at the NAL units of a frame that its container calls a keyframe.
  func examine(_ bytes: borrowing Span<UInt8>) -> Finding {
    var place = 0
    while place + lengthSize < bytes.count {
      var length = 0
      for byte in 0..<lengthSize { length = length << 8 | Int(bytes[place + byte]) }
      place += lengthSize
      guard length > 0, place + length <= bytes.count else { return .damaged }
      switch bytes[place] & 31 {
      case 5: return .idr
      case 1: return .notIDR
      case 7, 8:
        var unit: [UInt8] = []
        unit.reserveCapacity(length)
        for index in place..<place + length { unit.append(bytes[index]) }
        if !parameterSets.contains(unit) { return .changesParameters }
      default: break
      }
      place += length
    }
    return .notIDR
  }
}
