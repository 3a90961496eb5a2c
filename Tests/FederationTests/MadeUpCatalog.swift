import Catalog
import Facts
import Hashing
import Site

/// A catalog that no disk ever held, with everything that federation and feeds may meet.
enum MadeUp {
  static let base = "https://videos.example.org/"

  static func site(base: String? = base, _ change: (inout SiteConfig) -> Void = { _ in }) -> SiteConfig {
    var site = SiteConfig(
      title: "Lights & Towers", description: "Films of the coast", language: "fr", baseURL: base,
      account: .init(username: "videos-account", name: "Marie <M.>", description: "The people behind the lights"))
    change(&site)
    return site
  }

  static func picture(_ width: Int, _ height: Int, _ seed: String) -> PictureFacts {
    PictureFacts(
      width: width, height: height, size: 20_000, sha256: SHA256.hash(Array(seed.utf8)),
      webP: PictureFacts.Twin(size: 15_000, sha256: SHA256.hash(Array("\(seed) webp".utf8))))
  }

  static func rendition(
    _ name: String, _ seed: String, codec: RenditionFacts.Codec? = .h264, width: Int = 1280, height: Int = 720
  ) -> RenditionFacts {
    let sha256 = SHA256.hash(Array("\(name) \(seed)".utf8))
    let infohashes = Infohashes(v1: SHA1.hash(sha256.bytes), hybridV1: SHA1.hash([1]), hybridV2: SHA256.hash([2]))
    return RenditionFacts(
      name: name, codec: codec, codecs: codec == .h264 ? "avc1.64001f,mp4a.40.2" : "av01.0.05M.08,mp4a.40.2",
      width: width,
      height: height, frameRate: Rate(30_000, 1001), hasAudio: true, isCopy: true, size: 181_234_567, sha256: sha256,
      duration: 754_300, peakBandwidth: 2_100_000, averageBandwidth: 1_900_000, initOffset: 40, initLength: 1200,
      segmentCount: 189, torrentName: "Brest phare-\(name).mp4", pieceLength: 262_144, piecesRoot: sha256,
      infohashes: infohashes, recipe: "copy")
  }

  static func sound(_ seed: String) -> RenditionFacts {
    var sound = rendition("audio", seed, codec: nil, width: 0, height: 0)
    (sound.codecs, sound.track, sound.size) = ("mp4a.40.2", TrackFacts(channels: 2, language: "fr"), 12_345_678)
    sound.frameRate = Rate(0, 1)
    return sound
  }

  static func video(
    _ slug: String, day: Int64 = 0, channel: String = "lighthouses", _ change: (inout Video) -> Void = { _ in }
  ) -> Video {
    let source = SourceFacts(
      sha256: SHA256.hash(Array(slug.utf8)), size: 9, duration: 754_300, container: "mov", codecs: ["h264", "aac"])
    let facts = VideoFacts(
      source: source, policy: "auto",
      renditions: [
        rendition("720p", slug), rendition("720p-av1", slug, codec: .av1),
        rendition("360p", slug, width: 640, height: 360), sound(slug),
      ],
      pictures: PictureSet(
        origin: "frame 0", poster: picture(1280, 720, slug),
        thumbnails: [picture(280, 157, slug), picture(850, 480, slug)],
        storyboard: StoryboardFacts(
          width: 2112, height: 1080, tileWidth: 192, tileHeight: 108, count: 108, interval: 7, size: 300_000,
          sha256: SHA256.hash(Array("\(slug) board".utf8)))))
    let date = Instant(utc: .init(year: 2026, month: 3, day: 1, hour: 10)).seconds + day * 86_400
    let digits = SHA256.hash(Array(slug.utf8)).hex
    var video = Video(
      contentPath: "\(channel)/\(slug).mp4", title: "The lighthouse \(slug)", slug: slug,
      uuid: "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(4))-4abc-9def-\(digits.suffix(12))",
      idPath: "videos/\(slug)/video.jsonld", channel: channel, date: Instant(seconds: date),
      updated: Instant(seconds: date), facts: facts)
    change(&video)
    return video
  }

  /// A video with every field that a federated document may carry.
  static let rich = video("brest", day: 2) { video in
    video.title = "Brest, \"phare\" & <sea>"
    video.summary = "A walk & a talk at 5 < 6"
    video.body = "A *walk* around the lighthouse."
    video.bodyHTML = "<p>A <em>walk</em> around the lighthouse.</p>"
    video.tags = [.init(name: "lighthouse", slug: "lighthouse"), .init(name: "é", slug: "e")]
    video.authors = ["Marie", "Noëlle"]
    video.category = 6
    video.language = "fr-FR"
    video.licence = Licence(
      name: "CC BY-SA 4.0", spdx: "CC-BY-SA-4.0", peertube: 2, url: "https://creativecommons.org/licenses/by-sa/4.0/")
    video.originallyPublished = Instant(seconds: 1_559_347_200)
    video.chapters = [
      .init(start: 0, title: "Arrival"), .init(start: 400, title: "In the same second"),
      .init(start: 120_000, title: String(repeating: "l", count: 150)),
    ]
    video.captions = [
      .init(language: "fr", label: "Français", kind: .captions, isAutomatic: false, webVTT: []),
      .init(language: "en", label: "English", kind: .captions, isAutomatic: true, webVTT: []),
      .init(language: "de", label: "Deutsch", kind: .descriptions, isAutomatic: false, webVTT: []),
    ]
    video.series = .init(name: "Coasts", season: 1, episode: 2)
    video.location = "Brest"
    video.support = "https://example.org/donate"
    video.aliases = ["old/page/", "v.html"]
  }

  static func avatar(_ mediaType: String) -> Channel.Picture {
    let ending = mediaType == "image/jpeg" ? "jpg" : "png"
    return Channel.Picture(
      contentPath: "lighthouses/my avatar.\(ending)", publishedPath: "channels/lighthouses/avatar-1a2b3c4d.\(ending)",
      mediaType: mediaType, width: 600, height: 600, sha256: SHA256.hash([3]))
  }

  static func channel(_ name: String = "lighthouses", _ change: (inout Channel) -> Void = { _ in }) -> Channel {
    var channel = Channel(
      name: name, title: "Lighthouses of Brittany", summary: "Short films & more", support: "Thanks")
    channel.avatar = avatar("image/jpeg")
    change(&channel)
    return channel
  }

  static func context(
    site: SiteConfig = site(), channels: [Channel] = [channel()], videos: [Video]? = nil,
    playlists: [Playlist] = [], tombstones: [SiteInput.Tombstone] = []
  ) -> SiteContext {
    let catalog = Catalog(
      site: site, channels: channels, videos: videos ?? [rich, video("ushant", day: 1), video("sein")],
      playlists: playlists)
    let pem = "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqh\n-----END PUBLIC KEY-----\n"
    let keys = Dictionary(uniqueKeysWithValues: Federation.actorNames(catalog).map { ($0, pem) })
    return SiteContext(
      SiteInput(
        catalog: catalog, publicKeys: keys, templates: [:], assets: [:], tables: { _ in HashTables(renditions: []) },
        tombstones: tombstones))
  }
}

/// What was written where.
struct Output {
  var files: [String: [UInt8]] = [:]

  init() {}

  init(_ documents: [Document]) throws {
    for document in documents { files[document.path] = try document.render() }
  }

  func text(_ path: String) -> String? { files[path].map { String(decoding: $0, as: UTF8.self) } }
}
