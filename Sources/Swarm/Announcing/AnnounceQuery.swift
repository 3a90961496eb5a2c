/// The query of an announce over HTTP (BEP 3, BEP 7, BEP 23).
extension WebURL {
  func announce(_ announce: Announce, of me: AnnouncedSelf, port: UInt16, uploaded: Int64) -> WebURL {
    var query = self.query.map { $0.isEmpty ? "" : $0 + "&" } ?? ""
    query += "info_hash=\(Self.escape(announce.key.bytes))&peer_id=\(Self.escape(me.peerID))&port=\(port)"
    query += "&uploaded=\(uploaded)&downloaded=0&left=0&compact=1&numwant=0&key="
    let digits = String(me.key, radix: 16)
    query += String(repeating: "0", count: 8 - digits.count) + digits
    switch announce.event {
    case .none: break
    case .started: query += "&event=started"
    case .stopped: query += "&event=stopped"
    }
    var url = self
    url.query = query
    return url
  }

  /// All but the unreserved bytes of RFC 3986, section 2.3, as `%` and two digits.
  private static func escape(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    for byte in bytes {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        out.append(byte)
      default:
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 0x30 + value : 0x37 + value }
        out += [UInt8(ascii: "%"), digit(byte >> 4), digit(byte & 15)]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Whether this looks like an announce address, and can hardly be anything else.
  var looksLikeTracker: Bool { path.split(separator: "/").last?.hasPrefix("announce") == true }
}
