import CatalogFile

/// `bobine check https://…`: a site as it stands on the web, asked as visitors, players, PeerTube and Mastodon ask. Nothing is
/// changed there: the one request that is not a question is an empty POST to each inbox, which must be refused.
public struct DeployedChecker: Sendable {
  let visit: Visit
  let videoCount: Int?
  let asksPlain: Bool

  /// - Parameters:
  ///   - videoCount: how many videos are visited, spread over the catalog; nil: all.
  ///   - asksPlain: whether `http://` is asked as well.
  /// - Returns: nil where the address is none of http or https.
  public init?(_ address: String, client: any WebClient, videoCount: Int? = 10, asksPlain: Bool = true) {
    guard let visit = Visit(address, client: client) else { return nil }
    (self.visit, self.videoCount, self.asksPlain) = (visit, videoCount, asksPlain && !visit.host.contains(":"))
  }

  /// Of an address, with its port; nil where it is none of http or https.
  public static func host(of address: String) -> String? { Visit.host(of: address) }

  public func run() async -> DeployedReport {
    let home = await HomeVisit(visit: visit, asksPlain: asksPlain).run()
    var judgements = home.judgements
    var visited = 0
    if let videos = home.videos {
      let chosen = Self.spread(videos, videoCount)
      visited = chosen.count
      judgements += await actors(videos.map(\.video))
      judgements += await self.videos(chosen)
      judgements += await feeds()
    }
    let mending = ServerMending(
      program: ServerMending.program(home.server), host: visit.host, basePath: visit.basePath)
    return DeployedReport(judgements: judgements, mending: mending, videos: visited)
  }

  /// The oldest, the newest, and some between them.
  static func spread<Element>(_ all: [Element], _ count: Int?) -> [Element] {
    guard let count, all.count > count else { return all }
    if count < 2 { return Array(all.suffix(count)) }
    return (0..<count).map { all[$0 * (all.count - 1) / (count - 1)] }
  }

  private func actors(_ videos: [CatalogVideo]) async -> [Judgement] {
    let application = await NameVisit.application(visit)
    // Where every channel has its actor (design, "Output").
    let channels = Set(videos.map(\.channel)).sorted().map { "\(visit.base)channels/\($0)/actor.jsonld" }
    var found = await together(channels + [application.id].compactMap { $0 }) {
      (id: $0, found: await ActorVisit(visit: visit, id: $0).run())
    }
    let owners = Set(found.compactMap(\.found.owner)).sorted()
    found += await together(owners) { (id: $0, found: await ActorVisit(visit: visit, id: $0).run()) }
    var judgements = [application.judgement] + found.flatMap(\.found.judgements)
    let groups = found.filter(\.found.isChannel)
    if groups.count == channels.count,
      groups.allSatisfy({ group in !group.found.judgements.contains { $0.rule == .document && !$0.holds } })
    {
      let listed = Set(groups.flatMap(\.found.objects)).count
      judgements.append(
        Judgement(
          .outboxCrawl, visit.base, listed == videos.count,
          "from page to page the outboxes of the channels list \(listed) videos, the catalog \(videos.count)"))
    }
    return judgements
      + (await NameVisit(
        visit: visit, actors: found.compactMap { actor in actor.found.name.map { (name: $0, id: actor.id) } }
      ).run())
  }

  private func videos(_ videos: [(video: CatalogVideo, page: String)]) async -> [Judgement] {
    let found = await together(videos) { await VideoVisit(visit: visit, video: $0.video, catalog: $0.page).run() }
    // A file that several name is asked once; with a size, if any of them promises one.
    var sizes: [String: Int64?] = [:]
    for file in found.flatMap(\.files) { sizes[file.url] = .some((sizes[file.url] ?? nil) ?? file.size) }
    let files = sizes.sorted { $0.key < $1.key }.map { FileVisit.File(url: $0.key, size: $0.value) }
    var judgements = found.flatMap(\.judgements)
    let seen = await together(files) { await FileVisit(visit: visit, file: $0).run() }.flatMap { $0 }
    judgements += seen
    let standing = Set(seen.lazy.filter { $0.rule == .media && $0.holds }.map(\.url))
    if let first = files.first(where: { standing.contains($0.url) }) {
      judgements.append(await FileVisit(visit: visit, file: first).preflight())
    }
    return judgements
  }

  private func feeds() async -> [Judgement] {
    let xml: Set = ["application/xml", "text/xml"]
    let feeds: [(String, Set<String>)] = [
      ("feed.xml", xml.union(["application/rss+xml"])), ("atom.xml", xml.union(["application/atom+xml"])),
      ("feed.json", ["application/feed+json", "application/json"]),
    ]
    return await together(feeds) { await FileVisit.feed(visit, $0.0, $0.1) }.flatMap { $0 }
  }
}
