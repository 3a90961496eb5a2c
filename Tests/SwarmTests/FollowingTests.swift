import Files
import NIOCore
import Synchronization
import Testing
import Torrent

@testable import Swarm

@Suite struct `A followed site` {
  @Test(arguments: [TorrentForm.v1, .hybrid, .v2])
  func `is fetched, each film with its torrent, so that it can be seeded`(_ form: TorrentForm) async throws {
    let site = OfferedSite()
    let (first, _) = try site.add("first", form: form)
    let (second, key) = try site.add("second", size: 70_001, date: "2026-02-01T00:00:00Z", form: form)
    try await site.follow { visitor, _ in
      #expect(await visitor.follower.once() == SiteFollower.Outcome())
      #expect(visitor.names.count == 4)
      #expect(visitor.names.contains("second-\(key.hex.prefix(16)).mp4"))
      let films = try visitor.films()
      #expect(films == [first, second])
      var library = Library(folders: [visitor.root])
      let found = library.rescan()
      #expect(found.added.count == 2 && found.problems.isEmpty)
      #expect(visitor.metrics.value(.followed) == 2)
      // Each byte once: the newest film first, in pieces that are all right.
      #expect(visitor.metrics.value(.followedBytes) == 270_001)
      #expect(visitor.metrics.value(.followedPieces) == 6)
      #expect(
        visitor.server.requests.filter { $0.target.hasSuffix(".mp4") }.map(\.target) == ["/second.mp4", "/first.mp4"])
    }
  }

  @Test func `is asked again only for what changed`() async throws {
    let site = OfferedSite()
    try site.add("first")
    try await site.follow { visitor, again in
      _ = await visitor.follower.once()
      _ = await visitor.follower.once()
      // A new start too.
      let next = again()
      #expect(await next.follower.once() == SiteFollower.Outcome())
      #expect(next.metrics.value(.followed) == 1)
      #expect(visitor.asked("catalog.json") == 3)
      #expect(visitor.asked("1.json") == 1 && visitor.asked(".torrent") == 1 && visitor.asked(".mp4") == 1)
      try site.add("second", size: 100_000)
      _ = await next.follower.once()
      #expect(visitor.asked("1.json") == 2 && visitor.asked(".mp4") == 2)
      #expect(visitor.names.count == 4)
    }
  }

  @Test func `is kept to its space, the newest first`() async throws {
    let site = OfferedSite()
    let (old, _) = try site.add("old", size: 100_000, date: "2020-01-01T00:00:00Z")
    let (small, _) = try site.add("small", size: 30_000, date: "2019-01-01T00:00:00Z")
    try await site.follow(space: 150_000) { visitor, _ in
      _ = await visitor.follower.once()
      var films = try visitor.films()
      #expect(films == [old, small])
      let (new, _) = try site.add("new", size: 110_000, date: "2026-01-01T00:00:00Z")
      _ = await visitor.follower.once()
      films = try visitor.films()
      #expect(films == [new, small])
      #expect(films.reduce(0) { $0 + $1.count } <= 150_000)
    }
  }

  @Test func `gives what has the fewest seeds first, as its tracker tells`() async throws {
    let site = OfferedSite()
    let (_, new) = try site.add("new", size: 100_000, date: "2026-01-01T00:00:00Z")
    let (rare, old) = try site.add("old", size: 100_000, date: "2020-01-01T00:00:00Z")
    try await site.follow(space: 150_000, order: .rare) { visitor, _ in
      site.change {
        $0.special = { request in
          guard request.target.hasPrefix("/scrape?info_hash=%") else { return nil }
          let files: Bencode = [
            "files": .dictionary([Bencode.Key(new.bytes): ["complete": 9], Bencode.Key(old.bytes): ["complete": 1]])
          ]
          return .ok(files.bytes)
        }
      }
      #expect(await visitor.follower.once().isGood)
      var films = try visitor.films()
      #expect(films == [rare])
      // We are its one seed: that keeps it rare.
      #expect(await visitor.follower.once().isGood)
      films = try visitor.films()
      #expect(films == [rare] && visitor.asked(".mp4") == 1)
      let escaped = new.hex.enumerated().map { $0.offset.isMultiple(of: 2) ? "%\($0.element)" : "\($0.element)" }
      #expect(visitor.server.requests.contains { $0.target.contains("info_hash=\(escaped.joined())") })
    }
  }

  @Test func `loses what it no longer lists, and nothing that others put there`() async throws {
    let site = OfferedSite()
    try site.add("first")
    try site.add("second")
    try await site.follow { visitor, _ in
      _ = await visitor.follower.once()
      try Files.write([1, 2, 3], to: "\(visitor.folder.path)/mine.mp4")
      // A film that a person put in the place of ours is his.
      let name = try #require(visitor.names.first { $0.hasPrefix("second") && $0.hasSuffix(".mp4") })
      try Files.write([4, 5], to: "\(visitor.folder.path)/\(name)")
      site.remove("first")
      site.remove("second")
      _ = await visitor.follower.once()
      #expect(visitor.names == ["mine.mp4", name])
    }
  }

  @Test func `keeps what is here while its catalog cannot be read`() async throws {
    let site = OfferedSite()
    try site.add("first")
    try await site.follow { visitor, _ in
      _ = await visitor.follower.once()
      try site.add("second")
      for answer in [
        ScriptedServer.Answer.ok([], status: "404 Not Found"), .ok(Array("{}".utf8)), .ok(Array("{\"form\":2}".utf8)),
        .ok([0xFF]), ScriptedServer.Answer("", isLast: true), .ok(Array(String(repeating: "[", count: 100_000).utf8)),
      ] {
        for path in ["/catalog.json", "/catalog/1.json"] {
          site.change { $0.special = { $0.target == path ? answer : nil } }
          let outcome = await visitor.follower.once()
          #expect(!outcome.isGood)
          #expect(visitor.names.count == 2)
        }
      }
      site.change { $0.special = { _ in nil } }
      #expect(await visitor.follower.once().isGood)
      #expect(visitor.names.count == 4)
    }
  }

  @Test func `is followed without byte ranges as well`() async throws {
    let site = OfferedSite()
    let (film, _) = try site.add("film", size: 400_000)
    site.change { $0.hasRanges = false }
    var limits = FollowLimits()
    limits.span = 65_536
    try await site.follow(limits: limits) { visitor, _ in
      #expect(await visitor.follower.once().isGood)
      let films = try visitor.films()
      #expect(films == [film])
      #expect(visitor.asked(".mp4") == 1)
    }
  }

  @Test func `goes on where a connection was lost, at any byte, and fetches no piece twice`() async throws {
    let site = OfferedSite()
    let (film, _) = try site.add("film", size: 300_000, pieceLength: 16_384)
    let random = Numbers(5)
    try await site.follow { visitor, _ in
      let starts = Starts()
      site.change {
        $0.special = { request in
          guard request.target == "/film.mp4", let range = request.field("Range") else { return nil }
          starts.add(Int(range.dropFirst(6).prefix { $0 != "-" }) ?? -1)
          let start = starts.last
          var answer = ScriptedServer.Answer.ok(
            Array(film[start...]), status: "206 P",
            fields: "Content-Range: bytes \(start)-\(film.count - 1)/\(film.count)\r\n")
          // At least a piece more each time, and then the line is dead.
          answer.bytes = Array(answer.bytes.prefix(16_600 + random.next(40_000)))
          answer.isLast = true
          return answer
        }
      }
      for _ in 0..<40 where visitor.names.isEmpty { _ = await visitor.follower.once() }
      let films = try visitor.films()
      #expect(films == [film])
      // Each request began where the pieces that were whole ended.
      #expect(starts.all.count > 5)
      #expect(starts.all == starts.all.sorted() && starts.all.allSatisfy { $0.isMultiple(of: 16_384) })
      #expect(Set(starts.all).count == starts.all.count)
    }
  }

  @Test func `is asked again for a file that was not there yet`() async throws {
    let site = OfferedSite()
    let (film, _) = try site.add("film")
    site.change { $0.special = { $0.target == "/film.mp4" ? .ok([], status: "404 Not Found") : nil } }
    try await site.follow { visitor, _ in
      #expect(await !visitor.follower.once().isGood)
      site.change { $0.special = { _ in nil } }
      #expect(await visitor.follower.once().isGood)
      let films = try visitor.films()
      #expect(films == [film])
    }
  }

  @Test func `has one folder, however it is named`() throws {
    func folder(_ text: String) throws -> String {
      PathRules.lastComponent(SiteFolder(try #require(WebURL(text)), below: "/m").path)
    }
    #expect(try folder("https://videos.example/") == "videos.example")
    #expect(try folder("https://videos.example/catalog.json") == "videos.example")
    #expect(try folder("http://Videos.example") == "videos.example")
    #expect(try folder("https://videos.example/a") == folder("https://videos.example/a/catalog.json"))
    let others = try ["https://videos.example:8443/", "https://videos.example/a", "http://[::1]/", "https://../"].map(
      folder)
    #expect(Set(others).count == 4 && !others.contains("videos.example"))
    #expect(others.allSatisfy { !$0.hasPrefix("-") && !$0.hasPrefix(".") })
    let sites = try ["https://a.example/", "http://a.example/catalog.json", "https://b.example/"].map {
      try #require(WebURL($0))
    }
    #expect(FollowPlan(sites: sites, into: "/m", space: 1).sites == [sites[0], sites[2]])
  }

  @Test func `is left for as long as it asks`() async throws {
    let site = OfferedSite()
    try site.add("film")
    try await site.follow { visitor, _ in
      site.change {
        $0.special = { _ in .ok([], status: "503 Service Unavailable", fields: "Retry-After: 7200\r\n") }
      }
      let outcome = await visitor.follower.once()
      #expect(outcome == SiteFollower.Outcome(isGood: false, retryAfter: 7200))
      site.change {
        $0.special = { $0.target == "/film.mp4" ? .ok([], status: "429 Slow", fields: "Retry-After: 9\r\n") : nil }
      }
      let slower = await visitor.follower.once()
      #expect(slower == SiteFollower.Outcome(isGood: false, retryAfter: 9))
    }
  }

  @Test func `is visited once in an interval, sooner after a failure, and never sooner than it asks`() {
    var limits = FollowLimits()
    limits.interval = .hours(1)
    func pause(_ outcome: SiteFollower.Outcome, _ failures: Int = 0, _ jitter: Double = 1) -> Int64 {
      SiteFollower.pause(after: outcome, failures: failures, limits, jitter: jitter).nanoseconds / 1_000_000_000
    }
    #expect(pause(SiteFollower.Outcome()) == 3600)
    #expect(pause(SiteFollower.Outcome(), 0, 1.1) == 3960)
    let failure = SiteFollower.Outcome(isGood: false)
    #expect([1, 2, 3, 6, 7, 1000].map { pause(failure, $0) } == [60, 120, 240, 1920, 3600, 3600])
    #expect(pause(SiteFollower.Outcome(isGood: false, retryAfter: 7200), 1) == 7200)
    #expect(pause(SiteFollower.Outcome(isGood: false, retryAfter: .max), 1) == 86_400)
  }
}

private final class Starts: Sendable {
  private let ranges = Mutex<[Int]>([])
  func add(_ start: Int) { ranges.withLock { $0.append(start) } }
  var all: [Int] { ranges.withLock { $0 } }
  var last: Int { all.last ?? 0 }
}

private final class Numbers: Sendable {
  private let cuts: Mutex<SplitMix>
  init(_ state: UInt64) { cuts = Mutex(SplitMix(state: state)) }
  func next(_ bound: Int) -> Int { cuts.withLock { Int.random(in: 0..<bound, using: &$0) } }
}
