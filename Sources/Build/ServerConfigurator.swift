import Catalog
public import Diagnostics
import Facts
import Files
public import Site

/// `bobine server-config`: what a web server must know of this site. It reads content, facts and ledger, and changes nothing.
public struct ServerConfigurator: Sendable {
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

  /// - Parameter place: is given the folders that a build writes to on this machine: of the output, and of the media.
  /// - Returns: nil for the text where something is wrong that the configuration would depend on.
  public func run(
    _ program: ServerProgram, place: (_ output: String, _ media: String) -> ServerPlace
  ) -> (text: String?, diagnostics: [Diagnostic]) {
    var diagnostics: [Diagnostic] = []
    let text: String? = project.inspect(&diagnostics) { diagnostics in
      guard let catalog = try catalog(&diagnostics) else { return nil }
      let input = SiteInput(
        catalog: catalog, publicKeys: [:], templates: [:], assets: [:], tables: { _ in HashTables(renditions: []) },
        tombstones: [])
      let paths = project.paths
      return Rules.configuration(program, place(paths.output, paths.media), SiteContext(input))
    }
    return (text, diagnostics)
  }

  /// Old addresses lead to videos, so it takes what a build would publish now from the facts that are there.
  private func catalog(_ diagnostics: inout [Diagnostic]) throws -> Catalog? {
    let now = try project.options.moment(environment: environment, clock: clock)
    let (tree, problems) = project.scan()
    // A server must not be set up for a site of defaults that its author did not mean.
    if tree.isSiteRefused {
      diagnostics += problems
      return nil
    }
    let state = StateFolder(paths: project.paths)
    let ledger = try project.readLedger(state, &diagnostics)
    let resolution = Resolver.resolve(
      tree: tree, facts: { state.facts($0.contentPath, &diagnostics) },
      captions: { state.captions($0.contentPath, $1) }, ledger: ledger, now: now)
    if resolution.isRefused {
      diagnostics += resolution.diagnostics
      return nil
    }
    // Mistakes in texts are for a build to tell; here they would hide what matters.
    if resolution.catalog.site.baseURL == nil { diagnostics.append(.configurationWithoutBaseURL()) }
    if resolution.catalog.videos.isEmpty { diagnostics.append(.configurationBeforeBuild(project.paths.state)) }
    return resolution.catalog
  }
}
