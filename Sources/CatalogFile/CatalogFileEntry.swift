public import Hashing
import JSON

/// A file of a video that never changes under its address.
public struct CatalogFileEntry: Sendable, Hashable {
  public var url: String
  /// In bytes.
  public var size: Int64
  public var sha256: Digest256
  /// `video/mp4`, `image/jpeg`, `text/vtt`.
  public var mediaType: String

  public init(url: String, size: Int64, sha256: Digest256, mediaType: String) {
    self.url = url
    self.size = size
    self.sha256 = sha256
    self.mediaType = mediaType
  }

  var json: JSON {
    ["url": .string(url), "size": .integer(size), "sha256": .string(sha256.hex), "type": .string(mediaType)]
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    url = try fields.text("url")
    size = try fields.count("size")
    sha256 = try fields.sha256("sha256")
    mediaType = try fields.text("type")
  }
}

/// Every name by which viewers and clients find each other for one rendition (design, "catalog.json").
public struct CatalogInfohashes: Sendable, Hashable {
  /// BitTorrent version 1; nil where the torrent has none.
  public var btih: Digest160?
  /// BitTorrent version 2, whole; nil where the torrent has none. Trackers know it by its first 20 bytes.
  public var btmh: Digest256?
  /// Of viewers who share in this site's own page: ``page(of:)``.
  public var page: Digest160
  /// Of viewers on PeerTube servers, 20 characters; nil for a rendition that they are not told of.
  public var peertube: String?

  public init(btih: Digest160?, btmh: Digest256?, page: Digest160, peertube: String?) {
    self.btih = btih
    self.btmh = btmh
    self.page = page
    self.peertube = peertube
  }

  /// The first 20 bytes of SHA-256 over `bobine-p2p/1`, a line feed and the 32 bytes of the MP4's own SHA-256.
  ///
  /// The file alone decides it: mirrors of one file are one swarm, and other bytes are another.
  public static func page(of file: Digest256) -> Digest160 {
    let digest = SHA256.hash(Array("bobine-p2p/1\n".utf8) + file.bytes)
    guard let swarm = Digest160(digest.bytes.prefix(Digest160.byteCount)) else {
      preconditionFailure("20 bytes of 32 are 20")
    }
    return swarm
  }

  /// What p2p-media-loader in a PeerTube player announces for one height of a video: base64 of the first 15 bytes of
  /// SHA-1 over the swarm's name (contracts/peertube.md 5.4).
  public static func peertube(uuid: String, shortSide: Int) -> String {
    let name = "pt-v-2-\(uuid)-main-default-\(shortSide)"
    return Base64.encode(Array(SHA1.hash(Array(name.utf8)).bytes.prefix(15)))
  }

  var json: JSON {
    .object(present: [
      "btih": btih.map { .string($0.hex) }, "btmh": btmh.map { .string($0.hex) }, "page": .string(page.hex),
      "peertube": peertube.map(JSON.string),
    ])
  }

  init(_ fields: CatalogFields) throws(CatalogDamage) {
    btih = try fields.optionalSHA1("btih")
    btmh = try fields.optionalSHA256("btmh")
    page = try fields.sha1("page")
    peertube = fields.optionalText("peertube")
  }
}
