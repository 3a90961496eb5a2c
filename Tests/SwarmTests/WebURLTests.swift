import Testing

@testable import Swarm

@Suite struct `An address` {
  @Test func `is taken apart`() throws {
    let url = try #require(WebURL("HTTPS://Videos.Example:8443/a/./b/../c%20d?x=1#top"))
    #expect(url.origin == WebURL.Origin(scheme: .https, host: "videos.example", port: 8443))
    #expect(url.target == "/a/c%20d?x=1")
    #expect(url.description == "https://videos.example:8443/a/c%20d?x=1")
    #expect(WebURL("http://videos.example")?.target == "/")
    #expect(WebURL("http://videos.example?x")?.target == "/?x")
    #expect(WebURL("http://[2001:db8::1]:80/x")?.origin.authority == "[2001:db8::1]")
    #expect(WebURL("http://a.example/é")?.target == "/%C3%A9")
    #expect(WebURL("http://a.example//.//n//")?.target == "/n//")
  }

  @Test(arguments: [
    "", "ftp://a.example/", "http:/a.example/", "http://", "http:///x", "//a.example/", "a.example/x",
    "http://user@a.example/", "http://user:secret@a.example/", "http://a.example:0/", "http://a.example:65536/",
    "http://a.example:+80/", "http://a.example:80:80/", "http://a b/", "http://a.example/a b",
    "http://a.example/\r\nX: y",
    "http://a.example/\\..", "http://[::1/", "http://[1.2.3.4]/", "http://[::1\0]/", "http://[::1\0\r\nX: y]/",
    "http://[::1]x/", "http://é.example/",
    "file:///etc/passwd",
    "http://a.example%2f.b/", "javascript:alert(1)", "http://\(String(repeating: "a", count: 254))/",
    "http://a.example/\(String(repeating: "a", count: 9000))",
  ])
  func `that is none is refused`(_ text: String) {
    #expect(WebURL(text) == nil)
  }

  @Test func `that is longer than the limit when it is written is refused, like one that is longer already`() throws {
    let text = "http://a.example/\(String(repeating: "é", count: 1500))"
    #expect(text.utf8.count < WebURL.limit && WebURL(text) == nil)
    let place = try #require(WebURL("http://a.example/b/c"))
    #expect(place.resolve(String(repeating: "é", count: 1500)) == nil)
    let url = try #require(place.resolve(String(repeating: "é", count: 1000)))
    #expect(WebURL(url.description) == url)
  }

  /// The examples of RFC 3986, section 5.4, whose result is http.
  @Test(arguments: [
    ("g", "/b/c/g"), ("./g", "/b/c/g"), ("g/", "/b/c/g/"), ("/g", "/g"), ("?y", "/b/c/d;p?y"), ("g?y", "/b/c/g?y"),
    ("#s", "/b/c/d;p?q"), ("g#s", "/b/c/g"), (";x", "/b/c/;x"), ("", "/b/c/d;p?q"), (".", "/b/c/"), ("./", "/b/c/"),
    ("..", "/b/"), ("../", "/b/"), ("../g", "/b/g"), ("../..", "/"), ("../../g", "/g"), ("../../../g", "/g"),
    ("/./g", "/g"), ("/../g", "/g"), ("g.", "/b/c/g."), ("..g", "/b/c/..g"), ("./../g", "/b/g"), ("./g/.", "/b/c/g/"),
    ("g/./h", "/b/c/g/h"), ("g/../h", "/b/c/h"), ("g;x=1/../y", "/b/c/y"), ("g?y/../x", "/b/c/g?y/../x"),
  ])
  func `is found from a reference`(_ reference: String, _ target: String) throws {
    let base = try #require(WebURL("http://a/b/c/d;p?q"))
    #expect(base.resolve(reference)?.description == "http://a\(target)")
  }

  @Test func `of another host is found from a reference too`() throws {
    let base = try #require(WebURL("https://a/b"))
    #expect(base.resolve("//c:81/d")?.description == "https://c:81/d")
    #expect(base.resolve("http://c/d")?.description == "http://c/d")
    #expect(base.resolve("mailto:x@y") == nil)
  }

  @Test(arguments: [
    ("8.8.8.8", true), ("127.0.0.1", false), ("10.1.2.3", false), ("172.31.0.1", false), ("172.32.0.1", true),
    ("192.168.1.1", false), ("169.254.169.254", false), ("100.64.0.1", false), ("100.128.0.1", true),
    ("0.0.0.0", false),
    ("198.19.0.1", false), ("224.0.0.1", false), ("255.255.255.255", false), ("::1", false), ("::", false),
    ("fe80::1", false), ("fd00::1", false), ("2001:db8::1", false), ("2001::1", false), ("2600::1", true),
    ("3fff:123::1", false), ("::ffff:10.0.0.1", false), ("64:ff9b::7f00:1", false), ("64:ff9b::808:808", true),
    ("2002:7f00:1::", false), ("ff02::1", false),
  ])
  func `is public where all can reach it`(_ text: String, _ isPublic: Bool) throws {
    #expect(try #require(PeerAddress.Host(text)).isPublic == isPublic)
  }
}

@Suite struct `A part of a body` {
  @Test func `is told by its field`() {
    #expect(ContentRange("bytes 0-99/1000") == ContentRange(bytes: 0..<100, size: 1000))
    #expect(ContentRange("Bytes 5-5/*") == ContentRange(bytes: 5..<6, size: nil))
  }

  @Test(arguments: [
    "", "bytes", "bytes 0-99", "bytes 9-0/10", "bytes 0-9/9", "bytes -1-9/10", "bytes 0-+9/10", "bytes */10",
    "lines 0-9/10",
    "bytes 0-9/10/11", "bytes 0-9223372036854775807/*", "bytes 0-9223372036854775808/*", "bytes 0--9/10",
  ])
  func `that is not well-formed is refused`(_ text: String) { #expect(ContentRange(text) == nil) }
}
