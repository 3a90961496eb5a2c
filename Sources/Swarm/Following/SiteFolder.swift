import Files
import Hashing
import Torrent

/// Where what is fetched from one site lies. No name comes from the catalog as it is.
struct SiteFolder: Sendable, Hashable {
  /// Absolute.
  let path: String

  /// `<host>`; with some digits of a hash where another site may have the same host.
  init(_ site: WebURL, below folder: String) {
    let host = String(
      site.origin.host.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "-") ? $0 : "-" })
    let catalog = site.catalog
    let isPlain =
      catalog.target == "/catalog.json" && site.origin.port == site.origin.scheme.port && host == site.origin.host
      && !host.hasPrefix(".") && !host.hasPrefix("-")
    let digits = SHA256.hash(Array(catalog.description.utf8)).hex.prefix(8)
    let stem = host.drop { $0 == "." || $0 == "-" }
    path = PathRules.join(folder, isPlain ? host : "\(stem.isEmpty ? "site" : stem)-\(digits)")
  }

  /// What is no one's to seed: hidden, so that no look for torrents walks into it.
  var hidden: String { PathRules.join(path, ".bobined") }
  var parts: String { PathRules.join(hidden, "parts") }
  var pages: String { PathRules.join(hidden, "pages") }
  var list: String { PathRules.join(hidden, "files.tsv") }

  /// `<name>-<16 digits of the infohash>`: the name for people, the digits for certainty.
  ///
  /// - Returns: nil where the torrent's name has no ending that a file may have here.
  static func name(_ contents: TorrentContents, _ key: SwarmKey) -> (stem: String, suffix: String)? {
    let suffix = PathRules.extension(contents.name)
    guard (1...8).contains(suffix.utf8.count), suffix.utf8.allSatisfy(isPlain), suffix != "torrent" else { return nil }
    var stem = String(decoding: PathRules.stem(contents.name).utf8.map { isPlain($0) ? $0 : 0x2D }, as: UTF8.self)
    stem = String(stem.drop { $0 == "-" }.prefix(80))
    return ((stem.isEmpty ? "" : stem + "-") + key.hex.prefix(16), suffix)
  }

  static func isPlain(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }
}

extension WebURL {
  /// `catalog.json` of a site, or the file that is named.
  var catalog: WebURL {
    if path.hasSuffix(".json") { return self }
    return resolve(path.hasSuffix("/") ? "catalog.json" : "\(path)/catalog.json") ?? self
  }
}
