import Catalog
public import Diagnostics
import Facts
import Files

/// The content as a build would read and resolve it, without a look into any video and without writing anything.
///
/// It takes no lock: a lock is a file, and a folder that may only be read is checked too. A build that is at work meanwhile
/// is seen by its journal (``isUnfinished``).
public struct ContentLint: Sendable {
  public private(set) var diagnostics: [Diagnostic] = []
  public private(set) var baseURL: String?
  public private(set) var mediaBaseURL: String?
  /// A build has begun to write this output and has not come to its end.
  public let isUnfinished: Bool
  public let paths: ProjectPaths

  public init(_ options: BuildOptions, clock: () -> Int64, environment: (String) -> String?) {
    let project = Project(options)
    paths = project.paths
    isUnfinished = !PublishedBefore(paths: paths).begun.isEmpty
    do {
      try project.checkFolders()
      try read(project, now: try options.moment(environment: environment, clock: clock))
    } catch let stop as Refusal {
      diagnostics.append(stop.diagnostic)
    } catch let error as FileError {
      diagnostics.append(project.failure(error))
    } catch {
      diagnostics.append(.unreadableProject(paths.project, reason: "\(error)"))
    }
  }

  private mutating func read(_ project: Project, now: Instant) throws {
    let options = project.options
    let (tree, problems) = project.scan()
    diagnostics += problems
    if tree.isSiteRefused { return }
    (baseURL, mediaBaseURL) = (tree.site.baseURL, tree.site.mediaBaseURL)
    let state = StateFolder(paths: paths)
    let ledger = try project.readLedger(state, &diagnostics)
    let plan = MediaPlanner(
      state: state, shelf: MediaShelf(folder: paths.media, others: []), fingerprints: state.fingerprints(),
      repackage: false, isOffSite: { $0.isOffSite(at: now, drafts: options.drafts) }
    ).plan(tree)
    diagnostics += plan.diagnostics
    let facts = plan.recorded.merging(plan.ready) { $1 }
    let resolution = Resolver.resolve(
      tree: tree, facts: { facts[$0.contentPath] }, captions: { state.captions($0.contentPath, $1) }, ledger: ledger,
      now: now, drafts: options.drafts, newIdentity: options.newIdentity)
    diagnostics += resolution.diagnostics
  }
}
