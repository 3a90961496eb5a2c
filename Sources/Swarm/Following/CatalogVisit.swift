import CatalogFile
import Files
import Hashing
import JSON
import NIOCore
import NIOHTTP1
import NIOPosix

/// Why a catalog, or a page of it, could not be read.
enum CatalogProblem: Error, Sendable, Hashable {
  case web(WebFailure)
  case status(Int, retryAfter: Int64?)
  case json(JSONError)
  case damaged(CatalogDamage)
  case tooMany(String)
  case disk(FileError)

  var text: String {
    switch self {
    case .web(let failure): failure.text
    case .status(let status, _): "the server answered \(status)"
    case .json(let error): "byte \(error.offset): \(error.reason.rawValue)"
    case .damaged(.form): "it is of a form that this version does not know"
    case .damaged(.value(let place)): "'\(place)' is missing or of another kind"
    case .tooMany(let what): "it lists too many \(what)"
    case .disk(let error): error.text
    }
  }

  var retryAfter: Int64? { if case .status(_, let seconds) = self { seconds } else { nil } }
}

/// What a visit found.
struct CatalogFindings: Sendable {
  var offers: [Offer]
  var trackers: [String]
  /// Where the files that it names may lie.
  var reach: WebRequest.Reach
  /// Pages that could not be read: what they list is not known, so nothing may be dropped.
  var problems: [(page: String, problem: CatalogProblem)]
}

/// Reads a catalog: the index where it changed, and of its pages those whose revision did (docs/catalog.md). What was read is kept
/// on the disk, so that a new start fetches nothing twice.
struct CatalogVisit: Sendable {
  let catalog: WebURL
  let folder: SiteFolder
  let web: WebClient
  let pool: NIOThreadPool
  let limits: FollowLimits
  /// Of pages read before, by the name of their copy.
  private(set) var known: [String: [Offer]] = [:]

  init(_ catalog: WebURL, _ folder: SiteFolder, _ web: WebClient, _ pool: NIOThreadPool, _ limits: FollowLimits) {
    (self.catalog, self.folder, self.web, self.pool, self.limits) = (catalog, folder, web, pool, limits)
  }

  private var copy: String { PathRules.join(folder.hidden, "catalog.json") }
  private var tag: String { PathRules.join(folder.hidden, "etag") }

  mutating func read() async throws(CatalogProblem) -> CatalogFindings {
    let (index, head, bytes) = try await index()
    guard index.pages.count <= limits.pages else { throw .tooMany("pages") }
    var findings = CatalogFindings(offers: [], trackers: index.trackers, reach: head.reach, problems: [])
    var pages: [String: [Offer]] = [:]
    for page in index.pages {
      guard let url = head.url.resolve(page.url) else {
        findings.problems.append((page.url, .damaged(.value(place: "pages.url"))))
        continue
      }
      let name = "\(SHA256.hash(Array("\(url)\n\(page.revision)".utf8)).hex.prefix(40)).json"
      do throws(CatalogProblem) {
        let offers = try await offers(url, name, head.reach)
        pages[name] = offers
        findings.offers += offers
      } catch {
        findings.problems.append((url.description, error))
      }
      guard findings.offers.count <= limits.offers else { throw .tooMany("files") }
    }
    known = pages
    if findings.problems.isEmpty { try await keep(bytes, head.fields.first(name: "etag"), pages: Set(pages.keys)) }
    return findings
  }

  private func index() async throws(CatalogProblem) -> (CatalogIndex, WebHead, [UInt8]) {
    let (copy, tag, most) = (copy, tag, limits.index)
    let kept = try? await pool.runIfActive {
      (bytes: try Files.read(copy, limit: most), tag: try Files.readText(tag, limit: 1024) ?? "")
    }
    var request = WebRequest(catalog, limit: Int64(limits.index))
    if let kept, !kept.tag.isEmpty { request.fields.append(("If-None-Match", kept.tag)) }
    let answer = try await get(request, isUnchangedFine: kept != nil)
    let bytes = answer.head.status == 304 ? kept?.bytes ?? [] : answer.body
    return (
      try await parse(bytes, limit: limits.index) { json throws(CatalogDamage) in try CatalogIndex(json) },
      answer.head, bytes
    )
  }

  private func offers(
    _ url: WebURL, _ name: String, _ reach: WebRequest.Reach
  ) async throws(CatalogProblem) -> [Offer] {
    if let offers = known[name] { return offers }
    let path = PathRules.join(folder.pages, name)
    let limit = limits.page
    let read: @Sendable (JSON) throws(CatalogDamage) -> [Offer] = { json throws(CatalogDamage) in
      Offer.read(try CatalogPage(json), at: url)
    }
    if let bytes = try? await pool.runIfActive({ try Files.read(path, limit: limit) }),
      let offers = try? await parse(bytes, limit: limit, read)
    {
      return offers
    }
    var request = WebRequest(url, limit: Int64(limit))
    request.reach = reach
    let bytes = try await get(request).body
    let offers = try await parse(bytes, limit: limit, read)
    try await write(bytes, to: path)
    return offers
  }

  private func get(_ request: WebRequest, isUnchangedFine: Bool = false) async throws(CatalogProblem) -> WebAnswer {
    let answer: WebAnswer
    do { answer = try await web.get(request).get() } catch {
      throw .web(error as? WebFailure ?? .refused("\(error)"))
    }
    guard answer.head.status == 200 || (isUnchangedFine && answer.head.status == 304) else {
      throw .status(answer.head.status, retryAfter: answer.head.fields.retryAfter)
    }
    return answer
  }

  /// Megabytes of JSON are not read on a thread that others need.
  private func parse<Value: Sendable>(
    _ bytes: [UInt8], limit: Int, _ read: @escaping @Sendable (JSON) throws(CatalogDamage) -> Value
  ) async throws(CatalogProblem) -> Value {
    do {
      return try await pool.runIfActive { try read(JSON(bytes, limit: limit, depth: 16)) }
    } catch let error as JSONError {
      throw .json(error)
    } catch let error as CatalogDamage {
      throw .damaged(error)
    } catch {
      throw .web(.stopped)
    }
  }

  private func write(_ bytes: [UInt8], to path: String) async throws(CatalogProblem) {
    do { try await pool.runIfActive { try Files.write(bytes, to: path) } } catch {
      if let error = error as? FileError { throw .disk(error) } else { throw .web(.stopped) }
    }
  }

  private func keep(_ bytes: [UInt8], _ etag: String?, pages: Set<String>) async throws(CatalogProblem) {
    let folder = folder.pages
    let isTag = etag.map { $0.utf8.count <= 256 && $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } } ?? false
    // The tag last: it stands for pages that are all here.
    try await write([], to: tag)
    try await write(bytes, to: copy)
    if let etag, isTag { try await write(Array(etag.utf8), to: tag) }
    _ = try? await pool.runIfActive {
      for name in try Files.list(folder) where name.hasSuffix(".json") && !pages.contains(name) {
        try Files.remove(PathRules.join(folder, name))
      }
    }
  }
}
