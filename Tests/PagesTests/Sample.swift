import Catalog
import Facts
import Hashing
import Site
import Torrent

/// Made-up values that pages are rendered from.
enum Sample {
  static func digest(_ text: String) -> Digest256 { SHA256.hash(Array(text.utf8)) }

  static func site(_ change: (inout SiteConfig) -> Void = { _ in }) -> SiteConfig {
    var site = SiteConfig(
      title: "Ciné-club du Ponant",
      description: "Conferences, workshops and local memories, filmed by volunteers since 2009 and free to share.",
      language: "en", baseURL: "https://videos.example.org/",
      theme: SiteConfig.Theme(
        footer: "An association of people who film.",
        links: [.init(label: "About", url: "about/"), .init(label: "Contact", url: "mailto:hello@example.org")]),
      trackers: ["https://tracker.example.org/announce"], perPage: 24)
    change(&site)
    site.languages = [site.language] + site.languages.dropFirst()
    return site
  }

  static func channels(avatar: Bool = true) -> [Channel] {
    let picture = Channel.Picture(
      contentPath: "talks/avatar.jpg", publishedPath: "channels/talks/avatar-1a2b3c4d.jpg", mediaType: "image/jpeg",
      width: 240, height: 240, sha256: digest("avatar"))
    let banner = Channel.Picture(
      contentPath: "talks/banner.jpg", publishedPath: "channels/talks/banner-1a2b3c4d.jpg", mediaType: "image/jpeg",
      width: 1600, height: 400, sha256: digest("banner"))
    return [
      Channel(
        name: "memories", title: "Mémoires du port", summary: "Voices of those who built ships here.",
        bodyHTML: "<p>Voices of those who built ships here, recorded at their kitchen tables.</p>\n", language: "fr"),
      Channel(
        name: "talks", title: "Talks & debates", summary: "Evenings at the town library.",
        bodyHTML: "<p>Evenings at the town library: <a href=\"https://example.org\">the programme</a>.</p>\n",
        support: "You can help with a donation or a Saturday morning.", avatar: avatar ? picture : nil,
        banner: avatar ? banner : nil),
      Channel(name: "workshop", title: "Repair workshop"),
    ]
  }

  static func file(
    _ seed: String, height: Int = 720, width: Int = 1280, size: Int64 = 48_300_000,
    codec: RenditionFacts.Codec = .h264
  ) -> RenditionFacts {
    let codecs = codec == .h264 ? "avc1.64001f,mp4a.40.2" : "av01.0.05M.08,opus"
    return RenditionFacts(
      name: "\(min(width, height))p" + (codec == .h264 ? "" : "-\(codec.rawValue)"), codec: codec, codecs: codecs,
      width: width, height: height, frameRate: Rate(25, 1), hasAudio: true, isCopy: true, size: size,
      sha256: digest("file \(seed) \(height) \(codec)"), duration: 754_400, peakBandwidth: 900_000,
      averageBandwidth: 500_000, initOffset: 48, initLength: 1200, segmentCount: 189,
      torrentName: "\(seed)-\(min(width, height))p.mp4", pieceLength: 262_144, piecesRoot: digest("root \(seed)"),
      infohashes: Infohashes(
        v1: SHA1.hash(Array(seed.utf8)), hybridV1: SHA1.hash(Array("h\(seed)".utf8)), hybridV2: digest("h\(seed)")),
      recipe: "copy")
  }

  static func sound(_ seed: String, _ name: String = "audio", _ track: TrackFacts = TrackFacts(channels: 2))
    -> RenditionFacts
  {
    var sound = file(seed, height: 0, width: 0, size: 6_100_000)
    (sound.name, sound.codec, sound.track) = (name, nil, track)
    (sound.sha256, sound.codecs, sound.torrentName) = (digest("\(seed) \(name)"), "mp4a.40.2", "\(seed)-\(name).mp4")
    return sound
  }

  static func pictures(_ seed: String, tall: Bool = false) -> PictureSet {
    func picture(_ width: Int) -> PictureFacts {
      PictureFacts(
        width: width, height: tall ? width * 16 / 9 : width * 9 / 16, size: 20_000, sha256: digest("\(seed) \(width)"),
        webP: PictureFacts.Twin(size: 15_000, sha256: digest("\(seed) \(width) webp")))
    }
    return PictureSet(
      origin: "frame 12000", poster: picture(1280), thumbnails: [picture(280), picture(560), picture(1120)],
      storyboard: StoryboardFacts(
        width: 2112, height: 1188, tileWidth: 192, tileHeight: 108, count: 108, interval: 7, size: 300_000,
        sha256: digest("\(seed) board")))
  }

  static func video(_ number: Int, _ title: String, channel: String, _ change: (inout Video) -> Void = { _ in })
    -> Video
  {
    let slug = "video-\(number)"
    let facts = VideoFacts(
      source: SourceFacts(
        sha256: digest("source \(number)"), size: 50_000_000, duration: Int64(754_400 - number * 1000),
        container: "mov", codecs: ["h264", "aac"]),
      policy: "auto", renditions: [file(slug)], pictures: pictures(slug))
    var video = Video(
      contentPath: "\(channel)/\(slug).mp4", title: title, slug: slug,
      uuid: "9c9de5e8-0a1e-4a4a-9a3a-8d2f6e1b7c0\(number % 10)",
      idPath: "videos/\(slug)/video.jsonld", channel: channel,
      date: Instant(seconds: 1_767_225_600 - Int64(number) * 86_400 * 9), updated: Instant(seconds: 1_767_225_600),
      summary: "How a small harbour kept its slipway, told by those who still use it.", language: "en", facts: facts)
    change(&video)
    return video
  }

  static func catalog(
    _ site: SiteConfig, _ videos: [Video], channels: [Channel] = channels(), playlists: [Playlist] = []
  ) -> Catalog {
    Catalog(site: site, channels: channels, videos: videos.sorted { $0.date > $1.date }, playlists: playlists)
  }

  static func context(_ catalog: Catalog, templates: [String: [UInt8]]? = nil) throws -> SiteContext {
    let theme = try Theme.load()
    return SiteContext(
      SiteInput(
        catalog: catalog, publicKeys: [:], templates: templates ?? theme.templates, assets: theme.assets,
        tables: { _ in HashTables(renditions: []) }, tombstones: []))
  }

  /// Every page by its path.
  static func pages(_ catalog: Catalog) throws -> [String: String] {
    var pages: [String: String] = [:]
    for document in Pages.documents(try context(catalog)).documents {
      pages[document.path] = String(decoding: try document.render(), as: UTF8.self)
    }
    return pages
  }
}
