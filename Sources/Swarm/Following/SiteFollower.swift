import Files
import Hashing
import Logging
import NIOCore
import NIOPosix
import Torrent

/// Follows one site: visits its catalog now and then, and makes the folder hold what the catalog offers and the space allows.
actor SiteFollower {
  private let site: WebURL
  private let folder: SiteFolder
  private let space: Int64
  private let plan: FollowPlan
  private let web: WebClient
  private let pool: NIOThreadPool
  private let metrics: Metrics
  private let log: Logger
  /// Told when a file came or went.
  private let onChange: @Sendable () async -> Void
  private var visit: CatalogVisit
  private var holdings: Holdings?
  /// Offers that were not what they said, until the catalog says something else of them.
  private var refused: Set<Offer> = []
  private var told: Set<String> = []
  private var counted = 0

  init(
    _ site: WebURL, _ plan: FollowPlan, _ web: WebClient, _ pool: NIOThreadPool, _ metrics: Metrics, _ log: Logger,
    onChange: @escaping @Sendable () async -> Void
  ) {
    (self.site, self.plan, self.web, self.pool, self.metrics) = (site, plan, web, pool, metrics)
    self.onChange = onChange
    var log = log
    log[metadataKey: "site"] = "\(site)"
    self.log = log
    space = plan.space / Int64(max(1, plan.sites.count))
    folder = SiteFolder(site, below: plan.into)
    visit = CatalogVisit(site.catalog, folder, web, pool, plan.limits)
  }

  /// Visits until the task is cancelled.
  func follow() async {
    var failures = 0
    while !Task.isCancelled {
      let outcome = await once()
      failures = outcome.isGood ? 0 : failures + 1
      metrics.add(.visits, outcome.isGood ? "good" : "failed")
      let pause = Self.pause(
        after: outcome, failures: failures, plan.limits, jitter: Double.random(in: 0.9...1.1))
      log.debug("next visit", metadata: ["seconds": "\(pause.nanoseconds / 1_000_000_000)"])
      try? await Task.sleep(for: .nanoseconds(pause.nanoseconds))
    }
  }

  struct Outcome: Sendable, Hashable {
    var isGood = true
    /// As the server asks, in seconds.
    var retryAfter: Int64?
  }

  /// How long to stay away.
  static func pause(
    after outcome: Outcome, failures: Int, _ limits: FollowLimits, jitter: Double
  ) -> TimeAmount {
    let interval = limits.interval.nanoseconds
    var pause = interval
    if !outcome.isGood {
      pause = min(interval, limits.retry.nanoseconds << Int64(min(max(failures - 1, 0), 12)))
    }
    let jittered = Int64(Double(pause) * jitter)
    let asked = min(outcome.retryAfter ?? 0, limits.retryAfter.nanoseconds / 1_000_000_000) * 1_000_000_000
    return .nanoseconds(max(jittered, asked))
  }

  // MARK: A visit

  func once() async -> Outcome {
    do throws(FileError) {
      if holdings == nil { holdings = try await block { [folder] () throws(FileError) in try Holdings(folder) } }
    } catch {
      tell("the folder cannot be used: \(error)", at: .error)
      return Outcome(isGood: false)
    }
    count()
    let findings: CatalogFindings
    var visit = visit
    do throws(CatalogProblem) { findings = try await visit.read() } catch {
      tell("the catalog cannot be read: \(error.text)", at: .warning)
      return Outcome(isGood: false, retryAfter: error.retryAfter)
    }
    self.visit = visit
    var outcome = Outcome()
    for (page, problem) in findings.problems {
      tell("a page of the catalog cannot be read: \(problem.text)", at: .warning, ["page": "\(page)"])
      outcome.isGood = false
      outcome.retryAfter = max(outcome.retryAfter ?? 0, problem.retryAfter ?? 0)
    }
    let seeds = plan.order == .rare ? await Scrape(web, pool).counts(findings, holdings: heldKeys) : [:]
    let offers = findings.offers.filter { !refused.contains($0) }
    refused.formIntersection(findings.offers)
    let wanted = Picking.pick(offers, space: space, order: plan.order, seeds: seeds)
    // What a page that could not be read lists is not known: nothing is dropped for it.
    if findings.problems.isEmpty { await drop(except: Set(wanted.compactMap(\.key))) }
    let rest = await fetch(wanted, findings.reach)
    outcome.isGood = outcome.isGood && rest.isGood
    outcome.retryAfter = [outcome.retryAfter, rest.retryAfter].compactMap(\.self).max()
    if outcome.isGood { told = [] }
    return outcome
  }

  private var heldKeys: Set<SwarmKey> { Set((holdings?.files ?? [:]).keys) }

  private func drop(except wanted: Set<SwarmKey>) async {
    guard var holdings else { return }
    let gone = holdings.files.keys.filter { !wanted.contains($0) }
    do throws(FileError) {
      holdings = try await block { [holdings] () throws(FileError) in
        var holdings = holdings
        for key in gone { try holdings.drop(key) }
        try holdings.dropParts(except: wanted)
        return holdings
      }
      self.holdings = holdings
    } catch {
      tell("what is not wanted any more cannot be removed: \(error)", at: .error)
      // What is there is looked at again.
      self.holdings = nil
    }
    count()
    if !gone.isEmpty {
      log.info("dropped", metadata: ["files": "\(gone.count)"])
      await onChange()
    }
  }

  private func fetch(_ wanted: [Offer], _ reach: WebRequest.Reach) async -> Outcome {
    var outcome = Outcome()
    for offer in wanted where !Task.isCancelled {
      guard let holdings, let key = offer.key, holdings.files[key] == nil else { continue }
      // Where nothing could be dropped, the space may be taken still.
      guard holdings.bytes <= space - offer.size else { continue }
      do throws(DownloadProblem) {
        try await fetch(offer, key, reach)
      } catch {
        outcome.isGood = false
        tell("not fetched: \(error.text)", at: .warning, ["file": "\(offer.file)"])
        switch error {
        case .status(_, let seconds) where error.isPassing:
          outcome.retryAfter = seconds
          return outcome
        case .disk, .web(.stopped): return outcome
        default: if error.isLie { refused.insert(offer) }
        }
      }
    }
    return outcome
  }

  private func fetch(_ offer: Offer, _ key: SwarmKey, _ reach: WebRequest.Reach) async throws(DownloadProblem) {
    let (contents, bytes) = try await Torrents(web, pool, plan.limits).fetch(offer, reach)
    guard let (stem, suffix) = SiteFolder.name(contents, key) else { throw .unlike("its name") }
    let parts = folder.parts
    let partial = try await disk { () throws(FileError) in try PartialFile(key, of: contents, in: parts) }
    if partial.known.count > 0 {
      log.info("going on", metadata: ["file": "\(offer.file)", "pieces": "\(partial.known.count)"])
    }
    try await Download(
      offer: offer, contents: contents, web: web, pool: pool, reach: reach, limits: plan.limits, metrics: metrics
    ).run(into: partial)
    let path = PartialFile.data(key, parts)
    let found = try await disk { () throws(FileError) in
      var hasher = SHA256()
      try Files.readParts(of: path) { hasher.update($0) }
      return hasher.finalize()
    }
    guard found == offer.sha256 else {
      try await disk { () throws(FileError) in
        try partial.forget()
        try Files.remove(path)
      }
      throw .wrongFile
    }
    guard let holdings else { throw .web(.stopped) }
    let held = Holdings.Held(stem: stem, suffix: suffix, size: contents.size)
    self.holdings = try await disk { () throws(FileError) in
      var holdings = holdings
      try holdings.publish(key, held, torrent: bytes)
      return holdings
    }
    count()
    log.info("fetched", metadata: ["file": "\(offer.file)", "bytes": "\(contents.size)"])
    await onChange()
  }

  // MARK: Helpers

  private func count() {
    let files = holdings?.files.count ?? 0
    metrics.add(.followed, by: files - counted)
    counted = files
  }

  /// Once, until a visit was good.
  private func tell(_ text: String, at level: Logger.Level, _ metadata: Logger.Metadata = [:]) {
    guard told.count < 1000, told.insert("\(text)\(metadata)").inserted else { return }
    log.log(level: level, "\(text)", metadata: metadata)
  }

  private func block<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileError) -> Value
  ) async throws(FileError) -> Value {
    try await BlockingWork.run(work)
  }

  @discardableResult
  private func disk<Value: Sendable>(
    _ work: @escaping @Sendable () throws(FileError) -> Value
  ) async throws(DownloadProblem) -> Value {
    do throws(FileError) { return try await BlockingWork.run(work) } catch { throw .disk(error) }
  }
}
