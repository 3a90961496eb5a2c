public import Catalog
public import Diagnostics
import Facts
import Files

/// `bobine list`: the videos of the content as the next build would publish them. It reads content, facts and ledger, and
/// changes nothing.
public struct Lister: Sendable {
  private let project: Project
  private let clock: @Sendable () -> Int64
  private let environment: @Sendable (String) -> String?

  public init(
    options: BuildOptions, clock: @escaping @Sendable () -> Int64, environment: @escaping @Sendable (String) -> String?
  ) {
    project = Project(options)
    self.clock = clock
    self.environment = environment
  }

  /// - Returns: nil where the project cannot be read at all; errors alone, since all else is for a build to tell.
  public func run() -> (listing: Listing?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let listing: Listing? = project.inspect(&diagnostics) { diagnostics in
      let now = try project.options.moment(environment: environment, clock: clock)
      let (tree, problems) = project.scan()
      diagnostics += problems
      if tree.isSiteRefused { return nil }
      let state = StateFolder(paths: project.paths)
      let ledger = try project.readLedger(state, &diagnostics)
      return Listing(tree: tree, ledger: ledger, now: now) { state.facts($0.contentPath, &diagnostics) }
    }
    return (listing, diagnostics.filter { $0.severity == .error })
  }
}
