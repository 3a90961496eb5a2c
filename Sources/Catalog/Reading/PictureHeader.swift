/// Size and kind of a JPEG or PNG, from its first bytes.
struct PictureHeader: Hashable {
  var mediaType: String
  /// In pixels.
  var width: Int
  var height: Int

  /// nil where the bytes are neither, or end before the size.
  init?(_ bytes: [UInt8]) {
    if let png = Self.png(bytes) {
      self = png
    } else if let jpeg = Self.jpeg(bytes) {
      self = jpeg
    } else {
      return nil
    }
  }

  private init?(mediaType: String, width: Int, height: Int) {
    guard width > 0, height > 0 else { return nil }
    (self.mediaType, self.width, self.height) = (mediaType, width, height)
  }

  /// PNG, section 11.2.1: the signature, then the IHDR chunk.
  private static func png(_ bytes: [UInt8]) -> PictureHeader? {
    let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard bytes.count >= 24, bytes.starts(with: signature), Array(bytes[12..<16]) == Array("IHDR".utf8) else {
      return nil
    }
    func integer(_ at: Int) -> Int { bytes[at..<(at + 4)].reduce(0) { $0 << 8 | Int($1) } }
    return PictureHeader(mediaType: "image/png", width: integer(16), height: integer(20))
  }

  /// ITU-T T.81, annex B: segments until a frame header.
  private static func jpeg(_ bytes: [UInt8]) -> PictureHeader? {
    guard bytes.starts(with: [0xFF, 0xD8]) else { return nil }
    var position = 2
    while position + 9 < bytes.count {
      guard bytes[position] == 0xFF else { return nil }
      let marker = bytes[position + 1]
      if marker == 0xFF {
        position += 1
        continue
      }
      let isFrame = (0xC0...0xCF).contains(marker) && marker != 0xC4 && marker != 0xC8 && marker != 0xCC
      if isFrame {
        let height = Int(bytes[position + 5]) << 8 | Int(bytes[position + 6])
        let width = Int(bytes[position + 7]) << 8 | Int(bytes[position + 8])
        return PictureHeader(mediaType: "image/jpeg", width: width, height: height)
      }
      let length = Int(bytes[position + 2]) << 8 | Int(bytes[position + 3])
      guard length >= 2 else { return nil }
      position += 2 + length
    }
    return nil
  }
}
