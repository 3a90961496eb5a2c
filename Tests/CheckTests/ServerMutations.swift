@testable import Check

/// One thing that a server does wrong, and the rule that has to say so, alone.
struct ServerMutation: Sendable {
  var rule: ServerRule
  /// Of the diagnostic, where it is not that of the rule.
  var id: String
  var address = "https://videos.example/"
  var change: ServedTree.Change

  init(_ rule: ServerRule, id: String? = nil, _ change: @escaping ServedTree.Change) {
    (self.rule, self.id, self.change) = (rule, id ?? rule.rawValue, change)
  }

  /// Only what ends so is answered otherwise.
  init(_ rule: ServerRule, at end: String, _ change: @escaping @Sendable (inout WebAnswer) -> Void) {
    self.init(rule) { request, answer in
      if request.url.hasSuffix(end) { change(&answer) }
    }
  }

  private static func without(_ rule: ServerRule, _ header: String, at end: String) -> ServerMutation {
    ServerMutation(rule, at: end) { $0.headers[header] = nil }
  }

  private static func typed(_ rule: ServerRule, at end: String) -> ServerMutation {
    ServerMutation(rule, at: end) { $0.headers["content-type"] = "application/octet-stream" }
  }

  private static var plain: ServerMutation {
    var mutation = ServerMutation(.https) { _, _ in }
    mutation.address = "http://videos.example/"
    return mutation
  }

  static let all: [ServerMutation] = [
    ServerMutation(.unreachable) { _, answer in answer = WebAnswer(status: 0, problem: "Could not resolve host") },
    plain,
    ServerMutation(.plainRedirect) { request, answer in
      if request.url.hasPrefix("http://") { answer = WebAnswer(status: 200) }
    },
    ServerMutation(.address, at: "/catalog.json") { $0.edit("https://videos.example/\"", "https://other.example/\"") },
    ServerMutation(.catalog, at: "/catalog.json") { $0 = WebAnswer(status: 403) },
    ServerMutation(.page) { request, answer in
      if request.url.hasSuffix("/videos/first/"), request.headers.contains(Visit.browser) {
        answer = WebAnswer(status: 500)
      }
    },
    without(.pageCompressed, "content-encoding", at: "videos.example/"),
    ServerMutation(.pageCache, at: "videos.example/") { $0.headers["cache-control"] = "public, max-age=2592000" },
    without(.noSniff, "x-content-type-options", at: "videos.example/"),
    without(.referrer, "referrer-policy", at: "videos.example/"),
    ServerMutation(.embedFraming, at: "/embed/") { $0.headers["x-frame-options"] = "SAMEORIGIN" },
    ServerMutation(.embedFraming, at: "/embed/") {
      $0.headers["content-security-policy"] = "default-src 'none'; frame-ancestors 'self'"
    },
    ServerMutation(.notFound, at: "no-such-page/") { $0 = WebAnswer(status: 200) },
    ServerMutation(.hidden, at: ".bobine-manifest") { $0 = WebAnswer(status: 200) },
    ServerMutation(.alternate) { request, answer in
      if request.url.hasSuffix("/videos/first/"), request.headers.contains(Visit.browser) {
        answer.edit("application/activity+json", "application/json")
      }
    },
    ServerMutation(.webFinger) { request, answer in
      if request.url.contains("webfinger?") { answer = WebAnswer(status: 404) }
    },
    ServerMutation(.webFingerUnknown) { request, answer in
      if request.url.contains("bobine-check-nobody") { answer = WebAnswer(status: 200) }
    },
    ServerMutation(.webFingerSelf) { request, answer in
      if request.url.contains("webfinger?") { answer.edit("/channels/", "/chains/") }
    },
    ServerMutation(.hostMeta, at: "host-meta") { $0 = WebAnswer(status: 404) },
    ServerMutation(.hostMeta, at: "host-meta") { $0.edit("/wf/", "/names/") },
    ServerMutation(.nodeInfo, at: "nodeinfo") { $0 = WebAnswer(status: 404) },
    ServerMutation(.document, at: "/followers.jsonld") { $0 = WebAnswer(status: 404) },
    ServerMutation(.document, at: "/town/actor.jsonld") {
      $0 = WebAnswer(status: 301, headers: ["location": "/elsewhere"])
    },
    ServerMutation(.document, at: "/featured.jsonld") { $0.body = Array("<!doctype html>".utf8) },
    ServerMutation(.documentType, at: ".jsonld") { $0.headers["content-type"] = "application/ld+json" },
    ServerMutation(.contract, id: "contract-video-comments-policy") { request, answer in
      if request.url.hasSuffix("/first/video.jsonld") { answer.edit("\"commentsPolicy\":2", "\"commentsPolicy\":1") }
    },
    ServerMutation(.negotiation) { request, answer in
      if request.url.hasSuffix("/videos/first/") { answer.edit("\"id\"", "\"page\"") }
    },
    without(.vary, "vary", at: "/videos/first/"),
    ServerMutation(.inbox) { request, answer in
      if request.method == "POST" { answer = WebAnswer(status: 502) }
    },
    ServerMutation(.inbox) { request, answer in
      if request.method == "POST" { answer = WebAnswer(status: 200) }
    },
    ServerMutation(.outboxCrawl, at: "/town/outbox-1.jsonld") { $0.edit("videos/first/", "videos/second/") },
    ServerMutation(.outboxTotal, at: "/town/outbox.jsonld") { $0.edit("\"totalItems\":", "\"totalItems\":1") },
    ServerMutation(.gone, at: "/gone/video.jsonld") { $0 = WebAnswer(status: 200) },
    ServerMutation(.media, at: ".mp4") { $0 = WebAnswer(status: 404) },
    ServerMutation(.mediaSize, at: ".mp4") { $0.headers["content-range"]? += "0" },
    ServerMutation(.mediaRange, at: ".mp4") {
      if $0.status == 206 { $0 = WebAnswer(status: 200, headers: $0.headers) }
    },
    typed(.mediaType, at: ".mp4"),
    ServerMutation(.mediaCORS) { request, answer in
      if request.method == "GET", request.url.hasSuffix(".mp4") { answer.headers["access-control-allow-origin"] = nil }
    },
    // As two rules that both add it send it: no browser takes that.
    ServerMutation(.mediaCORS, at: ".mp4") { $0.headers["access-control-allow-origin"]? += ", *" },
    ServerMutation(.preflight) { request, answer in
      if request.method == "OPTIONS" { answer = WebAnswer(status: 405) }
    },
    ServerMutation(.mediaEncoding, at: ".mp4") { $0.headers["content-encoding"] = "gzip" },
    without(.mediaCache, "cache-control", at: ".mp4"),
    ServerMutation(.file, at: ".torrent") { $0 = WebAnswer(status: 404) },
    ServerMutation(.file, at: "/feed.xml") { $0 = WebAnswer(status: 404) },
    without(.fileCORS, "access-control-allow-origin", at: ".vtt"),
    without(.fileCORS, "access-control-allow-origin", at: "/catalog.json"),
    ServerMutation(.playlistType, at: ".m3u8") { $0.headers["content-type"] = "text/plain" },
    typed(.captionType, at: ".vtt"), typed(.torrentType, at: ".torrent"), typed(.feedType, at: "/feed.xml"),
  ]
}
