import Facts
import Glibc

/// Why a file that begins like an MP4 or another container does not open: a copy that was interrupted, as a rule.
enum MP4Shape {
  /// A better word for a failure to open, from the file's first bytes.
  static func explain(_ failure: MediaFailure, _ path: String, size: Int64) -> MediaFailure {
    guard failure.code != .unreadable, failure.code != .memory, let head = firstBytes(path) else { return failure }
    if isBox(head) {
      return MediaFailure(.truncated, "it begins as an MP4, and its index (moov) is missing or cut off")
    }
    let isKnown = signatures.contains { head.starts(with: $0) }
    if isKnown { return MediaFailure(.damaged, failure.detail) }
    if head.starts(with: Array("#EXTM3U".utf8)) {
      return MediaFailure(.notMedia, "it is a playlist, which only names other files")
    }
    if head.starts(with: Array("ffconcat".utf8)) {
      return MediaFailure(.notMedia, "it is a list of other files")
    }
    if head.prefix(512).allSatisfy({ $0 >= 0x20 || (0x09...0x0D).contains($0) }) {
      return MediaFailure(.notMedia, "it holds text")
    }
    return MediaFailure(.notMedia, "its bytes are none of the containers that may be opened")
  }

  /// Matroska, AVI, ASF, FLV, Ogg.
  private static let signatures: [[UInt8]] = [
    [0x1A, 0x45, 0xDF, 0xA3], Array("RIFF".utf8), [0x30, 0x26, 0xB2, 0x75], Array("FLV".utf8), Array("OggS".utf8),
  ]

  /// `ftyp`, `moov`, `mdat`, `free`, `wide` after a length (ISO/IEC 14496-12, 4.2).
  private static func isBox(_ head: [UInt8]) -> Bool {
    guard head.count >= 8 else { return false }
    return ["ftyp", "moov", "mdat", "free", "wide", "skip"].contains(String(decoding: head[4..<8], as: UTF8.self))
  }

  /// At most 8 KB; nil where the file cannot be read.
  static func firstBytes(_ path: String) -> [UInt8]? {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    return unsafe [UInt8](unsafeUninitializedCapacity: 8192) { buffer, count in
      count = unsafe max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
  }
}
