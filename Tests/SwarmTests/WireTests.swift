import Hashing
import NIOCore
import Testing

@testable import Swarm

/// Byte layouts of contracts/bittorrent.md 2.13.
@Suite struct `The peer wire` {
  static let hashRequest = "00000031 15" + String(repeating: "ab", count: 32) + "00000002 00000010 00000010 00000003"

  static let messages: [(String, PeerMessage)] = [
    ("00000000", .keepAlive),
    ("00000001 00", .choke), ("00000001 01", .unchoke), ("00000001 02", .interested), ("00000001 03", .notInterested),
    ("00000005 04 00000007", .have(7)),
    ("00000003 05 ff80", .bitfield(ByteBuffer(bytes: [0xFF, 0x80]))),
    ("0000000d 06 00000001 00004000 00004000", .request(Block(piece: 1, begin: 16_384, length: 16_384))),
    ("0000000d 08 00000001 00004000 00004000", .cancel(Block(piece: 1, begin: 16_384, length: 16_384))),
    ("00000003 09 1ae1", .port(6881)),
    ("00000005 0d 00000002", .suggest(2)), ("00000001 0e", .haveAll), ("00000001 0f", .haveNone),
    ("0000000d 10 00000001 00000000 00004000", .reject(Block(piece: 1, begin: 0, length: 16_384))),
    ("00000005 11 00000003", .allowedFast(3)),
    ("00000004 14 00 6465", .extended(0, ByteBuffer(string: "de"))),
    (
      hashRequest,
      .hashRequest(
        HashRequest(
          root: Digest256([UInt8](repeating: 0xAB, count: 32))!, base: 2, index: 16, count: 16, proofs: 3))
    ),
    ("00000009 07 00000000 00000000", .unrequested),
    ("00000001 63", .unknown(0x63)),
  ]

  @Test(arguments: messages)
  func `is read as it is laid out`(hex: String, message: PeerMessage) throws {
    var buffer = ByteBuffer(bytes: bytes(hex))
    #expect(try PeerMessage.read(&buffer, limit: 1000) == message)
    #expect(buffer.readableBytes == 0)
  }

  @Test(arguments: messages)
  func `waits for the rest of a message that is cut at any byte`(hex: String, message: PeerMessage) throws {
    let whole = bytes(hex)
    for count in 0..<whole.count {
      var buffer = ByteBuffer(bytes: whole.prefix(count))
      #expect(try PeerMessage.read(&buffer, limit: 1000) == nil)
      #expect(buffer.readableBytes == count)
    }
  }

  @Test(arguments: [
    ("00000002 00 00", WireViolation.badLength), ("00000004 04 000000", .badLength),
    ("00000006 04 00000000 00", .badLength),
    ("0000000c 06 00000000 00000000 000040", .badLength), ("00000002 09 00", .badLength), ("00000001 14", .badLength),
    ("00000002 0e 00", .badLength), ("00000002 15 00", .badLength), ("000003e9 14", .tooLong), ("ffffffff", .tooLong),
  ])
  func `refuses lengths that cannot be, before it waits for the bytes`(hex: String, violation: WireViolation) {
    var buffer = ByteBuffer(bytes: bytes(hex))
    #expect(throws: violation) { try PeerMessage.read(&buffer, limit: 1000) }
  }

  @Test func `a handshake is 68 bytes, and its start is enough to answer`() throws {
    let key = SwarmKey((0..<20).map { UInt8($0) })!
    let handshake = Handshake(capabilities: [.extended, .fast], key: key, peerID: Array("-BN0100-abcdefghijkl".utf8))
    #expect(handshake.bytes.count == 68)
    #expect(hex(handshake.bytes[20..<28]) == "0000000000100004")
    var buffer = ByteBuffer(bytes: handshake.bytes.prefix(48))
    let start = try #require(try Handshake.readStart(&buffer))
    #expect(start.key == key)
    #expect(start.capabilities == [.extended, .fast])
    for count in 0..<48 {
      var cut = ByteBuffer(bytes: handshake.bytes.prefix(count))
      #expect(try Handshake.readStart(&cut) == nil)
    }
  }

  @Test func `an encrypted beginning is known by its first byte`() {
    var random = ByteBuffer(bytes: [0x14])
    #expect(throws: WireViolation.encrypted) { try Handshake.readStart(&random) }
    var other = ByteBuffer(string: "\u{13}BitTorrent protokoll")
    #expect(throws: WireViolation.notBitTorrent) { try Handshake.readStart(&other) }
  }

  @Test(arguments: [(1, "00000002 05 80"), (8, "00000002 05 ff"), (9, "00000003 05 ff80"), (20, "00000004 05 fffff0")])
  func `a seed's bitfield has a bit for each piece and no other`(pieces: Int, expected: String) {
    var buffer = ByteBuffer()
    buffer.writeFullBitfield(pieces: pieces)
    #expect(Array(buffer.readableBytesView) == bytes(expected))
  }

  @Test func `the handshake of the extensions says what a seed can`() throws {
    let ours = ExtensionHandshake.ours(
      metadataSize: 406, queue: 512, host: .v4(0x7F00_0001), isPrivate: false, version: "1.0.0")
    #expect(
      String(decoding: ours, as: UTF8.self)
        == "d1:md11:upload_onlyi3e11:ut_metadatai2e6:ut_pexi1ee13:metadata_sizei406e4:reqqi512e11:upload_onlyi1e"
        + "1:v12:Bobine 1.0.06:yourip4:\u{7F}\0\0\u{1}e")
  }

  @Test func `what leechers say of themselves is read`() throws {
    // As libtorrent, Transmission and aria2 sent it (contracts/bittorrent.md 2.13).
    let text =
      "d1:ei0e1:md11:ut_metadatai3e6:ut_pexi1ee13:metadata_sizei406e1:pi7401e4:reqqi512e11:upload_onlyi0e1:v17:Transmission 3.00e"
    let read = try ExtensionHandshake.read(ByteBuffer(string: text))
    #expect(read.metadata == 3)
    #expect(read.exchange == 1)
    #expect(read.port == 7401)
    #expect(read.client == "Transmission 3.00")
    #expect(!read.isUploadOnly)
  }

  @Test func `metadata goes out in pieces of 16 KiB, and only those there are`() throws {
    let info = [UInt8](repeating: 7, count: 34_256)
    let last = try #require(MetadataMessage.data(2, of: info))
    #expect(String(decoding: last.prefix(45), as: UTF8.self).hasPrefix("d8:msg_typei1e5:piecei2e10:total_sizei34256ee"))
    #expect(last.count == 45 + 34_256 - 32_768)
    #expect(MetadataMessage.data(3, of: info) == nil)
    #expect(MetadataMessage.data(-1, of: info) == nil)
    #expect(MetadataMessage.data(.max, of: info) == nil)
    #expect(try MetadataMessage.requested(ByteBuffer(string: "d8:msg_typei0e5:piecei1ee")) == 1)
    #expect(String(decoding: MetadataMessage.rejection(1), as: UTF8.self) == "d8:msg_typei2e5:piecei1ee")
  }

  private func bytes(_ text: String) -> [UInt8] { Hex.decode(text.filter { $0 != " " })! }
  private func hex(_ bytes: some Sequence<UInt8>) -> String { Hex.encode(bytes) }
}
