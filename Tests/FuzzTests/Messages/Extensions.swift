import NIOCore
import Torrent

@testable import Swarm

/// The extension protocol: its handshake, metadata and peers (BEP 9, 10, 11).
struct Extensions: Reader {
  static let full = 1_000_000

  static func handshake(metadata: Int64 = 3) -> Part {
    Part(bencode: [
      "m": ["ut_metadata": .integer(metadata), "ut_pex": 1, "upload_only": 4], "metadata_size": 406, "p": 7401,
      "reqq": 512,
      "upload_only": 0, "v": .text("Transmission 3.00"), "yourip": .string([127, 0, 0, 1]),
    ])
  }

  static func request(piece: Int64) -> Part { Part(bencode: ["msg_type": 0, "piece": .integer(piece)]) }

  static func peers() -> Part {
    let v4: [UInt8] = [192, 0, 2, 1, 0x1A, 0xE1, 192, 0, 2, 2, 0x1A, 0xE2]
    let v6: [UInt8] = [0x20, 1, 0xD, 0xB8] + [UInt8](repeating: 0, count: 11) + [1, 0x1A, 0xE1]
    return Part(bencode: [
      "added": .string(v4), "added.f": .string([0, 0]), "added6": .string(v6), "added6.f": .string([0]),
      "dropped": .string(v4), "dropped6": .string(v6),
    ])
  }

  static func samples() -> [Part] {
    let data: Bencode = ["msg_type": 1, "piece": 0, "total_size": 406]
    return [
      handshake(), Part(bencode: ["m": [:]]), request(piece: 0), request(piece: 5),
      Part(bencode: ["msg_type": 2, "piece": 1]),
      .row([Part(bencode: data), .raw([UInt8](repeating: 9, count: 406))]), peers(),
    ]
  }

  private let info = [UInt8](repeating: 7, count: 40_000)

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let body = ByteBuffer(bytes: bytes)
    let handshake = try? ExtensionHandshake.read(body)
    if let handshake {
      try require((handshake.client?.count ?? 0) <= 64, "a long name")
      try require(handshake.port != 0, "port 0")
      try ours(handshake)
    }
    let requested = try? MetadataMessage.requested(body)
    if let piece = requested {
      if let data = MetadataMessage.data(piece, of: info) {
        try require(piece * MetadataMessage.pieceLength < info.count, "a piece \(piece)")
        let (head, end) = try BencodeReader.readStart(data)
        try require(head["piece"]?.integer == Int64(piece) && end < data.count, "another piece")
      }
      let refused = try BencodeReader.read(MetadataMessage.rejection(piece))
      try require(refused["msg_type"]?.integer == 2 && refused["piece"]?.integer == Int64(piece), "refused otherwise")
    }
    try exchange(bytes)
    return handshake != nil || requested != nil
  }

  private func ours(_ theirs: ExtensionHandshake) throws {
    let bytes = ExtensionHandshake.ours(
      metadataSize: Int(theirs.port ?? 1), queue: 512, host: .v4(UInt32(theirs.port ?? 0)),
      isPrivate: theirs.exchange == nil, version: theirs.client ?? "")
    let read = try ExtensionHandshake.read(ByteBuffer(bytes: bytes))
    try require(read.metadata == ExtensionHandshake.OurID.metadata && read.isUploadOnly, "ours is read otherwise")
    try require((read.exchange == nil) == (theirs.exchange == nil), "ours is private otherwise")
  }

  /// Peers that bytes name are told, and read again.
  private func exchange(_ bytes: [UInt8]) throws {
    var peers: [PeerAddress] = []
    for start in stride(from: 0, to: min(bytes.count, 180) / 18 * 18, by: 18) {
      for size in [18, 6] {
        if let peer = PeerAddress(compact: bytes[start..<start + size]) { peers.append(peer) }
      }
    }
    let message = try BencodeReader.read(PeerExchange.message(added: peers, dropped: []))
    for (key, size) in [("added", 6), ("added6", 18)] as [(Bencode.Key, Int)] {
      let told = message[key]?.string ?? []
      let expected = peers.filter { $0.compact.count == size }
      let read = stride(from: 0, to: told.count, by: size).compactMap { PeerAddress(compact: told[$0..<$0 + size]) }
      try require(read == expected, "peers that were told")
    }
  }
}
