import Catalog
import Facts
import Hashing
import Site
import Testing

@Suite struct `Media playlists` {
  private let documents = Streaming.documents(context([video("a")]))

  @Test func `each segment is a byte range of the MP4 that lies beside, with exact durations`() throws {
    #expect(
      try text("\(folder)\(stem("720p")).m3u8", documents) == """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:4
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MAP:URI="\(stem("720p")).mp4",BYTERANGE="900@48"
        #EXTINF:4.004,
        #EXT-X-BYTERANGE:1000@948
        \(stem("720p")).mp4
        #EXTINF:4.004,
        #EXT-X-BYTERANGE:2000@1948
        \(stem("720p")).mp4
        #EXTINF:1.000,
        #EXT-X-BYTERANGE:500@3948
        \(stem("720p")).mp4
        #EXT-X-ENDLIST

        """)
  }

  @Test func `the I-frame playlist ranges over the first picture of each segment`() throws {
    let text = try text("\(folder)\(stem("720p")).iframes.m3u8", documents)
    #expect(text.contains("#EXT-X-I-FRAMES-ONLY\n"))
    let ranges = text.split(separator: "\n").filter { $0.hasPrefix("#EXT-X-BYTERANGE:") }.map {
      String($0.dropFirst(17))
    }
    #expect(ranges == ["250@948", "500@1948", "125@3948"])
  }

  private let files = Streaming.documents(context([video("a")], segments: .files))

  @Test func `with files each segment is one, numbered as media sequence numbers are and named by its hash`() throws {
    let names = (0..<3).map { "\(stem("720p"))/\($0)-\(digest("720p\($0)").hex.prefix(8)).m4s" }
    #expect(
      try text("\(folder)\(stem("720p")).m3u8", files) == """
        #EXTM3U
        #EXT-X-VERSION:7
        #EXT-X-TARGETDURATION:4
        #EXT-X-MEDIA-SEQUENCE:0
        #EXT-X-PLAYLIST-TYPE:VOD
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXT-X-MAP:URI="\(stem("720p"))/init.mp4"
        #EXTINF:4.004,
        \(names[0])
        #EXTINF:4.004,
        \(names[1])
        #EXTINF:1.000,
        \(names[2])
        #EXT-X-ENDLIST

        """)
  }

  @Test func `with files the I-frame playlist ranges over the start of each`() throws {
    let text = try text("\(folder)\(stem("720p")).iframes.m3u8", files)
    #expect(text.contains("#EXT-X-MAP:URI=\"\(stem("720p"))/init.mp4\"\n"))
    let lines = text.split(separator: "\n")
    #expect(lines.filter { $0.hasPrefix("#EXT-X-BYTERANGE:") }.map { $0.dropFirst(17) } == ["250@0", "500@0", "125@0"])
    #expect(lines.filter { $0.hasSuffix(".m4s") }.count == 3)
  }

  @Test func `with files the multivariant playlists and torrents stay, and what changes is rendered again`() throws {
    for document in documents {
      let other = try #require(files.first { $0.path == document.path })
      let isSame = try document.render() == other.render()
      #expect(isSame == (document.inputs == other.inputs), "\(document.path)")
      let changes = document.path.hasPrefix("media/") && !document.path.hasSuffix(".torrent")
      #expect(isSame != changes, "\(document.path)")
    }
    #expect(files.count == documents.count)
  }

  @Test func `a changed title or caption renders no playlist again, changed media all of them`() {
    let before = digests([video("a")])
    #expect(digests([video("a", title: "Other")]) == before)
    let other = digests([video("a", renditions: [rendition("480p")])])
    #expect(Set(other.values).isDisjoint(with: Set(before.values)))
  }

  /// Of playlists and torrents, by path.
  private func digests(_ videos: [Video]) -> [String: String] {
    let documents = Streaming.documents(context(videos)).filter {
      $0.path.hasSuffix(".m3u8") || $0.path.hasSuffix(".torrent")
    }
    return Dictionary(uniqueKeysWithValues: documents.map { ($0.path, $0.inputs.hex) })
  }
}

@Suite struct `Multivariant playlists` {
  private let av1 = rendition("720p-av1", .av1, codecs: "av01.0.05M.08,opus")
  private let small = rendition("360p", width: 640, height: 360)

  @Test func `one rendition has all attributes too`() throws {
    let documents = Streaming.documents(context([video("a")]))
    let media = "../../\(folder)\(stem("720p"))"
    let expected = """
      #EXTM3U
      #EXT-X-VERSION:7
      #EXT-X-INDEPENDENT-SEGMENTS
      #EXT-X-STREAM-INF:BANDWIDTH=4000,AVERAGE-BANDWIDTH=3100,CODECS="avc1.64001f,mp4a.40.2",RESOLUTION=1280x720,FRAME-RATE=29.970,CLOSED-CAPTIONS=NONE
      \(media).m3u8
      #EXT-X-I-FRAME-STREAM-INF:BANDWIDTH=1000,AVERAGE-BANDWIDTH=778,CODECS="avc1.64001f",RESOLUTION=1280x720,URI="\(media).iframes.m3u8"

      """
    #expect(try text("videos/a/master.m3u8", documents) == expected)
    #expect(try text("videos/a/h264.m3u8", documents) == expected)
  }

  @Test func `other servers are told of one H.264 rendition a height`() throws {
    let documents = Streaming.documents(context([video("a", renditions: [rendition("720p"), av1, small])]))
    #expect(try variants("videos/a/master.m3u8", documents) == ["720p", "720p-av1", "360p"].map(stem))
    #expect(try variants("videos/a/h264.m3u8", documents) == ["720p", "360p"].map(stem))
  }

  @Test func `sound alone is a variant without a picture's attributes, and other servers are not told of it`() throws {
    let documents = Streaming.documents(context([video("a", renditions: [rendition("720p"), sound()])]))
    let text = try text("videos/a/master.m3u8", documents)
    #expect(
      text.contains(
        """
        #EXT-X-STREAM-INF:BANDWIDTH=140,AVERAGE-BANDWIDTH=130,CODECS="mp4a.40.2",CLOSED-CAPTIONS=NONE
        ../../\(folder)\(stem("audio")).m3u8

        """))
    #expect(text.split(separator: "\n").count { $0.hasPrefix("#EXT-X-I-FRAME-STREAM-INF") } == 1)
    #expect(try variants("videos/a/master.m3u8", documents) == ["720p", "audio"].map(stem))
    #expect(try variants("videos/a/h264.m3u8", documents) == [stem("720p")])
    #expect(documents.contains { $0.path == "\(folder)\(stem("audio")).m3u8" })
    #expect(documents.contains { $0.path == "\(folder)\(stem("audio")).torrent" })
    #expect(!documents.contains { $0.path == "\(folder)\(stem("audio")).iframes.m3u8" })
  }

  @Test func `without H.264 they are told of the codec there is`() throws {
    let documents = Streaming.documents(context([video("a", renditions: [av1])]))
    #expect(try variants("videos/a/h264.m3u8", documents) == [stem("720p-av1")])
  }

  @Test func `media on another host are named absolutely`() throws {
    let documents = Streaming.documents(context([video("a")], mediaBaseURL: "https://cdn.example/m/"))
    let host = "https://cdn.example/m/\(folder.dropFirst("media/".count))"
    #expect(try text("videos/a/master.m3u8", documents).contains("\n\(host)\(stem("720p")).m3u8\n"))
  }

  @Test func `captions are a group, descriptions are not, and names differ`() throws {
    let captions = [
      caption("fr", "Fran\"çais"), caption("fr-ca", "Fran\"çais"), caption("en", "For the blind", .descriptions),
    ]
    let documents = Streaming.documents(context([video("a", captions: captions)]))
    let text = try text("videos/a/master.m3u8", documents)
    let media = text.split(separator: "\n").filter { $0.hasPrefix("#EXT-X-MEDIA:") }
    #expect(media.count == 2)
    #expect(media.first?.contains(#"NAME="Fran'çais",LANGUAGE="fr""#) == true)
    #expect(media.last?.contains(#"NAME="Fran'çais (fr-ca)",LANGUAGE="fr-ca""#) == true)
    #expect(media.first?.hasSuffix(#"URI="captions.fr.m3u8""#) == true)
    #expect(text.contains(#",SUBTITLES="captions""#))
    #expect(try bytes("videos/a/captions.en.vtt", documents) == captions[2].webVTT)
    #expect(!documents.contains { $0.path == "videos/a/captions.en.m3u8" })
  }

  @Test func `a captions playlist is one segment as long as the video`() throws {
    let documents = Streaming.documents(context([video("a", captions: [caption("fr", "Français")])]))
    let text = try text("videos/a/captions.fr.m3u8", documents)
    #expect(text.contains("#EXT-X-TARGETDURATION:9\n"))
    #expect(text.hasSuffix("#EXTINF:9.008,\ncaptions.fr.vtt\n#EXT-X-ENDLIST\n"))
  }

  private func variants(_ path: String, _ documents: [Document]) throws -> [String] {
    try text(path, documents).split(separator: "\n").filter { !$0.hasPrefix("#") }
      .compactMap { $0.split(separator: "/").last.map { String($0.dropLast(".m3u8".count)) } }
  }
}
