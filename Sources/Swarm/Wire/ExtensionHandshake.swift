import NIOCore
import Torrent

/// The handshake of the extension protocol (BEP 10): which extensions each side speaks, and under which number.
struct ExtensionHandshake: Sendable, Hashable {
  /// The numbers under which peers send us each extension.
  enum OurID {
    static let metadata: UInt8 = 2
    static let exchange: UInt8 = 1
    static let uploadOnly: UInt8 = 3
  }

  private static let limits = BencodeReader.Limits(bytes: 16 << 10, depth: 8, tokens: 1000, anyOrder: true)

  /// Numbers of the peer, by name; nil where it said nothing of the extension, 0 where it switched it off.
  var metadata: UInt8?
  var exchange: UInt8?
  /// Whether the peer asks for nothing (BEP 21).
  var isUploadOnly = false
  /// Where the peer listens, if it says so.
  var port: UInt16?
  /// The peer's program, at most 64 characters, for logs.
  var client: String?

  /// - Throws: `badExtension` where the body is no bencoded dictionary.
  static func read(_ body: ByteBuffer) throws(WireViolation) -> ExtensionHandshake {
    guard let value = try? BencodeReader.readStart(Array(body.readableBytesView), limits: limits).value,
      value.dictionary != nil
    else { throw .badExtension }
    func id(_ name: Bencode.Key) -> UInt8? { value["m"]?[name]?.integer.flatMap { UInt8(exactly: $0) } }
    var handshake = ExtensionHandshake()
    handshake.metadata = id("ut_metadata")
    handshake.exchange = id("ut_pex")
    handshake.isUploadOnly = value["upload_only"]?.integer == 1
    handshake.port = value["p"]?.integer.flatMap { UInt16(exactly: $0) }.flatMap { $0 == 0 ? nil : $0 }
    handshake.client = value["v"]?.string.map { String(String(decoding: $0, as: UTF8.self).prefix(64)) }
    return handshake
  }

  /// What a seed says of itself.
  ///
  /// - Parameters:
  ///   - metadataSize: of `info`, in bytes.
  ///   - queue: requests that may wait (`reqq`).
  ///   - host: of the peer, as we see it (`yourip`).
  ///   - isPrivate: BEP 27 forbids peer exchange.
  static func ours(metadataSize: Int, queue: Int, host: PeerAddress.Host, isPrivate: Bool, version: String) -> [UInt8] {
    var extensions: [Bencode.Key: Bencode] = [
      "ut_metadata": .integer(Int64(OurID.metadata)), "upload_only": .integer(Int64(OurID.uploadOnly)),
    ]
    if !isPrivate { extensions["ut_pex"] = .integer(Int64(OurID.exchange)) }
    return Bencode.dictionary([
      "m": .dictionary(extensions), "metadata_size": .integer(Int64(metadataSize)), "reqq": .integer(Int64(queue)),
      "upload_only": 1, "v": .text("Bobine \(version)"), "yourip": .string(host.bytes),
    ]).bytes
  }
}
