import CatalogFile
import Files
import Hashing
import JSON

@testable import Swarm

/// `catalog.json` and its pages, as who follows a site reads them, down to the names of the files that it would keep.
struct Catalogs: Reader {
  static let full = 500_000

  static func samples() throws -> [Part] {
    let digest = SHA256.hash([1])
    func file(_ url: String, _ type: String) -> CatalogFileEntry {
      CatalogFileEntry(url: url, size: 70_000, sha256: digest, mediaType: type)
    }
    func rendition(_ name: String, btih: Digest160?, btmh: Digest256?) -> CatalogRendition {
      CatalogRendition(
        name: name, file: file("../media/\(name).mp4", "video/mp4"), codecs: "avc1.64001f,mp4a.40.2", width: 1280,
        height: 720, track: CatalogTrack(channels: 2, language: "en", isDescription: false, title: nil), duration: 9000,
        bandwidth: 1_000_000, playlist: "p.m3u8", torrent: "../media/\(name).torrent", torrentName: "\(name).mp4",
        magnet: "magnet:?xt=urn:btih:",
        infohashes: CatalogInfohashes(
          btih: btih, btmh: btmh, page: CatalogInfohashes.page(of: digest), peertube: "abcdefghijklmnopqrst"),
        segments: CatalogSegments(folder: "s/", count: 3, initOffset: 48, initLength: 900))
    }
    let sha1 = SHA1.hash([1])
    let video = CatalogVideo(
      uuid: "0ef2a1f4-6ce8-4d0e-8d0d-000000000000", url: "/videos/a/", title: "Ä", summary: "",
      date: "2026-01-01T00:00:00Z",
      updated: "2026-01-01T00:00:00Z", duration: 9000, channel: "main", language: "en", licence: nil, tags: ["x"],
      isSensitive: false, playlist: "m.m3u8", segmentHashes: "s.json",
      renditions: [rendition("720p", btih: sha1, btmh: digest), rendition("480p", btih: sha1, btmh: nil)],
      captions: [
        CatalogCaption(
          language: "fr", label: "Français", kind: "captions", isAutomatic: false, file: file("c.vtt", "text/vtt"))
      ],
      pictures: [file("https://other.example/p.jpg", "image/jpeg")],
      storyboard: CatalogStoryboard(
        url: "s.jpg", width: 10, height: 10, tileWidth: 1, tileHeight: 1, tiles: 9, interval: 5))
    let index = CatalogIndex(
      title: "T", url: "https://v.example/", language: "en", torrents: "hybrid", trackers: ["udp://v.example:6969"],
      videos: 1, duration: 9000, bytes: 70_000,
      pages: [CatalogIndex.Page(url: "catalog/1.json", videos: 1, revision: "abc")])
    return [
      Part(json: index.json), Part(json: CatalogPage(videos: [video]).json), Part(json: CatalogPage(videos: []).json),
    ]
  }

  private let limits = FollowLimits()
  private let place: WebURL

  init() throws {
    guard let place = WebURL("https://v.example/catalog/1.json") else { throw Finding("no address") }
    self.place = place
  }

  mutating func take(_ bytes: [UInt8]) throws -> Bool {
    // As CatalogVisit does.
    guard let json = try? JSON(bytes, limit: limits.page, depth: 16) else { return false }
    let index = try? CatalogIndex(json)
    if let index {
      try require(CatalogIndex(JSON(index.json.bytes)) == index, "an index that was written reads otherwise")
      for page in index.pages { try address(place.resolve(page.url)) }
    }
    let page = try? CatalogPage(json)
    if let page {
      try require(CatalogPage(JSON(page.json.bytes)) == page, "a page that was written reads otherwise")
      let offers = Offer.read(page, at: place)
      for offer in offers { try kept(offer) }
      for order in Picking.Order.allCases {
        let picked = Picking.pick(offers, space: 100_000, order: order)
        try require(picked.reduce(0) { $0 + $1.size } <= 100_000, "more is picked than there is space")
        try require(Set(picked.map(\.key)).count == picked.count, "a file is picked twice")
      }
    }
    return index != nil || page != nil
  }

  /// Where a file is asked for, and what it would be called here.
  private func kept(_ offer: Offer) throws {
    try address(offer.file)
    try address(offer.torrent)
    try require(offer.size > 0 && offer.key != nil, "an offer of nothing")
    guard let key = offer.key else { return }
    for path in [PartialFile.data(key, "/x"), PartialFile.record(key, "/x")] {
      try require(PathRules.normalise(path) == path && PathRules.parent(path) == "/x", "a path that leads out: \(path)")
    }
    let folder = SiteFolder(offer.file, below: "/x").path
    try require(
      PathRules.parent(folder) == "/x" && PathRules.normalise(folder) == folder, "a folder elsewhere: \(folder)")
  }

  private func address(_ url: WebURL?) throws {
    guard let url else { return }
    try require(WebURL(url.description) == url, "an address that reads otherwise: \(url)")
    try require(
      url.target.utf8.allSatisfy { (0x21...0x7E).contains($0) }, "a target that ends a request line: \(url.target)")
  }
}
