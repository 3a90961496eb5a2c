import Files
import Logging
import NIOCore
import NIOPosix
import Torrent

/// Keeps the ``Library`` and tells the servers what changed in it.
actor Shelf {
  private var library: Library
  private let store: String
  private let server: SeedServer
  private let announcer: AnnounceServer?
  private let metrics: Metrics
  private let log: Logger
  private let pool: NIOThreadPool
  private var lastLook: Task<Void, any Error>?
  private let folders: [String]
  private let tracker: TrackerServer?
  private let port: UInt16
  private var catalogs = CatalogKeys()
  private var others: Set<SwarmKey> = []

  /// - Parameter port: at which peers reach the seeds, for the tracker.
  init(
    _ plan: DaemonPlan, _ server: SeedServer, _ announcer: AnnounceServer?, _ metrics: Metrics, _ log: Logger,
    _ pool: NIOThreadPool, tracker: TrackerServer? = nil, port: UInt16 = 0
  ) {
    self.announcer = announcer
    (folders, self.tracker, self.port) = (plan.folders, tracker, port)
    store = PathRules.join(plan.state, "seeds.tsv")
    library = Library(folders: plan.seeded, store: store)
    (self.server, self.metrics, self.log, self.pool) = (server, metrics, log, pool)
  }

  var count: Int { library.seeds.count }

  /// One look after the other: two at once would tell the servers of one change twice.
  func look() async throws {
    let before = lastLook
    let look = Task {
      _ = try? await before?.value
      try await lookOnce()
    }
    lastLook = look
    try await look.value
  }

  private func lookOnce() async throws {
    let (library, change) = try await pool.runIfActive { [library] in
      var library = library
      let change = library.rescan()
      return (library, change)
    }
    // A torrent may have been withdrawn meanwhile: then it is found again with the next look, and told again.
    self.library = library
    for (path, problem) in change.problems { tell(path, problem) }
    try await readCatalogs()
    guard !change.isEmpty else { return }
    try await server.update(added: change.added, removed: change.removed).get()
    try await announcer?.update(added: change.added, removed: change.removed).get()
    try await track()
    log.info(
      "torrents changed",
      metadata: ["added": "\(change.added.count)", "removed": "\(change.removed.count)", "seeding": "\(count)"])
    note()
    write()
  }

  func lookAgain(every pause: TimeAmount, and signals: AsyncStream<Void>) async -> Bool {
    await withTaskGroup { group in
      group.addTask {
        while (try? await Task.sleep(for: .nanoseconds(pause.nanoseconds))) != nil { try? await self.look() }
      }
      group.addTask {
        for await _ in signals { try? await self.look() }
      }
    }
    return false
  }

  private func readCatalogs() async throws {
    guard tracker != nil else { return }
    let (catalogs, keys) = try await pool.runIfActive { [catalogs, folders] in
      var catalogs = catalogs
      let keys = catalogs.read(folders)
      return (catalogs, keys)
    }
    self.catalogs = catalogs
    guard keys != others else { return }
    others = keys
    try await track()
  }

  private func track() async throws {
    let own = Set(library.seeds.values.flatMap(\.keys))
    try await tracker?.track(own: own, port: port, others: others).get()
  }

  func withdraw(_ seed: Seed, _ problem: SeedProblem) async {
    library.withdraw(seed)
    try? await track()
    try? await announcer?.update(added: [], removed: [seed]).get()
    metrics.add(.withdrawn)
    tell(seed.torrent.path, problem)
    note()
    write()
  }

  private func tell(_ path: String, _ problem: SeedProblem) {
    let level: Logger.Level =
      switch problem {
      case .badPiece, .changed: .error
      case .twin: .debug
      default: .warning
      }
    log.log(level: level, "\(problem.text)", metadata: ["torrent": "\(path)"])
  }

  private func note() {
    metrics.set(.torrents, to: count)
    metrics.set(.seededBytes, to: Int(clamping: library.seeds.values.reduce(0) { $0 + $1.size }))
  }

  func write() {
    do throws(FileError) {
      try library.write(store: store)
    } catch {
      log.warning("what was found cannot be kept for the next start", metadata: ["reason": "\(error)"])
    }
  }
}

extension SeedProblem {
  /// What happened and what helps.
  var text: String {
    switch self {
    case .unreadable(let error): "not seeded: \(error)"
    case .damaged(let damage): "not seeded, this is no torrent: \(damage.text)"
    case .noData(let name): "not seeded: '\(name)' does not lie beside it"
    case .wrongSize(let path, let expected, let found):
      "not seeded: '\(path)' has \(found) bytes instead of \(expected); bring the whole file"
    case .changed(let path): "no longer seeded: '\(path)' changed while it was open; it is looked at again"
    case .badPiece(let piece, let path):
      "no longer seeded: piece \(piece) of '\(path)' does not have the torrent's hash and was not sent; bring the file again"
    case .twin(let other): "not seeded twice: '\(other)' has the same infohash"
    }
  }
}
