import CatalogFile
import Files
import Hashing
import Testing
import Torrent

@testable import Swarm

/// Whatever a catalog says, nothing is kept that is not what it names, nothing is written elsewhere, and other films are fetched.
@Suite struct `A catalog that lies` {
  /// Follows a site with one honest film and what `lie` adds; only the honest one may come.
  private func expectHarmless(
    space: Int64 = 10_000_000, limits: FollowLimits = FollowLimits(), visits: Int = 2,
    _ lie: (OfferedSite) throws -> Void,
    check: (OfferedSite.Visitor) throws -> Void = { _ in }
  ) async throws {
    let site = OfferedSite()
    let (honest, _) = try site.add("honest", size: 50_000, date: "2000-01-01T00:00:00Z")
    try lie(site)
    try await site.follow(space: space, limits: limits) { visitor, _ in
      for _ in 0..<visits { _ = await visitor.follower.once() }
      let films = try visitor.films()
      #expect(films == [honest])
      #expect(visitor.names.count == 2)
      // Nothing beside the site's own folder.
      let beside = try Files.list(visitor.root)
      #expect(beside == [PathRules.lastComponent(visitor.folder.path)])
      let parts = try Files.list(visitor.folder.parts).filter { $0.hasSuffix(".data") }
      #expect(try parts.allSatisfy { try Files.status(PathRules.join(visitor.folder.parts, $0))?.size ?? 0 <= space })
      try check(visitor)
    }
  }

  @Test func `about a file's hash is believed once at most`() async throws {
    try await expectHarmless { site in
      try site.add("lie") { $0.file.sha256 = SHA256.hash([1]) }
    } check: { visitor in
      #expect(visitor.asked("lie.mp4") == 1)
    }
  }

  @Test func `about a piece is not kept, and not asked for ever`() async throws {
    try await expectHarmless { site in
      let (content, _) = try site.add("lie")
      var other = content
      other[100_000] ^= 1
      site.change { $0.files["/lie.mp4"] = other }
    } check: { visitor in
      #expect(visitor.asked("lie.mp4") <= 3)
    }
  }

  @Test func `with another torrent than its infohash gets no byte fetched`() async throws {
    try await expectHarmless { site in
      try site.add("lie") { $0.infohashes.btih = SHA1.hash([1]) }
      try site.add("other", form: .hybrid) { $0.infohashes.btmh = nil }
      try site.add("third")
      site.change { $0.files["/third.torrent"] = $0.files["/other.torrent"] }
    } check: { visitor in
      #expect(visitor.asked("lie.mp4") + visitor.asked("other.mp4") + visitor.asked("third.mp4") == 0)
    }
  }

  @Test func `with a torrent that is none, or without end, or of more files`() async throws {
    try await expectHarmless { site in
      try site.add("none")
      try site.add("endless")
      site.change {
        $0.files["/none.torrent"] = Array("d4:infod".utf8)
        $0.special = {
          $0.target == "/endless.torrent"
            ? ScriptedServer.Answer("HTTP/1.1 200 OK\r\n\r\n", [UInt8](repeating: 100, count: 60_000), isEndless: true)
            : nil
        }
      }
    }
  }

  @Test(arguments: [Int64.max, 9_999_999_999, 0, 1])
  func `about sizes`(_ size: Int64) async throws {
    try await expectHarmless { site in
      try site.add("lie") { $0.file.size = size }
    } check: { visitor in
      #expect(visitor.asked("lie.mp4") == 0)
    }
  }

  @Test func `whose file is longer or shorter than it says`() async throws {
    try await expectHarmless { site in
      let (long, _) = try site.add("long")
      let (short, _) = try site.add("short")
      try site.add("endless")
      site.change {
        $0.files["/long.mp4"] = long + [1]
        $0.files["/short.mp4"] = Array(short.dropLast())
        $0.special = {
          $0.target == "/endless.mp4"
            ? ScriptedServer.Answer("HTTP/1.1 200 OK\r\n\r\n", [UInt8](repeating: 1, count: 60_000), isEndless: true)
            : nil
        }
      }
    }
  }

  @Test(arguments: [
    "../../../../tmp/evil.mp4", "/etc/passwd", "evil.torrent", "evil", ".hidden", "a\u{0}b.mp4", "..",
    "evil.mp4/../x.mp4",
    "\(String(repeating: "x", count: 250)).mp4", "-rf.mp4", "é è.mp4",
  ])
  func `with names that lead elsewhere`(_ name: String) async throws {
    let site = OfferedSite()
    try site.add("film", torrentName: name)
    try await site.follow { visitor, _ in
      _ = await visitor.follower.once()
      let root = try Files.list(visitor.root)
      #expect(root == [PathRules.lastComponent(visitor.folder.path)])
      // Either it is left alone, or it got a name of letters and digits.
      for name in visitor.names {
        #expect(name.utf8.allSatisfy { SiteFolder.isPlain($0) || $0 == 0x2D || $0 == 0x2E })
        #expect(name.utf8.count < 120 && !name.hasPrefix("-") && !name.hasPrefix("."))
      }
    }
  }

  @Test(arguments: [
    "file:///etc/passwd", "ftp://127.0.0.1/x", "http://user@127.0.0.1/x", "//", "http://", "\u{0}", "javascript:0",
    "http://no-such-name.invalid/x", "http://127.0.0.1:1/x",
  ])
  func `about addresses`(_ address: String) async throws {
    try await expectHarmless(visits: 1) { site in
      try site.add("file") { $0.file.url = address }
      try site.add("torrent") { $0.torrent = address }
    }
  }

  @Test func `without end, or with more pages and films than any has`() async throws {
    let site = OfferedSite()
    try site.add("film")
    var limits = FollowLimits()
    (limits.index, limits.page, limits.pages, limits.offers) = (100_000, 100_000, 10, 20)
    try await site.follow(limits: limits) { visitor, _ in
      let pages = (0..<11).map { "{\"url\":\"\($0).json\",\"videos\":1,\"revision\":\"1\"}" }.joined(separator: ",")
      let head =
        "{\"form\":1,\"title\":\"\",\"language\":\"\",\"torrents\":\"\",\"trackers\":[],\"videos\":0,\"duration\":0,\"bytes\":0"
      for answer in [
        ScriptedServer.Answer("HTTP/1.1 200 OK\r\n\r\n", [UInt8](repeating: 0x20, count: 60_000), isEndless: true),
        .ok(Array("\(head),\"pages\":[\(pages)]}".utf8)),
        .ok(Array("\(head),\"pages\":[{\"url\":\"file:///x\",\"videos\":1,\"revision\":\"1\"}]}".utf8)),
        .redirect("/catalog.json"),
      ] {
        site.change { $0.special = { $0.target == "/catalog.json" ? answer : nil } }
        let outcome = await visitor.follower.once()
        #expect(!outcome.isGood && visitor.names.isEmpty)
      }
      site.change { $0.special = { _ in nil } }
      for number in 0..<30 { try site.add("n\(number)", size: 1000) }
      #expect(await !visitor.follower.once().isGood)
      #expect(visitor.names.isEmpty)
    }
  }

  @Test func `cannot lead a public site's follower into private networks`() async throws {
    // 127.0.0.2 plays a public address, 127.0.0.1 the router at home.
    let site = OfferedSite()
    try site.add("film")
    try await site.follow(host: "127.0.0.2", isPublic: { $0.bytes == [127, 0, 0, 2] }) { visitor, _ in
      let inner = "http://127.0.0.1:\(visitor.server.port)"
      try site.add("direct") { $0.file.url = "\(inner)/direct.mp4" }
      try site.add("torrent") { $0.torrent = "\(inner)/torrent.torrent" }
      try site.add("moved") { $0.file.url = "/away" }
      site.change { $0.special = { $0.target == "/away" ? .redirect("\(inner)/moved.mp4") : nil } }
      _ = await visitor.follower.once()
      #expect(visitor.names.count == 2)
      let hosts = Set(visitor.server.requests.compactMap { $0.field("Host") })
      #expect(hosts == ["127.0.0.2:\(visitor.server.port)"])
      // A page of the catalog too.
      site.change { $0.special = { $0.target.hasPrefix("/catalog/") ? .redirect("\(inner)/x.json") : nil } }
      try site.add("more")
      #expect(await !visitor.follower.once().isGood)
      #expect(!visitor.server.requests.contains { $0.field("Host")?.hasPrefix("127.0.0.1:") ?? false })
    }
  }
}
