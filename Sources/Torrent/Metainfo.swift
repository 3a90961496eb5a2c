import Hashing

/// A `.torrent` file of one file (BEP 3, BEP 12, BEP 19, BEP 52).
public struct Metainfo: Sendable, Hashable {
  public var form: TorrentForm
  public var file: TorrentFile
  /// Exact absolute URLs of the file, percent-encoded, that do not end in `/` (BEP 19 uses them as they are).
  public var webSeeds: [String]
  /// Announce URLs in the order of preference: `http`, `https`, `udp`, `ws`, `wss`.
  public var trackers: [String]

  public init(form: TorrentForm, file: TorrentFile, webSeeds: [String] = [], trackers: [String] = []) {
    self.form = form
    self.file = file
    self.webSeeds = webSeeds
    self.trackers = trackers
  }

  /// The whole file. No date and no version stand in it: the same values are the same bytes.
  public var bytes: [UInt8] {
    var fields: [Bencode.Key: Bencode] = ["created by": .text("Bobine"), "info": file.info(form)]
    let tiers = Self.tiers(trackers)
    if let first = tiers.first?.first {
      fields["announce"] = .text(first)
      fields["announce-list"] = .list(tiers.map { .list($0.map(Bencode.text)) })
    }
    if !webSeeds.isEmpty { fields["url-list"] = .list(webSeeds.map(Bencode.text)) }
    // A file that is not longer than one piece has no layer (BEP 52), and then the dictionary is empty.
    if form != .v1 {
      fields["piece layers"] =
        file.layer.isEmpty ? [:] : .dictionary([Bencode.Key(file.piecesRoot.bytes): .string(file.layer)])
    }
    return Bencode.dictionary(fields).bytes
  }

  /// The tiers of BEP 12, of which a client asks the next one only where all of one fail.
  ///
  /// The URLs of one host share what they know, so they are one tier; two hosts are two tiers. WebSocket trackers come
  /// last: clients that do not speak WebRTC report an error for them and go on (contracts/bittorrent.md 1.6).
  static func tiers(_ trackers: [String]) -> [[String]] {
    var tiers: [(host: String, urls: [String])] = []
    for tracker in trackers where !isWebSocket(tracker) {
      let host = host(of: tracker)
      if let index = tiers.firstIndex(where: { $0.host == host }) {
        if !tiers[index].urls.contains(tracker) { tiers[index].urls.append(tracker) }
      } else {
        tiers.append((host, [tracker]))
      }
    }
    var webSockets: [String] = []
    for tracker in trackers where isWebSocket(tracker) && !webSockets.contains(tracker) { webSockets.append(tracker) }
    return tiers.map(\.urls) + (webSockets.isEmpty ? [] : [webSockets])
  }

  private static func isWebSocket(_ url: String) -> Bool { url.hasPrefix("ws://") || url.hasPrefix("wss://") }

  /// Between the scheme and the port or path; the whole text where it is no URL.
  private static func host(of url: String) -> String {
    guard let scheme = url.firstRange(of: "://") else { return url }
    let authority = url[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
    // An IPv6 address keeps its colons in brackets.
    if let bracket = authority.firstIndex(of: "]") { return String(authority[...bracket]) }
    return String(authority.prefix { $0 != ":" })
  }
}
