import Catalog
import Diagnostics
import Facts
import Files
import Hashing

/// `bobine build --purge SLUG`: a build that takes one video down, its media included, and makes no media of others.
extension Builder {
  func purge(
    _ slug: String, _ tree: ContentTree, _ plan: MediaPlan, _ shelf: MediaShelf, _ ledger: Ledger, now: Instant,
    _ report: inout BuildReport
  ) async throws {
    let state = StateFolder(paths: paths)
    let entry = try PurgedVideo.entry(slug, in: ledger)
    // Encodes of others must not hold a video up that is to go: they stay as they are until the next build.
    var facts = plan.ready
    for job in plan.jobs {
      if let previous = job.previous, shelf.complete(previous) { facts[job.video.contentPath] = previous }
    }
    let resolution = Resolver.resolve(
      tree: tree, facts: { facts[$0.contentPath] }, captions: { state.captions($0.contentPath, $1) }, ledger: ledger,
      now: now, drafts: options.drafts, newIdentity: options.newIdentity)
    report.diagnostics += resolution.diagnostics
    if resolution.isRefused { return }
    let video = PurgedVideo(entry: entry, resolution)
    if let source = try video.source(in: tree, facts, now: now, drafts: options.drafts, state) {
      throw Refusal(diagnostic: .purgeWouldNotLast(slug, source: source))
    }
    let waiting = tree.videos.count { facts[$0.contentPath] == nil && !$0.isOffSite(at: now, drafts: options.drafts) }
    if waiting > 0 { report.diagnostics.append(.purgeLeavesOthers(waiting)) }

    let references = References(tree, resolution.ledger, state, without: video.contentPaths)
    let (garbage, shared) = video.garbage(references, state)
    let removed = try garbage.remove()
    try MediaGarbage.forget(removed, paths)
    try publish(tree, resolution, state, keyPairs: [], &report)
    try state.saveLedger(resolution.ledger.text)
    report.purged = BuildReport.Purged(
      slug: slug, files: removed.count, bytes: GarbageReport(Garbage(items: removed), project: paths.project).bytes,
      shared: shared, hasTombstone: resolution.tombstones.contains { $0.idPath == entry.idPath })
    report.published = resolution.catalog.videos.count
    report.nextChange = resolution.nextChange
    report.isComplete = true
  }
}

/// One video that is to go, as ledger and content know it.
struct PurgedVideo: Sendable {
  let entry: Ledger.Entry
  /// Whose facts go: the path that the ledger names, and where its file is seen now.
  let contentPaths: Set<String>
  /// Where it would still be published from.
  private let shownAt: String?

  init(entry: Ledger.Entry, _ resolution: Resolution) {
    self.entry = entry
    var shownAt = resolution.catalog.videos.first { $0.idPath == entry.idPath }?.contentPath
    var paths: Set = [entry.sourcePath]
    for held in resolution.held where held.slug == entry.slug {
      switch held.reason {
      case .draft, .expired: paths.insert(held.contentPath)
      case .notDue, .noFacts, .refused: shownAt = shownAt ?? held.contentPath
      }
    }
    self.shownAt = shownAt
    contentPaths = paths
  }

  /// By the address that it has, else by one that it had.
  static func entry(_ slug: String, in ledger: Ledger) throws(Refusal) -> Ledger.Entry {
    let current = ledger.entries.filter { $0.slug == slug }.sorted { $0.state != .gone && $1.state == .gone }
    let former = ledger.entries.filter { $0.formerSlugs.contains(slug) || $0.idPath == "videos/\(slug)/video.jsonld" }
    if let entry = current.first ?? former.first { return entry }
    let suggestion = nearest(slug, among: ledger.entries.map(\.slug))
    throw Refusal(diagnostic: .unknownVideoToPurge(slug, suggestion: suggestion))
  }

  /// The file or text that the next build would publish it from again; nil where nothing would.
  func source(
    in tree: ContentTree, _ facts: [String: VideoFacts], now: Instant, drafts: Bool, _ state: StateFolder
  ) throws -> String? {
    if let shownAt { return tree.videos.first { $0.contentPath == shownAt }?.shownPath ?? shownAt }
    guard let digest = entry.sourceSHA256 else { return nil }
    // A renamed copy that no build has seen yet: by its bytes it would take the old address.
    var ignored: [Diagnostic] = []
    let size = state.facts(entry.sourcePath, &ignored)?.source.size
    for video in tree.videos where facts[video.contentPath] == nil && !video.isOffSite(at: now, drafts: drafts) {
      switch video.media {
      case .file(let path, let bytes):
        guard size == nil || size == bytes else { continue }
        if try SourceDigest.sha256(path) == digest { return video.shownPath }
      case .pointer(let sha256, _, _):
        if sha256 == digest { return video.shownPath }
      case .absent: continue
      }
    }
    return nil
  }

  /// What goes, and how many media files stay since another video has the same bytes.
  func garbage(_ references: References, _ state: StateFolder) -> (garbage: Garbage, shared: Int) {
    var ignored: [Diagnostic] = []
    var folders = Set(contentPaths.compactMap { state.facts($0, &ignored)?.folder })
    if let digest = entry.sourceSHA256 { folders.insert(String(digest.hex.prefix(20))) }
    var garbage = Garbage()
    for path in contentPaths.sortedByBytes() {
      garbage = garbage + StateGarbage(state: state).facts(references, only: path)
    }
    for folder in folders.sortedByBytes() {
      for media in MediaGarbage.all(state.paths) { garbage = garbage + media.find(references, only: folder) }
    }
    let shared = references.media.count { name in folders.contains { name.hasPrefix($0 + "/") } }
    return (garbage, shared)
  }
}
