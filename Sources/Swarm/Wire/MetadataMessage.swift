import NIOCore
import Torrent

/// Exchange of the `info` dictionary, which magnet links do not carry (BEP 9 `ut_metadata`).
enum MetadataMessage {
  /// In bytes; the last piece is shorter.
  static let pieceLength = 16_384

  private static let limits = BencodeReader.Limits(bytes: 64 << 10, depth: 4, tokens: 100, anyOrder: true)

  /// The piece that a peer asks for; nil for other messages.
  static func requested(_ body: ByteBuffer) throws(WireViolation) -> Int? {
    guard let value = try? BencodeReader.readStart(Array(body.readableBytesView), limits: limits).value,
      let kind = value["msg_type"]?.integer
    else { throw .badExtension }
    guard kind == 0 else { return nil }
    guard let piece = value["piece"]?.integer else { throw .badExtension }
    return Int(clamping: piece)
  }

  /// One piece of `info`; nil where there is no such piece.
  static func data(_ piece: Int, of info: some RandomAccessCollection<UInt8>) -> [UInt8]? {
    guard piece >= 0, piece <= info.count / pieceLength else { return nil }
    let part = info.dropFirst(piece * pieceLength).prefix(pieceLength)
    guard !part.isEmpty else { return nil }
    let head: Bencode = ["msg_type": 1, "piece": .integer(Int64(piece)), "total_size": .integer(Int64(info.count))]
    return head.bytes + part
  }

  static func rejection(_ piece: Int) -> [UInt8] {
    let head: Bencode = ["msg_type": 2, "piece": .integer(Int64(piece))]
    return head.bytes
  }
}
