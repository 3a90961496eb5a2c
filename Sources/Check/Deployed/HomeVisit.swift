import CatalogFile
import JSON

/// The host, the home page, and the catalog that leads to everything else.
struct HomeVisit: Sendable {
  let visit: Visit
  /// Is the site asked without TLS as well? Not where another machine stands in for its host.
  let asksPlain: Bool

  struct Found: Sendable {
    var judgements: [Judgement] = []
    /// The header `Server`.
    var server: String?
    /// From the oldest to the newest, and each with the catalog page that lists it; nil where the check cannot go on.
    var videos: [(video: CatalogVideo, page: String)]?
  }

  func run() async -> Found {
    var found = Found()
    let home = await visit.get(visit.base, Visit.browser)
    found.server = home.headers["server"]
    found.judgements.append(Judgement(.unreachable, visit.base, home.status != 0, home.problem ?? "it answers"))
    if home.status == 0 { return found }
    found.judgements += await connection() + Self.page(home, visit.base)
    if home.status == 200 {
      found.judgements += headers(home) + (await compression())
    }
    found.judgements += await absent()
    let catalog = await catalog()
    found.judgements += catalog.judgements
    found.videos = catalog.videos
    return found
  }

  /// A page as a visitor asks for it.
  static func page(_ answer: WebAnswer, _ url: String) -> [Judgement] {
    let target = answer.headers["location"].map { " and leads to \($0)" } ?? ""
    let isPage = answer.status == 200 && answer.mediaType == "text/html"
    let type = answer.headers["content-type"] ?? "not said"
    return [Judgement(.page, url, isPage, answer.status == 200 ? "its type is \(type)" : answer.seen + target)]
  }

  private func connection() async -> [Judgement] {
    let isSecure = visit.base.hasPrefix("https://")
    let judgement = Judgement(
      .https, visit.base, isSecure,
      isSecure ? "it speaks TLS with a valid certificate" : "its address begins with http://")
    guard isSecure, asksPlain else { return [judgement] }
    let plain = "http" + visit.base.dropFirst(5)
    let answer = await visit.get(plain, Visit.browser)
    let target = answer.headers["location"]
    let leads = (300..<400).contains(answer.status) && target?.hasPrefix("https://") == true
    let seen = answer.status == 0 ? "nothing answers there" : target.map { "it leads to \($0)" } ?? answer.seen
    return [judgement, Judgement(.plainRedirect, plain, leads || answer.status == 0, seen)]
  }

  private func headers(_ home: WebAnswer) -> [Judgement] {
    let sniff = home.headers["x-content-type-options"], referrer = home.headers["referrer-policy"]
    let cache = home.headers["cache-control"]
    return [
      Judgement(
        .noSniff, visit.base, sniff?.lowercased() == "nosniff", "X-Content-Type-Options is \(sniff ?? "not sent")"),
      Judgement(
        .referrer, visit.base, referrer != nil && referrer != "unsafe-url",
        "Referrer-Policy is \(referrer ?? "not sent")"),
      Judgement(
        .pageCache, visit.base, (Self.age(cache) ?? 0) <= 86_400, "Cache-Control is \(cache ?? "not sent")"),
    ]
  }

  /// `max-age` of a `Cache-Control`, in seconds.
  static func age(_ cache: String?) -> Int? {
    cache?.lowercased().firstMatch(of: /(?:^|[ ,])max-age=(\d{1,12})/).flatMap { Int($0.output.1) }
  }

  private func compression() async -> [Judgement] {
    let answer = await visit.get(visit.base, Visit.browser, "Accept-Encoding: gzip")
    let encoding = answer.headers["content-encoding"]
    return [
      Judgement(
        .pageCompressed, visit.base, encoding != nil, encoding.map { "it comes as \($0)" } ?? "it comes uncompressed")
    ]
  }

  /// What must not be there.
  private func absent() async -> [Judgement] {
    let missing = visit.base + "bobine-check/no-such-page/"
    let answer = await visit.get(missing, Visit.browser)
    let isMissing = answer.status == 404 || answer.status == 410
    var judgements = [
      Judgement(.notFound, missing, isMissing, answer.seen + (isMissing ? "" : ", and nothing is there"))
    ]
    for name in [".bobine-manifest", "_redirects"] {
      let answer = await visit.client.answer(WebRequest(visit.base + name, limit: 1 << 10))
      let isShown = isMissing && answer.status == 200
      judgements.append(Judgement(.hidden, visit.base + name, !isShown, isShown ? "it is shown" : answer.seen))
    }
    return judgements
  }

  private func catalog() async -> (judgements: [Judgement], videos: [(video: CatalogVideo, page: String)]?) {
    let url = visit.base + "catalog.json"
    let answer = await visit.get(url)
    func broken(_ url: String, _ seen: String) -> [Judgement] { [Judgement(.catalog, url, false, seen)] }
    guard answer.status == 200 else { return (broken(url, answer.seen), nil) }
    guard let json = try? JSON(answer.body), let index = try? CatalogIndex(json) else {
      return (broken(url, "it is no catalog of form \(CatalogIndex.form)"), nil)
    }
    if let told = index.url, told != visit.base {
      return ([Judgement(.address, url, false, "the output names \(told); nothing more was asked")], nil)
    }
    var videos: [(video: CatalogVideo, page: String)] = []
    for entry in index.pages {
      guard let page = visit.absolute(entry.url, in: url) else { continue }
      let answer = await visit.client.answer(WebRequest(page, limit: 32 << 20))
      guard answer.status == 200, let json = try? JSON(answer.body), let list = try? CatalogPage(json) else {
        return (broken(page, answer.status == 200 ? "it cannot be read" : answer.seen), nil)
      }
      videos += list.videos.map { (video: $0, page: page) }
    }
    let cors = answer.headers["access-control-allow-origin"]
    return (
      [
        Judgement(.catalog, url, true, "it lists \(videos.count) videos"),
        Judgement(.address, url, true, "it is \(index.url ?? "not said")"),
        Judgement(.fileCORS, url, cors == "*", "Access-Control-Allow-Origin is \(cors ?? "not sent")"),
      ], videos
    )
  }
}
