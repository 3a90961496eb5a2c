import Catalog
import Facts
import Hashing
import JSON
import Site
import Testing
import Torrent

@Suite struct Chapters {
  private let chapters = [
    Video.Chapter(start: 4500, title: "Two --> <b> & three"), Video.Chapter(start: 0, title: "One"),
    Video.Chapter(start: 9500, title: "After the end"),
  ]

  @Test func `each chapter is a cue from its start to the next one`() throws {
    let documents = Streaming.documents(context([video("a", chapters: chapters)]))
    #expect(
      try text("videos/a/chapters.vtt", documents) == """
        WEBVTT

        00:00:00.000 --> 00:00:04.500
        One

        00:00:04.500 --> 00:00:09.008
        Two --&gt; &lt;b&gt; &amp; three

        """)
  }

  @Test func `podcast players read seconds`() throws {
    let documents = Streaming.documents(context([video("a", chapters: chapters)]))
    let json = try JSON(bytes("videos/a/chapters.json", documents))
    #expect(json["version"] == "1.2.0")
    #expect(json["chapters"]?.array?.map { $0["startTime"] } == [0, .double(4.5)])
    #expect(json["chapters"]?.array?.last?["endTime"] == .double(9.008))
  }

  @Test func `a video without chapters has no such files`() {
    let paths = Streaming.documents(context([video("a")])).map(\.path)
    #expect(!paths.contains { $0.contains("chapters") })
  }
}

@Suite struct Storyboards {
  /// Five tiles in a grid of four by two.
  private func withBoard(interval: Int64 = 2, count: Int = 5, duration: Int64 = 9008) -> Video {
    var video = video("a")
    video.facts.source.duration = duration
    let picture = PictureFacts(width: 640, height: 360, size: 9, sha256: digest("poster"))
    video.facts.pictures = PictureSet(
      origin: "frame 0", poster: picture, thumbnails: [],
      storyboard: StoryboardFacts(
        width: 4 * 192, height: 216, tileWidth: 192, tileHeight: 108, count: count, interval: interval, size: 9,
        sha256: digest("board")))
    return video
  }

  @Test func `each tile is a cue with its place in the picture, the last until the end`() throws {
    let picture = "../../\(folder)storyboard-\(digest("board").hex.prefix(8)).jpg"
    #expect(
      try text("videos/a/storyboard.vtt", Streaming.documents(context([withBoard()]))) == """
        WEBVTT

        00:00:00.000 --> 00:00:02.000
        \(picture)#xywh=0,0,192,108

        00:00:02.000 --> 00:00:04.000
        \(picture)#xywh=192,0,192,108

        00:00:04.000 --> 00:00:06.000
        \(picture)#xywh=384,0,192,108

        00:00:06.000 --> 00:00:08.000
        \(picture)#xywh=576,0,192,108

        00:00:08.000 --> 00:00:09.008
        \(picture)#xywh=0,108,192,108

        """)
  }

  @Test func `no cue ends where it begins, whatever the length that facts say`() throws {
    let documents = Streaming.documents(context([withBoard(duration: 5000)]))
    #expect(try text("videos/a/storyboard.vtt", documents).contains("00:00:08.000 --> 00:00:08.001\n"))
  }

  @Test func `media on another host are named there`() throws {
    let documents = Streaming.documents(context([withBoard()], mediaBaseURL: "https://m.example/"))
    let file = "https://m.example/\(folder.dropFirst("media/".count))storyboard-"
    #expect(try text("videos/a/storyboard.vtt", documents).contains("\n\(file)"))
  }

  @Test func `a video without one has no such file`() {
    #expect(!Streaming.documents(context([video("a")])).contains { $0.path.contains("storyboard") })
  }
}

@Suite struct `Files beside the MP4` {
  @Test func `PeerTube finds each range by its first and last byte`() throws {
    let json = try JSON(bytes("\(folder)segments-sha256.json", Streaming.documents(context([video("a")]))))
    #expect(
      json == [
        "\(stem("720p")).mp4": [
          "948-1947": .string(digest("720p0").hex), "1948-3947": .string(digest("720p1").hex),
          "3948-4447": .string(digest("720p2").hex),
        ]
      ])
  }

  @Test func `with segments as files PeerTube finds each by its name`() throws {
    let both = context([video("a", renditions: [rendition("720p"), rendition("480p")])], segments: .files)
    let json = try JSON(bytes("\(folder)segments-sha256.json", Streaming.documents(both)))
    var expected: [String: JSON] = [:]
    for name in ["720p", "480p"] {
      for index in 0..<3 {
        let hex = digest("\(name)\(index)").hex
        expected["\(index)-\(hex.prefix(8)).m4s"] = .string(hex)
      }
    }
    #expect(json.object == expected)
  }

  @Test func `a name that two renditions use for different bytes has no hash, since one would be wrong`() throws {
    let renditions = [rendition("720p"), rendition("480p")]
    var input = context([video("a", renditions: renditions)], segments: .files).input
    input.tables = { _ in
      let first = tables("720p")
      var second = tables("480p")
      second.segments[1].sha256 = first.segments[1].sha256
      var bytes = first.segments[2].sha256.bytes
      bytes[31] ^= 1
      second.segments[2].sha256 = Digest256(bytes) ?? first.segments[2].sha256
      return HashTables(renditions: [first, second])
    }
    let json = try JSON(bytes("\(folder)segments-sha256.json", Streaming.documents(SiteContext(input))))
    // Two of the first place, one that both share of the second, none of the third.
    #expect(json.object?.keys.map { $0.prefix(1) }.sorted() == ["0", "0", "1"])
  }

  @Test func `videos of equal source bytes share one folder, and each file in it is written once`() throws {
    let both = context([
      video("b", renditions: [rendition("720p")]), video("a", renditions: [rendition("720p"), rendition("480p")]),
    ])
    let documents = Streaming.documents(both)
    #expect(Set(documents.map(\.path)).count == documents.count)
    let json = try JSON(bytes("\(folder)segments-sha256.json", documents))
    #expect(json.object?.keys.sorted() == ["\(stem("480p")).mp4", "\(stem("720p")).mp4"])
  }

  @Test func `the torrent has the MP4's exact URL as web seed and the infohash of the facts`() throws {
    let rendition = rendition("720p")
    let context = context([video("a", renditions: [rendition])], trackers: ["https://t.example/announce"])
    let torrent = try BencodeReader.read(bytes("\(folder)\(stem("720p")).torrent", Streaming.documents(context)))
    #expect(torrent["url-list"] == .list([.text("https://v.example/\(folder)\(stem("720p")).mp4")]))
    #expect(torrent["announce"] == .text("https://t.example/announce"))
    let file = rendition.torrentFile(tables("720p"))
    #expect(torrent["info"] == file.info(.v1))
    #expect(Torrents.infohash(rendition, context.site) == file.infohash(.v1))
  }

  @Test func `without a base URL there is a torrent and no web seed`() throws {
    let documents = Streaming.documents(context([video("a")], baseURL: nil, torrents: .hybrid))
    let torrent = try BencodeReader.read(bytes("\(folder)\(stem("720p")).torrent", documents))
    #expect(torrent["url-list"] == nil)
    #expect(torrent["info"]?["meta version"] == 2)
  }

  @Test func `a magnet names hash, file, web seed, torrent and trackers`() {
    let video = video("a")
    let context = context([video], baseURL: "https://v.example/été/", trackers: ["udp://t.example:80"])
    let url =
      "https%3A%2F%2Fv.example%2F%25C3%25A9t%25C3%25A9%2Fmedia%2F\(folder.dropFirst(6).dropLast())%2F\(stem("720p"))"
    #expect(
      Torrents.magnet(video, video.facts.renditions[0], context)
        == "magnet:?xt=urn:btih:\(video.facts.renditions[0].infohashes.v1.hex)&dn=%C3%89t%C3%A9-720p.mp4"
        + "&tr=udp%3A%2F%2Ft.example%3A80&ws=\(url).mp4&xs=\(url).torrent")
  }

  @Test func `tables of another file are refused`() {
    let good = context([video("a")])
    var input = good.input
    input.tables = { _ in HashTables(renditions: [tables("480p")]) }
    let documents = Streaming.documents(SiteContext(input)).filter { $0.path.hasPrefix("media/") }
    #expect(documents.count == 4)
    for document in documents { #expect(throws: TablesMissing.self) { try document.render() } }
  }
}
