import Catalog
import CatalogFile
import Facts
import Hashing
import JSON
import Site
import Testing

@Suite struct `The catalog for mirrors and tools` {
  private let av1 = rendition("720p-av1", .av1, codecs: "av01.0.05M.08,opus")

  @Test func `the index counts what the pages list, once for each file`() throws {
    let caption = caption("fr", "Français")
    let documents = CatalogDocuments.documents(
      context([
        video("c", privacy: .unlisted), video("b", captions: [caption]),
        video("a", renditions: [rendition("720p"), rendition("480p")]),
      ]))
    let index = try CatalogIndex(JSON(bytes("catalog.json", documents)))
    #expect(index.videos == 2)
    #expect(index.bytes == 2 * 9000 + Int64(caption.webVTT.count))
    #expect(index.duration == 2 * 9008)
    #expect(index.pages.map(\.url) == ["https://v.example/catalog/1.json"])
    #expect(index.pages.map(\.videos) == [2])
  }

  @Test func `a page tells every address, size and hash of its videos`() throws {
    let video = video("a", renditions: [rendition("720p"), av1], captions: [caption("fr", "Français")])
    let context = context([video], torrents: .hybrid)
    let entry = try #require(try page(1, context).videos.first)
    let media = "https://v.example/\(folder)\(stem("720p"))"
    #expect(entry.url == "https://v.example/videos/a/")
    #expect(entry.playlist == "https://v.example/videos/a/master.m3u8")
    #expect(entry.segmentHashes == "https://v.example/\(folder)segments-sha256.json")
    #expect(
      entry.files.map(\.url) == [
        media + ".mp4", "https://v.example/\(folder)\(stem("720p-av1")).mp4",
        "https://v.example/videos/a/captions.fr.vtt",
      ])
    let rendition = try #require(entry.renditions.first)
    #expect(rendition.file.sha256 == digest("720p"))
    #expect(rendition.torrent == media + ".torrent")
    #expect(rendition.magnet == Torrents.magnet(video, video.facts.renditions[0], context))
    #expect(rendition.infohashes.btih == video.facts.renditions[0].infohashes.hybridV1)
    #expect(rendition.infohashes.btmh == video.facts.renditions[0].infohashes.hybridV2)
  }

  @Test func `segments as files are told by a rule, and only where they are`() throws {
    let segments = try #require(try page(1, context([video("a")], segments: .files)).videos.first?.renditions.first?.segments)
    #expect(segments.folder == "https://v.example/\(folder)\(stem("720p"))/")
    #expect([segments.count, segments.initOffset, segments.initLength] == [3, 48, 900])
    let relative = try page(1, context([video("a")], baseURL: nil, segments: .files)).videos.first?.renditions.first
    #expect(relative?.segments?.folder == "../\(folder)\(stem("720p"))/")
    #expect(try page(1, context([video("a")])).videos.first?.renditions.first?.segments == nil)
    let revisions = try [SiteConfig.SegmentForm.ranges, .files].map { form in
      try CatalogIndex(JSON(bytes("catalog.json", CatalogDocuments.documents(context([video("a")], segments: form)))))
        .pages.map(\.revision)
    }
    #expect(revisions[0] != revisions[1])
  }

  @Test func `every picture is a file with its type, and the storyboard says how to read it`() throws {
    var video = video("a")
    let twin = PictureFacts.Twin(size: 7, sha256: digest("webp"))
    let poster = PictureFacts(width: 640, height: 360, size: 9, sha256: digest("jpeg"), webP: twin)
    let board = StoryboardFacts(
      width: 576, height: 108, tileWidth: 192, tileHeight: 108, count: 3, interval: 4, size: 5, sha256: digest("board"))
    video.facts.pictures = PictureSet(origin: "frame 0", poster: poster, thumbnails: [poster], storyboard: board)
    let entry = try #require(try page(1, context([video])).videos.first)
    #expect(entry.pictures.map(\.mediaType) == ["image/jpeg", "image/webp", "image/jpeg", "image/webp", "image/jpeg"])
    #expect(entry.pictures.map(\.size) == [9, 7, 9, 7, 5])
    #expect(entry.pictures.last?.url == "https://v.example/\(folder)\(board.name)")
    let told = try #require(entry.storyboard)
    #expect(told.url == entry.pictures.last?.url)
    #expect([told.width, told.height, told.tileWidth, told.tileHeight, told.tiles, told.interval] == [576, 108, 192, 108, 3, 4])
  }

  @Test func `PeerTube's viewers are told of one codec a height, the page's viewers of every file`() throws {
    let video = video("a", renditions: [rendition("720p"), av1])
    let infohashes = try #require(try page(1, context([video])).videos.first).renditions.map(\.infohashes)
    #expect(infohashes.map { $0.peertube == nil } == [false, true])
    #expect(infohashes[0].peertube?.utf8.count == 20)
    #expect(Set(infohashes.map(\.page)).count == 2)
    #expect(infohashes.map(\.btmh) == [nil, nil])
  }

  @Test func `sound alone is a file like others, without a size, and PeerTube's viewers are not told of it`() throws {
    let video = video("a", renditions: [rendition("720p"), sound()])
    let told = try #require(try page(1, context([video])).videos.first?.renditions.last)
    #expect(told.name == "audio" && told.file.mediaType == "audio/mp4")
    #expect(told.width == 0 && told.height == 0)
    #expect(told.infohashes.peertube == nil)
    #expect(told.infohashes.btih == video.facts.renditions[1].infohashes.v1)
    #expect(told.playlist == "https://v.example/\(folder)\(stem("audio")).m3u8")
  }

  @Test func `without a base URL addresses are relative to the document`() throws {
    let context = context([video("a")], baseURL: nil)
    let index = try CatalogIndex(JSON(bytes("catalog.json", CatalogDocuments.documents(context))))
    #expect(index.url == nil)
    #expect(index.pages.map(\.url) == ["catalog/1.json"])
    let entry = try #require(try page(1, context).videos.first)
    #expect(entry.url == "../videos/a/")
    #expect(entry.renditions[0].file.url == "../\(folder)\(stem("720p")).mp4")
  }

  @Test func `pages hold 500 videos from the oldest on, and a new one touches the last alone`() throws {
    let videos = (0..<1001).reversed().map { video("v\($0)", date: Int64($0)) }
    let before = CatalogDocuments.documents(context(Array(videos.dropFirst())))
    let after = CatalogDocuments.documents(context(videos))
    let pages = try CatalogIndex(JSON(bytes("catalog.json", after))).pages
    #expect(pages.map(\.videos) == [500, 500, 1])
    #expect(try page(1, after).videos.count == 500)
    #expect(try page(3, after).videos.map(\.url) == ["https://v.example/videos/v1000/"])
    let unchanged = Set(before.map(\.inputs)).intersection(after.map(\.inputs))
    #expect(unchanged.count == 2)
    #expect(
      try CatalogIndex(JSON(bytes("catalog.json", before))).pages.map(\.revision) == pages.prefix(2).map(\.revision))
  }

  @Test func `an empty site has an index and no page`() throws {
    let documents = CatalogDocuments.documents(context([]))
    #expect(documents.map(\.path) == ["catalog.json"])
    #expect(try CatalogIndex(JSON(bytes("catalog.json", documents))).videos == 0)
  }

  private func page(_ number: Int, _ context: SiteContext) throws -> CatalogPage {
    try page(number, CatalogDocuments.documents(context))
  }

  private func page(_ number: Int, _ documents: [Document]) throws -> CatalogPage {
    try CatalogPage(JSON(bytes("catalog/\(number).json", documents)))
  }
}

@Suite struct `Reading a catalog` {
  private let documents = CatalogDocuments.documents(context([video("a", captions: [caption("fr", "Français")])]))

  @Test func `what was written reads back`() throws {
    let files = CatalogDocuments.documents(context([video("a")], segments: .files))
    for page in [try JSON(bytes("catalog/1.json", documents)), try JSON(bytes("catalog/1.json", files))] {
      #expect(try CatalogPage(page).json == page)
    }
    let index = try JSON(bytes("catalog.json", documents))
    #expect(try CatalogIndex(index).json == index)
  }

  @Test func `a key that is missing or of another kind is named with its place`() throws {
    let page = try JSON(bytes("catalog/1.json", documents))
    var video = try #require(page["videos"]?.array?.first?.object)
    var rendition = try #require(video["renditions"]?.array?.first?.object)
    rendition["file"] = ["url": "a", "size": -1]
    video["renditions"] = [.object(rendition)]
    #expect(throws: CatalogDamage.value(place: "videos.0.renditions.0.file.size")) {
      try CatalogPage(["form": 1, "videos": [.object(video)]])
    }
    #expect(throws: CatalogDamage.value(place: "videos.0")) { try CatalogPage(["form": 1, "videos": [3]]) }
  }

  @Test func `keys of later forms are passed over, another form is refused`() throws {
    #expect(try CatalogPage(["form": 1, "videos": [], "new": [1, 2]]).videos.isEmpty)
    #expect(throws: CatalogDamage.form) { try CatalogPage(["form": 2, "videos": []]) }
    #expect(throws: CatalogDamage.form) { try CatalogPage([1, 2]) }
  }

  @Test func `mutated pages never crash the reader`() throws {
    let page = try bytes("catalog/1.json", documents)
    var state: UInt64 = 5
    var refused = 0
    for _ in 0..<300 {
      var mutated = page
      for _ in 0..<2 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        mutated[Int(state >> 33) % mutated.count] = UInt8(truncatingIfNeeded: state >> 20)
      }
      if (try? CatalogPage(JSON(mutated))) == nil { refused += 1 }
    }
    #expect(refused > 0)
  }
}

@Suite struct `Swarms of viewers` {
  /// Counted with another program: the first 20 bytes of SHA-256 over the text and 32 zero bytes.
  @Test func `the page's swarm follows from the file alone`() throws {
    let zero = try #require(Digest256([UInt8](repeating: 0, count: 32)))
    #expect(CatalogInfohashes.page(of: zero).hex == "a48049d6f51aca4c75560d2e6b6b620049ca4617")
  }

  @Test func `PeerTube's swarm follows from uuid and height`() {
    #expect(
      CatalogInfohashes.peertube(uuid: "01234567-89ab-4def-8123-456789abcdef", shortSide: 720) == "PzgypNgWn9gDzTil3SGF"
    )
  }

  @Test func `base 64 pads to four characters`() {
    #expect(
      ["", "f", "fo", "foo", "foob"].map { Base64.encode(Array($0.utf8)) } == ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg=="])
  }
}
