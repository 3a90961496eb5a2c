import Facts
import Hashing
import Torrent
import Testing

@Suite struct `The text form of facts` {
  @Test func `everything reads back`() throws {
    let facts = facts(renditions: [rendition("1080p"), rendition("480p")])
    let encoded = FactsText.encode(facts)
    #expect(!encoded.isShortened)
    #expect(try FactsText.decode(encoded.text) == facts)
  }

  @Test(arguments: [
    TrackFacts(channels: 2), TrackFacts(channels: 6, language: "zh-Hant", isDescription: true),
    TrackFacts(channels: 1, language: "en", title: "\u{301} the author's  words"),
    TrackFacts(channels: 2, isDescription: true, title: ""),
  ])
  func `sound alone reads back with what is heard`(track: TrackFacts) throws {
    let facts = facts(renditions: [rendition("1080p"), sound("audio", track)])
    let text = FactsText.encode(facts).text
    #expect(try FactsText.decode(text) == facts)
    #expect(text.components(of: "r.picture:") == 1, "sound has none")
    #expect(facts.films.map(\.name) == ["1080p"] && facts.sounds.map(\.name) == ["audio"])
  }

  @Test(arguments: ["", "2", "2 fr", "0 fr plain", "x fr plain", "2 fr loud", "2  plain"])
  func `a track that no sound can be is damage`(line: String) {
    let text = FactsText.encode(facts(renditions: [sound("audio")])).text.split(separator: "\n").map { old in
      old.hasPrefix("r.track:") ? "r.track: \(line)" : String(old)
    }
    #expect(throws: FactsText.Damage.missing("r.track")) {
      try FactsText.decode(text.joined(separator: "\n") + "\n")
    }
  }

  @Test func `a usual ladder with its sound keeps the limit`() {
    let facts = facts(renditions: [rendition("1080p"), rendition("720p"), rendition("480p"), sound("audio")])
    let encoded = FactsText.encode(facts)
    #expect(!encoded.isShortened)
    #expect(encoded.text.utf8.count <= FactsText.limit)
  }

  @Test func `what is absent reads back absent`() throws {
    let facts = VideoFacts(
      source: SourceFacts(sha256: digest("s"), size: 1, duration: 0, container: "mov", codecs: []), policy: "copy",
      renditions: [], pictures: nil)
    #expect(try FactsText.decode(FactsText.encode(facts).text) == facts)
  }

  @Test func `pictures that an earlier version recorded read as what they are, JPEG alone`() throws {
    var old = facts(renditions: [rendition("1080p")])
    old.pictures?.form = 1
    old.pictures?.storyboard = nil
    old.pictures?.poster.webP = nil
    for index in 0..<3 { old.pictures?.thumbnails[index].webP = nil }
    let text = FactsText.encode(old).text
    let lines = text.split(separator: "\n").filter { line in
      ["picture", "poster", "thumbnail", "storyboard"].contains { line.hasPrefix($0) }
    }
    let hashes = [1280, 280, 480, 850].map { digest("jpeg \($0)").hex }
    #expect(
      lines == [
        "picture-origin: frame 12340", "poster: 1280x720 141374 \(hashes[0])", "thumbnail: 280x157 141374 \(hashes[1])",
        "thumbnail: 480x270 141374 \(hashes[2])", "thumbnail: 850x478 141374 \(hashes[3])",
      ], "the form that lies in people's repositories")
    let read = try FactsText.decode(text)
    #expect(read == old)
    #expect(read.pictures?.form == 1 && PictureSet.currentForm != 1)
  }

  @Test(arguments: [
    "0x108 192x108 1 1 5", "192x108 0x0 1 1 5", "192x108 192x108 2 1 5", "192x108 192x108 1 0 5",
    "192x108 193x108 1 1 5", "192x108 192x108 1 1",
  ])
  func `a storyboard that no picture can be is damage`(line: String) {
    let text = FactsText.encode(facts(renditions: [])).text.split(separator: "\n").map { old in
      old.hasPrefix("storyboard:") ? "storyboard: \(line) \(digest("b").hex)" : String(old)
    }
    #expect(throws: FactsText.Damage.missing("storyboard")) {
      try FactsText.decode(text.joined(separator: "\n") + "\n")
    }
  }

  @Test func `long texts and many chapters are cut to the limit, and it is told`() throws {
    var long = facts(renditions: [rendition("1080p"), rendition("480p")])
    long.source.description = String(repeating: "é", count: 5000)
    long.source.chapters = (0..<300).map { ChapterFacts(start: Int64($0) * 1000, title: "Chapter \($0)") }
    let encoded = FactsText.encode(long)
    #expect(encoded.isShortened)
    #expect(encoded.text.utf8.count <= FactsText.limit)
    let read = try FactsText.decode(encoded.text)
    #expect(read.renditions == long.renditions)
    #expect(read.pictures == long.pictures)
    #expect(read.source.chapters == Array(long.source.chapters.prefix(read.source.chapters.count)))
    #expect(!read.source.chapters.isEmpty)
  }

  @Test func `six renditions fit`() {
    let names = ["1080p", "1080p-av1", "720p", "480p", "360p", "240p"]
    var facts = facts(renditions: names.map(rendition))
    facts.source.description = nil
    #expect(!FactsText.encode(facts).isShortened)
    // The longest texts take no more beside them than half a kilobyte.
    let bare = FactsText.encode(facts).text.utf8.count
    facts.source.description = String(repeating: "a", count: 5000)
    #expect(FactsText.encode(facts).text.utf8.count <= bare + 512)
  }

  @Test(arguments: ["../../etc/passwd", "a/b", "fr\0", "é"])
  func `a language that is no part of a file's name is damage`(_ name: String) {
    var facts = facts(renditions: [])
    facts.source.captions = [name]
    #expect(throws: FactsText.Damage.missing("captions")) { try FactsText.decode(FactsText.encode(facts).text) }
  }

  @Test func `a text cut at any byte is damage or says less, and never crashes`() throws {
    let facts = facts(renditions: [rendition("1080p"), rendition("480p")])
    let bytes = Array(FactsText.encode(facts).text.utf8)
    for end in 0..<bytes.count - 1 {
      let read = try? FactsText.decode(String(decoding: bytes[..<end], as: UTF8.self))
      #expect(read != facts)
    }
  }

  @Test func `mutated texts never crash`() {
    let bytes = Array(FactsText.encode(facts(renditions: [rendition("1080p")])).text.utf8)
    var random = Seeded(state: 3)
    var refused = 0
    for _ in 0..<3000 {
      if (try? FactsText.decode(String(decoding: random.mutate(bytes, count: 4), as: UTF8.self))) == nil {
        refused += 1
      }
    }
    #expect(refused > 0)
  }
}

@Suite struct Infohashing {
  @Test func `the recorded infohashes are those of the torrents themselves`() {
    let rendition = rendition("1080p")
    let file = rendition.torrentFile(tables("1080p"))
    for form in TorrentForm.allCases { #expect(rendition.infohash(form) == file.infohash(form)) }
  }

  @Test func `another name of the torrent is another swarm in every form`() {
    let old = rendition("1080p")
    var new = old
    new.nameTorrent("other.mp4", tables("1080p"))
    for form in TorrentForm.allCases { #expect(new.infohash(form) != old.infohash(form)) }
    #expect(new.infohash(.hybrid) == new.torrentFile(tables("1080p")).infohash(.hybrid))
  }
}

/// A generator that gives the same numbers in every run.
struct Seeded {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 20
  }

  mutating func mutate(_ bytes: [UInt8], count: Int) -> [UInt8] {
    var out = bytes
    for _ in 0..<count { out[Int(next() % UInt64(out.count))] = UInt8(truncatingIfNeeded: next()) }
    return out
  }
}

extension String {
  fileprivate func components(of part: String) -> Int { split(separator: part, omittingEmptySubsequences: false).count - 1 }
}
