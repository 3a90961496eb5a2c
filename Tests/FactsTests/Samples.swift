import Facts
import Hashing

func digest(_ text: String) -> Digest256 { SHA256.hash(Array(text.utf8)) }

func tables(_ seed: String, segments: Int = 3) -> RenditionTables {
  RenditionTables(
    sha256: digest(seed), pieces: Array(digest(seed).bytes.prefix(20)) + Array(digest("b").bytes.prefix(20)),
    layer: digest("x").bytes + digest("y").bytes, timescale: 15_360,
    segments: (0..<Int64(segments)).map {
      SegmentEntry(
        offset: 900 + 1000 * $0, length: 1000, pictureLength: 300 + $0, duration: 61_440, sha256: digest("\($0)"))
    })
}

func rendition(_ name: String) -> RenditionFacts {
  RenditionFacts(
    name: name, codec: .av1, hasAudio: true, isCopy: false, torrentName: "Été à Brest-\(name).mp4",
    recipe: "x264 crf 21: preset medium",
    report: PackageReport(
      sourceSHA256: digest("source"), codecs: "avc1.64001f,mp4a.40.2", width: 1920, height: 1080,
      frameRate: Rate(30_000, 1001), size: 1_234_567_890, sha256: digest(name), duration: 600_040,
      peakBandwidth: 6_000_000, averageBandwidth: 5_000_000, initOffset: 48, initLength: 1200, segmentCount: 150,
      pieceLength: 1 << 20, piecesRoot: digest("root")), tables: tables(name))
}

func facts(renditions: [RenditionFacts]) -> VideoFacts {
  func picture(_ width: Int) -> PictureFacts {
    PictureFacts(
      width: width, height: width * 9 / 16, size: 141_374, sha256: digest("jpeg \(width)"),
      webP: PictureFacts.Twin(size: 115_704, sha256: digest("webp \(width)")))
  }
  return VideoFacts(
    source: SourceFacts(
      sha256: digest("source"), size: 987_654_321, duration: 600_000, container: "matroska", codecs: ["h264", "aac"],
      title: "\u{301}starts with a mark: \\ and\na line", description: "two\r\nlines", created: "2024-05-01T10:00:00Z",
      language: "fra",
      chapters: [ChapterFacts(start: 0, title: ""), ChapterFacts(start: 61_500, title: "\u{301}b  c")],
      captions: ["en", "zh-Hans"]),
    policy: "auto", renditions: renditions,
    pictures: PictureSet(
      origin: "frame 12340", poster: picture(1280), thumbnails: [picture(280), picture(480), picture(850)],
      storyboard: StoryboardFacts(
        width: 2112, height: 1188, tileWidth: 192, tileHeight: 108, count: 120, interval: 5, size: 515_964,
        sha256: digest("board"))))
}

/// Sound alone.
func sound(_ name: String, _ track: TrackFacts = TrackFacts(channels: 2, language: "fr", title: "VF")) -> RenditionFacts
{
  RenditionFacts(
    name: name, codec: nil, track: track, hasAudio: true, isCopy: true, torrentName: "Été à Brest-\(name).mp4",
    recipe: "audio 1 copy",
    report: PackageReport(
      sourceSHA256: nil, codecs: "mp4a.40.2", width: 0, height: 0, frameRate: Rate(0, 1), size: 9_876_543,
      sha256: digest(name), duration: 600_021, peakBandwidth: 132_000, averageBandwidth: 130_000, initOffset: 48,
      initLength: 700, segmentCount: 150, pieceLength: 262_144, piecesRoot: digest("root")), tables: tables(name))
}
