import Catalog
import Diagnostics
import Encode
import Facts
import Files

/// A build from top to bottom: scan, plan, make media, resolve, render, publish. The order is the order of this file.
public struct Builder: Sendable {
  let options: BuildOptions
  let world: BuildWorld
  let project: Project

  var paths: ProjectPaths { project.paths }

  public init(options: BuildOptions, world: BuildWorld) {
    self.options = options
    self.world = world
    project = Project(options)
  }

  /// Cancelled, it ends the programs that it started and publishes nothing more; what is finished is kept.
  public func run() async -> BuildReport {
    var report = BuildReport()
    report.output = paths.output
    report.isDryRun = options.dryRun
    do {
      try project.checkFolders()
      if options.dryRun {
        try await build(&report)
      } else {
        try StateFolder(paths: paths).prepare()
        let lock = try project.lockState()
        try await build(&report)
        _ = consume lock
      }
    } catch let stop as Refusal {
      report.diagnostics.append(stop.diagnostic)
    } catch let error as FileError {
      report.diagnostics.append(project.failure(error))
    } catch is CancellationError {
      report.diagnostics.append(.interrupted())
    } catch {
      report.diagnostics.append(.unwritable(paths.output, reason: "\(error)"))
    }
    return report
  }

  private func build(_ report: inout BuildReport) async throws {
    // Scan.
    let now = try moment()
    let state = StateFolder(paths: paths)
    let (tree, problems) = project.scan()
    report.diagnostics += problems
    // A mistake in bobine.yml must not publish a site of defaults that its author did not mean.
    if tree.isSiteRefused { return }
    let ledger = try project.readLedger(state, &report.diagnostics)
    try guardIdentity(tree, ledger, &report)

    // Plan.
    var fingerprints = state.fingerprints()
    let shelf = MediaShelf(folder: paths.media, others: options.dryRun ? [] : options.mediaSources)
    let plan = MediaPlanner(
      state: state, shelf: shelf, fingerprints: fingerprints, repackage: options.repackage,
      isOffSite: { $0.isOffSite(at: now, drafts: options.drafts) }
    ).plan(tree)
    report.diagnostics += plan.diagnostics
    let known = plan.ready.merging(plan.recorded) { ready, _ in ready }
    let planned = Set(plan.jobs.map(\.video.contentPath)).union(plan.ready.keys)
    try guardRemovals(tree, known, ledger, now: now, isBuildable: { planned.contains($0.contentPath) }, &report)
    if let slug = options.purge { return try await purge(slug, tree, plan, shelf, ledger, now: now, &report) }
    let cuts = SegmentPlanner(form: tree.site.segments, state: state, shelf: shelf)
    let missing = cuts.jobs(tree.videos, plan.ready)
    let phase = MediaPhase(
      options: options, paths: paths, world: world, state: state, shelf: shelf,
      registry: SourceRegistry(recorded: plan.recorded),
      transcoder: Transcoder(slots: EncodeSlots(options.jobs ?? Files.processorCount)), encoding: tree.site.encoding)
    if options.dryRun {
      try await phase.work(plan.jobs, videos: plan.ready.count + plan.jobs.count, Outcomes()) { estimate in
        let whole = cuts.estimate(estimate, missing, plan, tree.videos)
        world.show(.planned(whole))
        report.estimate = whole
        return false
      }
      report.isComplete = true
      return
    }

    // Make media.
    async let keyPairs = ActorKeyStore(paths: paths).pairs(for: plan.jobs.isEmpty ? [] : actors(tree))
    let made = try await phase.run(plan.jobs, ready: plan.ready, &fingerprints) { estimate in
      let whole = cuts.estimate(estimate, missing, plan, tree.videos)
      world.show(.planned(whole))
      report.estimate = whole
      try checkDisk(whole)
      if !plan.jobs.isEmpty || !missing.isEmpty { try markFolders() }
      return true
    }
    var facts = plan.ready.merging(made.facts) { $1 }
    report.packaged = made.packaged
    report.diagnostics += made.diagnostics
    fingerprints.keep(only: Set(tree.videos.map(\.contentPath)))
    try state.save(fingerprints)
    try Task.checkCancellation()
    let cut = try await SegmentPhase(paths: paths, world: world, shelf: shelf).run(
      missing + cuts.jobs(tree.videos, made.facts))
    for path in cut.failed { facts[path] = nil }
    report.written = cut.written
    report.diagnostics += cut.diagnostics

    // Resolve, render, publish.
    if facts.count < planned.count {
      let made = facts
      try guardRemovals(tree, known, ledger, now: now, isBuildable: { made[$0.contentPath] != nil }, &report)
    }
    let resolution = Resolver.resolve(
      tree: tree, facts: { facts[$0.contentPath] }, captions: { state.captions($0.contentPath, $1) }, ledger: ledger,
      now: now, drafts: options.drafts, newIdentity: options.newIdentity || options.isPreview)
    report.diagnostics += resolution.diagnostics
    if resolution.isRefused { return }
    try publish(tree, resolution, state, keyPairs: await keyPairs, &report)
    if !options.isPreview { try state.saveLedger(resolution.ledger.text) }
    report.published = resolution.catalog.videos.count
    report.nextChange = resolution.nextChange
    report.isComplete = true
  }
}
