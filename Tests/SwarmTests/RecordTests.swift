import Files
import Hashing
import Testing
import Torrent

@testable import Swarm

@Suite struct `The record of verified pieces` {
  private static let length = 1000

  private func contents() throws -> (TorrentContents, [UInt8], SwarmKey) {
    let content = SeedFolder.content(20_500)
    let file = try SeedFolder.torrentFile("film.mp4", content, pieceLength: 16_384)
    let contents = try TorrentReader.read(Metainfo(form: .v1, file: file).bytes)
    return (contents, content, SwarmKey(try #require(contents.infohash.v1)))
  }

  @Test func `names what was kept, at the next start`() throws {
    let folder = try SeedFolder()
    let (contents, content, key) = try contents()
    let first = try PartialFile(key, of: contents, in: folder.path)
    #expect(first.known.count == 0)
    try first.keep(1, Array(content[16_384...]))
    let second = try PartialFile(key, of: contents, in: folder.path)
    #expect(second.known[1] && !second.known[0])
    try second.keep(0, Array(content[..<16_384]))
    let third = try PartialFile(key, of: contents, in: folder.path)
    #expect(third.known.count == 2)
    let whole = try Files.read(PartialFile.data(key, folder.path), limit: 1 << 20)
    #expect(whole == content)
  }

  @Test func `that was cut at any byte names no piece that it does not hold`() throws {
    let (contents, content, key) = try contents()
    let folder = try SeedFolder()
    let partial = try PartialFile(key, of: contents, in: folder.path)
    try partial.keep(0, Array(content[..<16_384]))
    try partial.keep(1, Array(content[16_384...]))
    let record = try Files.read(PartialFile.record(key, folder.path), limit: 1 << 20)
    let head = PartialFile.head(contents).count
    for count in 0...record.count {
      try Files.write(Array(record.prefix(count)), to: PartialFile.record(key, folder.path))
      let again = try PartialFile(key, of: contents, in: folder.path)
      #expect(again.known.count == max(0, count - head) / 8)
    }
  }

  @Test func `that was damaged names no piece that was not kept`() throws {
    let (contents, content, key) = try contents()
    let folder = try SeedFolder()
    let partial = try PartialFile(key, of: contents, in: folder.path)
    try partial.keep(0, Array(content[..<16_384]))
    let record = try Files.read(PartialFile.record(key, folder.path), limit: 1 << 20)
    var random = SplitMix(state: 2)
    for _ in 0..<300 {
      var damaged = record
      damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      damaged += (0..<Int.random(in: 0...20, using: &random)).map { _ in UInt8.random(in: .min ... .max, using: &random)
      }
      try Files.write(damaged, to: PartialFile.record(key, folder.path))
      #expect(try !PartialFile(key, of: contents, in: folder.path).known[1])
    }
    // As a disk leaves it that lost its power: zeros where the last entry should be.
    try Files.write(record + [UInt8](repeating: 0, count: 8), to: PartialFile.record(key, folder.path))
    #expect(try PartialFile(key, of: contents, in: folder.path).known.count == 1)
  }

  @Test func `does not outlive its data, nor serve another torrent`() throws {
    let (contents, content, key) = try contents()
    let folder = try SeedFolder()
    try PartialFile(key, of: contents, in: folder.path).keep(0, Array(content[..<16_384]))
    let other = try TorrentReader.read(
      Metainfo(form: .v1, file: SeedFolder.torrentFile("other.mp4", content, pieceLength: 16_384)).bytes)
    #expect(try PartialFile(key, of: other, in: folder.path).known.count == 0)
    try PartialFile(key, of: contents, in: folder.path).keep(0, Array(content[..<16_384]))
    try Files.write([1], to: PartialFile.data(key, folder.path))
    #expect(try PartialFile(key, of: contents, in: folder.path).known.count == 0)
  }
}

@Suite struct `What was fetched` {
  private func site() throws -> (SiteFolder, SeedFolder) {
    let folder = try SeedFolder()
    return (SiteFolder(try #require(WebURL("https://videos.example/")), below: folder.path), folder)
  }

  @Test func `is known again after an end at any step`() throws {
    let (folder, _keep) = try site()
    defer { withExtendedLifetime(_keep) {} }
    #expect(folder.path.hasSuffix("/videos.example"))
    let key = try #require(SwarmKey([UInt8](repeating: 7, count: 20)))
    let held = Holdings.Held(stem: "film-07", suffix: "mp4", size: 3)
    var holdings = try Holdings(folder)
    try Files.write([1, 2, 3], to: PartialFile.data(key, folder.parts))
    try Files.write([9], to: PartialFile.record(key, folder.parts))
    try holdings.publish(key, held, torrent: [5])
    #expect(try Holdings(folder).files == [key: held])
    // The list was written, and the torrent not: the pieces are still there.
    try Files.remove(holdings.torrent(held))
    #expect(try Holdings(folder).files.isEmpty)
    #expect(try Files.read(PartialFile.data(key, folder.parts), limit: 9) == [1, 2, 3])
    // The list was written, and nothing else.
    holdings = try Holdings(folder)
    try holdings.publish(key, held, torrent: [5])
    try Files.remove(holdings.data(held))
    #expect(try Holdings(folder).files.isEmpty)
    #expect(try Files.status(holdings.torrent(held)) == nil)
  }

  @Test func `takes no name that is taken`() throws {
    let (folder, _keep) = try site()
    defer { withExtendedLifetime(_keep) {} }
    let key = try #require(SwarmKey([UInt8](repeating: 7, count: 20)))
    let held = Holdings.Held(stem: "film-07", suffix: "mp4", size: 3)
    var holdings = try Holdings(folder)
    try Files.write([1, 2, 3], to: PartialFile.data(key, folder.parts))
    try Files.write([4, 4, 4], to: holdings.data(held))
    #expect(throws: FileError.self) { try holdings.publish(key, held, torrent: [5]) }
    #expect(try Files.read(holdings.data(held), limit: 9) == [4, 4, 4])
    #expect(try Holdings(folder).files.isEmpty)
  }

  @Test func `is not named by a list that leads elsewhere`() throws {
    let (folder, outside) = try site()
    try Files.write([1, 2, 3], to: "\(outside.path)/mine.mp4")
    let key = String(repeating: "0", count: 40)
    try Files.write(
      Array("bobined files 1\n\(key)\t../mine\tmp4\t3\n\(key)\t..\t/../mine.mp4\t3\nx\t\t\t\n".utf8), to: folder.list)
    #expect(try Holdings(folder).files.isEmpty)
    #expect(Files.exists("\(outside.path)/mine.mp4"))
  }
}

@Suite struct `Picking files` {
  private func offer(_ name: UInt8, size: Int64, date: String) throws -> Offer {
    let url = try #require(WebURL("http://a.example/\(name)"))
    return Offer(
      btih: SHA1.hash([name]), btmh: nil, file: url, torrent: url, size: size, sha256: SHA256.hash([name]), date: date)
  }

  @Test func `takes the newest that fit, each once`() throws {
    let offers = [
      try offer(1, size: 50, date: "2024"), try offer(2, size: 60, date: "2026"), try offer(3, size: 50, date: "2025"),
      try offer(4, size: 40, date: "2020"), try offer(2, size: 60, date: "2026"),
    ]
    func picked(_ space: Int64) -> [String] { Picking.pick(offers, space: space).map(\.file.path) }
    #expect(picked(1000) == ["/2", "/3", "/1", "/4"])
    #expect(picked(110) == ["/2", "/3"])
    #expect(picked(100) == ["/2", "/4"])
    #expect(picked(39) == [])
    #expect(Picking.pick(offers.reversed(), space: 110).map(\.file.path) == ["/2", "/3"])
  }

  @Test func `takes the rarest first where it is told to`() throws {
    let offers = [
      try offer(1, size: 50, date: "2024"), try offer(2, size: 50, date: "2026"), try offer(3, size: 50, date: "2025"),
    ]
    let keys = offers.compactMap(\.key)
    let seeds = [keys[0]: 1, keys[1]: 5]
    #expect(Picking.pick(offers, space: 150, order: .rare, seeds: seeds).map(\.file.path) == ["/3", "/1", "/2"])
  }

  @Test func `is not confused by sums that overflow`() throws {
    let offers = [try offer(1, size: .max, date: "2"), try offer(2, size: .max, date: "1")]
    #expect(Picking.pick(offers, space: .max).count == 1)
  }

  @Test func `reads what trackers tell of seeds`() throws {
    let tracker = try #require(WebURL("http://t.example/x/announce.php?k=1"))
    #expect(Scrape.address(tracker)?.description == "http://t.example/x/scrape.php?k=1")
    #expect(Scrape.address(try #require(WebURL("http://t.example/a"))) == nil)
    let hash = [UInt8](repeating: 255, count: 20)
    let answer = Bencode.dictionary(["files": .dictionary([Bencode.Key(hash): ["complete": 3, "incomplete": 1]])]).bytes
    #expect(Scrape.read(answer) == [try #require(SwarmKey(hash)): 3])
    var random = SplitMix(state: 4)
    for count in answer.indices { #expect(Scrape.read(Array(answer[..<count])) == nil) }
    for _ in 0..<2000 {
      var damaged = answer
      damaged[Int.random(in: damaged.indices, using: &random)] = UInt8.random(in: .min ... .max, using: &random)
      _ = Scrape.read(damaged)
    }
  }
}
