import Catalog
import Diagnostics
import Facts
import Files

/// A build from top to bottom: scan, plan, make media, resolve, render, publish. The order is the order of this file.
public struct Builder: Sendable {
  let options: BuildOptions
  let world: BuildWorld
  let paths: ProjectPaths

  public init(options: BuildOptions, world: BuildWorld) {
    self.options = options
    self.world = world
    paths = ProjectPaths(options)
  }

  public func run() async -> BuildReport {
    var report = BuildReport()
    report.output = paths.output
    report.isDryRun = options.dryRun
    do {
      if options.dryRun {
        try await build(&report)
      } else {
        try StateFolder(paths: paths).prepare()
        let lock = try lockState()
        try await build(&report)
        _ = consume lock
      }
    } catch let stop as Refusal {
      report.diagnostics.append(stop.diagnostic)
    } catch let error as FileError {
      report.diagnostics.append(failure(error))
    } catch {
      report.diagnostics.append(.unwritable(paths.output, reason: "\(error)"))
    }
    return report
  }

  private func build(_ report: inout BuildReport) async throws {
    // Scan.
    let state = StateFolder(paths: paths)
    let (tree, problems) = try scan(state)
    report.diagnostics += problems
    // A mistake in bobine.yml must not publish a site of defaults that its author did not mean.
    if tree.isSiteRefused { return }
    let ledger = try readLedger(state, &report.diagnostics)

    // Plan.
    var fingerprints = state.fingerprints()
    let shelf = MediaShelf(folder: paths.media, others: options.mediaSources)
    let plan = MediaPlanner(state: state, shelf: shelf, fingerprints: fingerprints, repackage: options.repackage).plan(tree)
    report.diagnostics += plan.diagnostics
    world.show(.planned(plan.estimate))
    if options.dryRun {
      report.published = plan.ready.count
      return
    }
    try checkDisk(plan.estimate)

    // Make media.
    var facts = plan.ready
    let phase = MediaPhase(options: options, paths: paths, world: world, state: state, shelf: shelf)
    let made = await phase.run(plan.jobs, ready: plan.ready, &fingerprints)
    facts.merge(made.facts) { $1 }
    report.packaged = made.packaged
    report.diagnostics += made.diagnostics
    fingerprints.keep(only: Set(tree.videos.map(\.contentPath)))
    try state.save(fingerprints)

    // Resolve, render, publish.
    let now = try moment()
    let resolution = Resolver.resolve(
      tree: tree, facts: { facts[$0.contentPath] }, ledger: ledger, now: now, drafts: options.drafts)
    report.diagnostics += resolution.diagnostics
    if resolution.isRefused { return }
    try publish(tree, resolution, state, &report)
    if !options.isPreview { try state.saveLedger(resolution.ledger.text) }
    report.published = resolution.catalog.videos.count
    report.nextChange = resolution.nextChange
  }
}
