import NIOHTTP1

@testable import Swarm

/// Addresses in torrents, catalogs, redirects and headers (RFC 3986, RFC 9110), and what proxies write.
struct Addresses: Reader {
  static let full = 900_000

  static func samples() -> [Part] {
    func url(_ scheme: String, _ host: String, _ rest: String) -> Part {
      .row([.text(scheme), .text("://"), .text(host), .text(rest)])
    }
    let hosts = [
      "v.example", "V.Example:8080", "[2001:db8::1]:81", "192.0.2.1", "xn--bcher-kva.example:443", "[::ffff:192.0.2.1]",
    ]
    let rests = ["", "/", "/announce?passkey=x", "/a/./b/../c.mp4?q#f", "/ä%20ü", "?x=1", "/catalog.json"]
    let urls = hosts.flatMap { host in rests.map { url("https", host, $0) } }
    let others = [
      "../media/a.mp4", "//other.example/x", "?q", "#f", "a%20b", "bytes 0-99/1000", "bytes 5-9/*",
      "203.0.113.9, 127.0.0.1",
    ]
    return urls + [url("udp", "t.example:6969", "/announce"), url("udp", "[::1]:80", "")] + others.map(Part.text)
  }

  private let place: WebURL

  init() throws {
    guard let place = WebURL("http://v.example:81/a/b/c?d") else { throw Finding("no address") }
    self.place = place
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    let url = WebURL(text)
    let found = place.resolve(text)
    for url in [url, found].compactMap(\.self) {
      try require(WebURL(url.description) == url, "an address reads otherwise: \(url)")
      let target = url.target
      try require(target.utf8.allSatisfy { (0x21...0x7E).contains($0) } && target.hasPrefix("/"), "a target: \(target)")
      try require(url.origin.authority.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a host: \(url.origin.host)")
      try require(!url.path.split(separator: "/").contains { $0 == ".." || $0 == "." }, "dots are left: \(url.path)")
    }
    let tracker = TrackerURL(text)
    switch tracker {
    case .http(let address): try require(address == url, "a tracker elsewhere")
    case .udp(let host, let port, let data):
      try require(port > 0 && !host.isEmpty && data.allSatisfy { (0x21...0x7E).contains($0) }, "a tracker that is none")
    case nil: break
    }
    let range = ContentRange(text)
    if let range {
      try require(range.bytes.lowerBound >= 0 && !range.bytes.isEmpty, "a range of nothing")
      try require(range.size.map { $0 >= range.bytes.upperBound } ?? true, "a range behind the end")
    }
    let headers: HTTPHeaders = ["X-Forwarded-For": text, "Retry-After": text, "Content-Length": text]
    let client = ForwardedAddress.client(of: .v4(0x7F00_0001), headers, proxies: Proxies())
    if let host = PeerAddress.Host(text) {
      try require(PeerAddress.Host(host.description) == host, "a host reads otherwise: \(host)")
    }
    try require((headers.retryAfter ?? 0) >= 0 && ((try? headers.contentLength()) ?? 0) >= 0, "a negative number")
    return url != nil || found != nil || tracker != nil || range != nil || client != .v4(0x7F00_0001)
  }
}
