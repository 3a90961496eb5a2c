import Catalog
import Facts
import Hashing
import Site
import Testing

func digest(_ text: String) -> Digest256 { SHA256.hash(Array(text.utf8)) }

/// Three segments of 4.004 s, 4.004 s and 1 s at 30000 ticks a second.
func tables(_ name: String) -> RenditionTables {
  let lengths: [Int64] = [1000, 2000, 500]
  let durations: [Int64] = [120_120, 120_120, 30_000]
  var offset: Int64 = 948
  var segments: [SegmentEntry] = []
  for (index, (length, duration)) in zip(lengths, durations).enumerated() {
    segments.append(
      SegmentEntry(
        offset: offset, length: length, pictureLength: length / 4, duration: duration, sha256: digest("\(name)\(index)")
      ))
    offset += length
  }
  return RenditionTables(
    sha256: digest(name), pieces: Array(digest("pieces").bytes.prefix(20)), layer: [], timescale: 30_000,
    segments: segments)
}

func rendition(
  _ name: String, _ codec: RenditionFacts.Codec = .h264, width: Int = 1280, height: Int = 720,
  codecs: String = "avc1.64001f,mp4a.40.2"
) -> RenditionFacts {
  RenditionFacts(
    name: name, codec: codec, hasAudio: true, isCopy: true, torrentName: "Été-\(name).mp4", recipe: "copy",
    report: PackageReport(
      sourceSHA256: nil, codecs: codecs, width: width, height: height, frameRate: Rate(30_000, 1001), size: 9000,
      sha256: digest(name), duration: 9008, peakBandwidth: 4000, averageBandwidth: 3100, initOffset: 48,
      initLength: 900, segmentCount: 3, pieceLength: 262_144, piecesRoot: digest("root")), tables: tables(name))
}

/// Sound alone.
func sound(
  _ name: String = "audio", _ track: TrackFacts = TrackFacts(channels: 2), codecs: String = "mp4a.40.2"
) -> RenditionFacts {
  var sound = rendition(name, width: 0, height: 0, codecs: codecs)
  (sound.codec, sound.track, sound.frameRate) = (nil, track, Rate(0, 1))
  (sound.peakBandwidth, sound.averageBandwidth) = (140, 130)
  return sound
}

func video(
  _ slug: String, renditions: [RenditionFacts] = [rendition("720p")], source: String = "source",
  title: String = "Title",
  date: Int64 = 1_700_000_000, privacy: Video.Privacy = .public, chapters: [Video.Chapter] = [],
  captions: [Video.Caption] = []
) -> Video {
  Video(
    contentPath: "main/\(slug).mp4", title: title, slug: slug, uuid: "01234567-89ab-4def-8123-456789abcdef",
    idPath: "videos/\(slug)/video.jsonld", channel: "main", date: Instant(seconds: date),
    updated: Instant(seconds: date), privacy: privacy, chapters: chapters, captions: captions,
    facts: VideoFacts(
      source: SourceFacts(sha256: digest(source), size: 1, duration: 9008, container: "mov", codecs: ["h264", "aac"]),
      policy: "auto", renditions: renditions, pictures: nil))
}

func caption(_ language: String, _ label: String, _ kind: Video.Caption.Kind = .captions) -> Video.Caption {
  Video.Caption(
    language: language, label: label, kind: kind, isAutomatic: false, webVTT: Array("WEBVTT\n\n\(language)\n".utf8))
}

func context(
  _ videos: [Video], baseURL: String? = "https://v.example/", mediaBaseURL: String? = nil,
  torrents: SiteConfig.TorrentForm = .v1, segments: SiteConfig.SegmentForm = .ranges, trackers: [String] = []
) -> SiteContext {
  let site = SiteConfig(
    title: "Site", baseURL: baseURL, mediaBaseURL: mediaBaseURL, torrents: torrents,
    segments: segments, trackers: trackers)
  return SiteContext(
    SiteInput(
      catalog: Catalog(site: site, channels: [Channel(name: "main", title: "Main")], videos: videos, playlists: []),
      publicKeys: [:], templates: [:], assets: [:],
      tables: { video in HashTables(renditions: video.facts.renditions.map { tables($0.name) }) }, tombstones: []))
}

/// The bytes of the one document at a path.
func bytes(_ path: String, _ documents: [Document]) throws -> [UInt8] {
  let matching = documents.filter { $0.path == path }
  #expect(matching.count == 1, "there is one \(path)")
  return try #require(matching.first).render()
}

func text(_ path: String, _ documents: [Document]) throws -> String {
  String(decoding: try bytes(path, documents), as: UTF8.self)
}

/// `media/<20 hex>/` of the sample videos.
let folder = "media/\(digest("source").hex.prefix(20))/"
func stem(_ name: String) -> String { "\(name)-\(digest(name).hex.prefix(8))" }
