import CatalogFile
import Files
import Hashing
import JSON
import Logging
import NIOCore
import NIOPosix
import Synchronization
import Testing
import Torrent

@testable import Swarm

/// A site with a catalog and films, as a test wants them to be, and a follower of it.
final class OfferedSite: Sendable {
  struct State: Sendable {
    /// By path.
    var files: [String: [UInt8]] = [:]
    var videos: [CatalogVideo] = []
    var hasRanges = true
    /// Asked first; nil for the ordinary answer.
    var special: @Sendable (ScriptedServer.Request) -> ScriptedServer.Answer? = { _ in nil }
  }

  private let state = Mutex(State())
  func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

  /// Adds a film to the site and to its catalog's only page.
  @discardableResult
  func add(
    _ name: String, size: Int = 200_000, date: String = "2026-01-01T00:00:00Z", form: TorrentForm = .v1,
    pieceLength: Int = 65_536, torrentName: String? = nil,
    change: (inout CatalogRendition) -> Void = { _ in }
  ) throws -> (content: [UInt8], key: SwarmKey) {
    let number = SHA256.hash(Array(name.utf8)).bytes.reduce(0 as UInt64) { $0 &* 31 &+ UInt64($1) }
    let content = SeedFolder.content(size, seed: number)
    let file = try SeedFolder.torrentFile(name, content, pieceLength: pieceLength)
    let named = TorrentFile(
      name: torrentName ?? "\(name).mp4", size: file.size, pieceLength: file.pieceLength, pieces: file.pieces,
      piecesRoot: file.piecesRoot, layer: file.layer)
    let torrent = Metainfo(form: form, file: named).bytes
    // Not by the reader of torrents: it refuses some names that a test gives.
    let info = Array(torrent[try #require(BencodeReader.places(of: torrent)["info"])])
    let hash = (v1: form == .v2 ? nil : SHA1.hash(info), v2: form == .v1 ? nil : SHA256.hash(info))
    let sha256 = SHA256.hash(content)
    var rendition = CatalogRendition(
      name: "480p",
      file: CatalogFileEntry(url: "/\(name).mp4", size: Int64(size), sha256: sha256, mediaType: "video/mp4"),
      codecs: "avc1", width: 854, height: 480, duration: 1000, bandwidth: 1, playlist: "p.m3u8",
      torrent: "/\(name).torrent", torrentName: named.name, magnet: "magnet:",
      infohashes: CatalogInfohashes(
        btih: hash.v1, btmh: hash.v2, page: CatalogInfohashes.page(of: sha256), peertube: nil))
    change(&rendition)
    let video = CatalogVideo(
      uuid: name, url: "/\(name)", title: name, summary: "", date: date, updated: date, duration: 1000, channel: "main",
      language: nil, licence: nil, tags: [], isSensitive: false, playlist: "", segmentHashes: "",
      renditions: [rendition],
      captions: [], pictures: [])
    let made = rendition
    state.withLock {
      $0.files["/\(name).mp4"] = content
      $0.files["/\(name).torrent"] = torrent
      $0.videos.append(video)
    }
    let key = made.infohashes.btmh.map(SwarmKey.init(truncating:)) ?? made.infohashes.btih.map(SwarmKey.init)
    return (content, try #require(key))
  }

  func remove(_ name: String) { state.withLock { $0.videos.removeAll { $0.title == name } } }

  func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Answer {
    let state = state.withLock { $0 }
    if let special = state.special(request) { return special }
    let page = CatalogPage(videos: state.videos).json.bytes
    let revision = String(SHA256.hash(page).hex.prefix(12))
    let index = CatalogIndex(
      title: "t", url: nil, language: "en", torrents: "v1",
      trackers: ["udp://127.0.0.1:1/announce", "http://\(request.field("Host") ?? "")/announce"],
      videos: Int64(state.videos.count), duration: 1, bytes: 1,
      pages: [CatalogIndex.Page(url: "catalog/1.json", videos: Int64(state.videos.count), revision: revision)])
    switch request.target {
    case "/catalog.json":
      let bytes = index.json.bytes
      if request.field("If-None-Match") == "\"\(revision)\"" { return .ok([], status: "304 Not Modified") }
      return .ok(bytes, fields: "ETag: \"\(revision)\"\r\n")
    case "/catalog/1.json": return .ok(page)
    default: break
    }
    guard let bytes = state.files[request.target] else { return .ok([], status: "404 Not Found") }
    guard state.hasRanges, let field = request.field("Range") else { return .ok(bytes) }
    let ends = field.dropFirst("bytes=".count).split(separator: "-").compactMap { Int($0) }
    guard ends.count == 2, ends[0] < bytes.count else { return .ok([], status: "416 Range Not Satisfiable") }
    let last = min(ends[1], bytes.count - 1)
    return .ok(
      Array(bytes[ends[0]...last]), status: "206 Partial Content",
      fields: "Content-Range: bytes \(ends[0])-\(last)/\(bytes.count)\r\n")
  }

  /// A follower, its folder, and what was asked for.
  struct Visitor: Sendable {
    let follower: SiteFollower
    let folder: SiteFolder
    let server: ScriptedServer
    let root: String
    let metrics: Metrics

    /// What lies in the site's folder, without what is hidden.
    var names: [String] {
      (try? Files.list(folder.path))?.filter { !$0.hasPrefix(".") } ?? []
    }
    /// The films there, by their bytes.
    func films() throws -> [[UInt8]] {
      try names.filter { $0.hasSuffix(".mp4") }.map { try Files.read(PathRules.join(folder.path, $0), limit: 1 << 24) }
    }
    func asked(_ suffix: String) -> Int { server.requests.count { $0.target.hasSuffix(suffix) } }
  }

  /// - Parameter again: makes another follower of the same folder, as a new start does.
  func follow(
    space: Int64 = 1 << 30, order: Picking.Order = .newest, limits: FollowLimits = FollowLimits(),
    folder: SeedFolder? = nil,
    host: String = "127.0.0.1",
    isPublic: @escaping @Sendable (PeerAddress.Host) -> Bool = { $0.isPublic },
    _ body: (_ visitor: Visitor, _ again: () -> Visitor) async throws -> Void
  ) async throws {
    let folder = try folder ?? SeedFolder()
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let pool = NIOThreadPool(numberOfThreads: 2)
    pool.start()
    let web = try await WebClient.make(
      on: group.next(), limits: WebLimits(), roots: .system, agent: "bobined/test", isPublic: isPublic
    ).get()
    let server = try await ScriptedServer.start(on: group, host: "0.0.0.0") { self.answer($0) }
    let site = server.url("/", host: host)
    var limits = limits
    limits.pause = .milliseconds(1)
    let plan = FollowPlan(sites: [site], into: folder.path, space: space, order: order, limits: limits)
    let make: () -> Visitor = {
      let metrics = Metrics()
      let follower = SiteFollower(
        site, plan, web, pool, metrics, Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
      ) {}
      return Visitor(
        follower: follower, folder: SiteFolder(site, below: folder.path), server: server, root: folder.path,
        metrics: metrics)
    }
    let result: Result<Void, any Error>
    do { result = .success(try await body(make(), make)) } catch { result = .failure(error) }
    try await web.stop().get()
    try await group.shutdownGracefully()
    try await pool.shutdownGracefully()
    try result.get()
  }
}
