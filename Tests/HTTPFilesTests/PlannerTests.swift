import Files
import Testing

@testable import HTTPFiles

/// A site of names alone: a file's bytes are told by its path.
private let site: [String: Found<String>] = {
  var tree: [String: Found<String>] = [
    "": .folder, "videos": .folder, "videos/talk": .folder, "videos/gone": .folder, "empty": .folder,
  ]
  for path in [
    "index.html", "404.html", "videos/talk/index.html", "videos/talk/video.jsonld", "videos/gone/tombstone.jsonld",
    "media/ab/720p-0123abcd.mp4", "media/ab/720p-0123abcd.m3u8", "media/ab/été & co.mp4",
    "media/ab/720p-0123abcd/init.mp4", "media/ab/720p-0123abcd/0-0123abcd.m4s", "media/ab/init.mp4",
    "media/ab/720p-0123abcd/other.mp4", "assets/style.0123abcd.css",
    ".well-known/wf/acct:main@host.json", ".well-known/host-meta", "a..b.mp4", "feed.xml",
  ] {
    tree[path] = .file(FileStatus(size: 1000, modified: 1_700_000_000_000_000_000, inode: 7), path)
  }
  return tree
}()

private func ask(_ target: String, _ headers: [String: String] = [:], method: String = "GET") -> ResponsePlan<String> {
  Planner(find: { site[$0] }).plan(FileRequest(method: method, target: target, headers: headers))
}

extension ResponsePlan<String> {
  /// The path and the bytes of the file that is sent.
  fileprivate var sent: String? {
    if case .file(let path, let range) = body { "\(path) \(range.lowerBound)..<\(range.upperBound)" } else { nil }
  }
}

@Suite struct `What a request is answered` {
  @Test(arguments: [
    ("/", "index.html"), ("/index.html", "index.html"), ("/videos/talk/", "videos/talk/index.html"),
    ("/videos/talk/?t=30", "videos/talk/index.html"), ("http://host:80/feed.xml", "feed.xml"),
    ("/media/ab/%C3%A9t%C3%A9%20&%20co.mp4", "media/ab/été & co.mp4"), ("/a..b.mp4", "a..b.mp4"),
    ("/%76ideos/talk/", "videos/talk/index.html"), ("http://host", "index.html"),
  ])
  func `a path names a file, decoded once`(_ target: String, _ path: String) {
    let plan = ask(target)
    #expect(plan.status == 200)
    #expect(plan.sent == "\(path) 0..<1000")
    #expect(plan.contentLength == 1000)
  }

  @Test(arguments: [
    "/../etc/passwd", "/%2e%2e/etc/passwd", "/videos/../../x", "/%2e%2e%2fetc", "//etc/passwd", "/videos//talk/", "/./",
    "/a%00b", "/a%0Ab", "/a%5C..%5Cb", "/%FF", "/%252e%252e/", "/nothing", "/index.html/", "/empty/", "/videos/",
  ])
  func `what is not published is 404, however it is spelled`(_ target: String) {
    let plan = ask(target)
    #expect(plan.status == 404)
    #expect(plan.sent == "404.html 0..<1000")
    #expect(plan.header("Content-Type") == "text/html; charset=utf-8")
  }

  @Test(arguments: ["", "videos", "*", "/%", "/%4", "/%zz", "ftp://host/"])
  func `what is no path is 400`(_ target: String) {
    #expect(ask(target).status == 400)
  }

  @Test func `a folder without its slash is redirected, with its query`() {
    let plan = ask("/videos/talk?t=30")
    #expect(plan.status == 301)
    #expect(plan.header("Location") == "/videos/talk/?t=30")
    #expect(ask("//evil.example").header("Location") == nil)
  }

  @Test func `a range is answered with its place in the file`() {
    let plan = ask("/media/ab/720p-0123abcd.mp4", ["range": "bytes=-100"])
    #expect(plan.status == 206)
    #expect(plan.sent == "media/ab/720p-0123abcd.mp4 900..<1000")
    #expect(plan.header("Content-Range") == "bytes 900-999/1000")
    #expect(plan.contentLength == 100)
    #expect(plan.header("Access-Control-Allow-Origin") == "*")
  }

  @Test func `an unsatisfiable range tells the size`() {
    let plan = ask("/media/ab/720p-0123abcd.mp4", ["range": "bytes=1000-"])
    #expect(plan.status == 416)
    #expect(plan.header("Content-Range") == "bytes */1000")
    #expect(plan.header("Access-Control-Allow-Origin") == "*")
    #expect(plan.sent == nil)
  }

  @Test func `If-Range gives the whole file unless the file is still the same`() throws {
    let tag = try #require(ask("/feed.xml").header("ETag"))
    let date = try #require(ask("/feed.xml").header("Last-Modified"))
    #expect(date == "Tue, 14 Nov 2023 22:13:20 GMT")
    for same in [tag, date] {
      #expect(ask("/feed.xml", ["range": "bytes=0-0", "if-range": same]).status == 206)
    }
    for other in ["\"other\"", "W/" + tag, "Tue, 14 Nov 2023 22:13:21 GMT"] {
      let plan = ask("/feed.xml", ["range": "bytes=0-0", "if-range": other])
      #expect(plan.status == 200 && plan.contentLength == 1000)
    }
    #expect(ask("/feed.xml", ["range": "bytes=5000-", "if-range": "\"other\""]).status == 200)
  }

  @Test func `what the client has already is 304, without a body`() throws {
    let tag = try #require(ask("/").header("ETag"))
    #expect(!tag.hasPrefix("W/"))
    for list in [tag, "W/\(tag)", "\"x\", \(tag) , \"y\"", "*"] {
      let plan = ask("/", ["if-none-match": list, "range": "bytes=0-1"])
      #expect(plan.status == 304 && plan.sent == nil && plan.contentLength == nil)
      #expect(plan.header("ETag") == tag)
    }
    #expect(ask("/", ["if-none-match": "\"x\""]).status == 200)
    let date = try #require(ask("/").header("Last-Modified"))
    #expect(ask("/", ["if-modified-since": date]).status == 304)
    #expect(ask("/", ["if-modified-since": date, "if-none-match": "\"x\""]).status == 200)
  }

  @Test func `HEAD has the headers of the whole file and no body`() {
    let plan = ask("/media/ab/720p-0123abcd.mp4", ["range": "bytes=0-9"], method: "HEAD")
    #expect(plan.status == 200 && plan.sent == nil)
    #expect(plan.contentLength == 1000)
    #expect(plan.header("Content-Type") == "video/mp4")
    #expect(plan.header("Accept-Ranges") == "bytes")
  }

  @Test(arguments: ["POST", "PUT", "DELETE", "TRACE", "get"])
  func `other methods are refused by name`(_ method: String) {
    let plan = ask("/", method: method)
    #expect(plan.status == 405)
    #expect(plan.header("Allow") == "GET, HEAD, OPTIONS")
  }

  @Test func `a page on another host may ask for ranges`() {
    let plan = ask("/media/ab/720p-0123abcd.mp4", method: "OPTIONS")
    #expect(plan.status == 204)
    #expect(plan.header("Access-Control-Allow-Headers") == "Range, If-Range")
  }

  @Test(arguments: [
    "/.well-known/webfinger?resource=acct:main@host", "/.well-known/webfinger?resource=acct%3Amain%40host&rel=self",
    "/.well-known/webfinger?rel=self&resource=acct:main@host",
  ])
  func `WebFinger's query names a file`(_ target: String) {
    let plan = ask(target)
    #expect(plan.sent == ".well-known/wf/acct:main@host.json 0..<1000")
    #expect(plan.header("Content-Type") == "application/jrd+json")
    #expect(plan.header("Access-Control-Allow-Origin") == "*")
  }

  @Test(arguments: [
    ("/.well-known/webfinger", 400), ("/.well-known/webfinger?resource=acct:other@host", 404),
    ("/.well-known/webfinger?resource=../../index", 404), ("/.well-known/webfinger?resource=a%2f..%2f..%2findex", 404),
    ("/.well-known/webfinger?resource=%zz", 400),
  ])
  func `WebFinger finds accounts only`(_ target: String, _ status: Int) {
    #expect(ask(target).status == status)
  }

  @Test(arguments: ["/videos/gone/video.jsonld", "/videos/gone/", "/videos/gone/index"])
  func `what was removed on purpose is 410 with its Tombstone`(_ target: String) {
    let plan = ask(target)
    #expect(plan.status == 410)
    #expect(plan.sent == "videos/gone/tombstone.jsonld 0..<1000")
    #expect(plan.header("Content-Type") == "application/activity+json")
  }

  @Test func `names with a hash are kept for a year, all others are asked for again`() {
    for path in [
      "/media/ab/720p-0123abcd.mp4", "/assets/style.0123abcd.css", "/media/ab/720p-0123abcd/init.mp4",
      "/media/ab/720p-0123abcd/0-0123abcd.m4s",
    ] {
      #expect(ask(path).header("Cache-Control") == "public, max-age=31536000, immutable")
    }
    for path in [
      "/", "/media/ab/720p-0123abcd.m3u8", "/feed.xml", "/a..b.mp4", "/media/ab/init.mp4",
      "/media/ab/720p-0123abcd/other.mp4",
    ] {
      #expect(ask(path).header("Cache-Control") == "no-cache")
    }
  }

  @Test(arguments: [
    ("a.m3u8", "application/vnd.apple.mpegurl"), ("a.MP4", "video/mp4"), ("a.vtt", "text/vtt; charset=utf-8"),
    ("video.jsonld", "application/activity+json"), ("a.torrent", "application/x-bittorrent"),
    ("a.m4s", "video/iso.segment"),
    ("feed.xml", "application/rss+xml; charset=utf-8"), ("channels/a/feed.json", "application/feed+json"),
    ("catalog.json", "application/json"), (".well-known/host-meta", "application/xrd+xml"),
    (".well-known/nodeinfo", "application/json"), ("a.unknown", "application/octet-stream"),
    ("noext", "application/octet-stream"),
  ])
  func `the type is told by the name`(_ path: String, _ type: String) {
    #expect(MediaType.of(path) == type)
  }

  @Test(
    arguments: [
      (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
      (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 GMT"),
      (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
    ] as [(Int64, String)])
  func `dates are those of HTTP`(_ seconds: Int64, _ text: String) {
    #expect(HTTPDate.text(seconds) == text)
  }
}
