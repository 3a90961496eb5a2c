import Hashing

/// A magnet link: a torrent named by its hashes, with hints where to find it (BEP 9, BEP 52).
public struct Magnet: Sendable, Hashable {
  public var infohash: Infohash
  /// What people read before the metadata is there; `info.name`.
  public var name: String
  public var trackers: [String]
  /// URLs of the file itself, as in ``Metainfo/webSeeds``.
  public var webSeeds: [String]
  /// URL of the `.torrent` file, which brings web seeds and layers without a peer.
  public var torrentURL: String?

  public init(
    infohash: Infohash, name: String, trackers: [String] = [], webSeeds: [String] = [], torrentURL: String? = nil
  ) {
    self.infohash = infohash
    self.name = name
    self.trackers = trackers
    self.webSeeds = webSeeds
    self.torrentURL = torrentURL
  }

  /// In libtorrent's order: `xt` `dn` `tr` `ws`, then `xs`.
  public var link: String {
    var parts: [String] = []
    if let v1 = infohash.v1 { parts.append("xt=urn:btih:\(v1.hex)") }
    // A multihash: 0x12 is SHA-256, 0x20 its length.
    if let v2 = infohash.v2 { parts.append("xt=urn:btmh:1220\(v2.hex)") }
    parts.append("dn=\(Self.encode(name))")
    parts += trackers.map { "tr=\(Self.encode($0))" }
    parts += webSeeds.map { "ws=\(Self.encode($0))" }
    if let torrentURL { parts.append("xs=\(Self.encode(torrentURL))") }
    return "magnet:?" + parts.joined(separator: "&")
  }

  /// Everything but the unreserved characters of RFC 3986, section 2.3: parsers differ in what else they take as it is.
  static func encode(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let scalar = Unicode.Scalar(byte)
      switch scalar {
      case "A"..."Z", "a"..."z", "0"..."9", "-", ".", "_", "~": out.unicodeScalars.append(scalar)
      default: out += "%" + Hex.encode(CollectionOfOne(byte)).uppercased()
      }
    }
    return out
  }
}
