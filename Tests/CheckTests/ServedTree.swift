import Files

@testable import Check

/// A built site, served as the rules of `bobine server-config` ask, without a network; a mutation changes single answers.
struct ServedTree: WebClient {
  typealias Change = @Sendable (WebRequest, inout WebAnswer) -> Void

  let output: String
  var change: Change = { _, _ in }

  private static let types = [
    "html": "text/html; charset=utf-8", "jsonld": "application/activity+json", "m3u8": "application/vnd.apple.mpegurl",
    "mp4": "video/mp4", "vtt": "text/vtt", "torrent": "application/x-bittorrent", "xml": "application/xml",
    "json": "application/json", "jpg": "image/jpeg", "webp": "image/webp",
  ]

  func answer(_ request: WebRequest) async -> WebAnswer {
    var answer = plain(request)
    change(request, &answer)
    return answer
  }

  private func plain(_ request: WebRequest) -> WebAnswer {
    guard let rest = request.url.split(separator: "://").dropFirst().first, let slash = rest.firstIndex(of: "/") else {
      return WebAnswer(status: 400)
    }
    if request.url.hasPrefix("http://") {
      return WebAnswer(status: 301, headers: ["location": "https://" + rest])
    }
    if request.method == "POST" { return WebAnswer(status: 405) }
    if request.method == "OPTIONS" {
      return WebAnswer(
        status: 204, headers: ["access-control-allow-origin": "*", "access-control-allow-headers": "Range"])
    }
    var path = String(rest[slash...].dropFirst())
    if let name = path.split(separator: "resource=").dropFirst().first {
      path = ".well-known/wf/\(name).json"
    } else if path.hasPrefix(".bobine") || path == "_redirects" {
      return WebAnswer(status: 404)
    }
    var headers = [
      "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "access-control-allow-origin": "*",
      "cache-control": path.hasSuffix(".mp4") ? "public, max-age=31536000, immutable" : "public, max-age=600",
    ]
    let folder = path.split(separator: "/").first
    if path.hasSuffix("/") || path.isEmpty {
      if path.split(separator: "/").count == 2, let name = ["videos": "video", "channels": "actor"][folder ?? ""] {
        headers["vary"] = "Accept"
        let asks = request.headers.contains { $0.hasPrefix("Accept: application/activity+json") }
        path += asks ? "\(name).jsonld" : "index.html"
      } else {
        path += "index.html"
      }
    }
    guard let bytes = try? Files.read("\(output)/\(path)", limit: 1 << 26) else {
      let isGone = Files.exists("\(output)/\(PathRules.parent(path))/tombstone.jsonld")
      return WebAnswer(status: isGone ? 410 : 404)
    }
    headers["content-type"] = Self.types[String(path.split(separator: ".").last ?? "")] ?? "text/plain"
    if request.headers.contains("Accept-Encoding: gzip"), path.hasSuffix(".html") {
      headers["content-encoding"] = "gzip"
    }
    if request.headers.contains("Range: bytes=0-1") {
      headers["content-range"] = "bytes 0-1/\(bytes.count)"
      return WebAnswer(status: 206, headers: headers, body: Array(bytes.prefix(2)))
    }
    return WebAnswer(status: 200, headers: headers, body: request.method == "HEAD" ? [] : bytes)
  }
}

extension WebAnswer {
  mutating func edit(_ old: String, _ new: String) {
    body = Array(String(decoding: body, as: UTF8.self).replacing(old, with: new).utf8)
  }
}
