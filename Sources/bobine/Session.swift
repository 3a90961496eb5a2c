import ArgumentParser
import Build
import Diagnostics
import Files

/// One run of the builder with this machine's effects: its clock, its programs, its terminal.
struct Session {
  private let options: BuildOptions
  private let shared: SharedOptions
  private let display: ProgressDisplay
  /// For `--json`.
  private let events = EventLines { Files.print($0) }

  init(_ shared: SharedOptions) throws {
    self.shared = shared
    options = try shared.buildOptions()
    display = ProgressDisplay(isTerminal: Files.isTerminal(2), isQuiet: shared.quiet || shared.json)
  }

  /// Where a preview is built: inside the state, so that git and the walk leave it alone.
  var previewFolder: String {
    ProjectPaths(options).preview
  }

  /// What lies in the project, and in the theme where one is named.
  func snapshot() -> ProjectSnapshot { ProjectSnapshot(options, theme: shared.theme.map(PlaceOptions.absolute)) }

  func build(_ change: (inout BuildOptions) -> Void = { _ in }) async throws -> BuildReport {
    var options = options
    change(&options)
    let here = Files.currentFolder
    let theme = shared.theme.map { $0.hasPrefix("/") ? $0 : PathRules.join(here, $0) }
    let found = Installation.find(
      executable: try Files.executablePath(), home: Files.environment("BOBINE_HOME"), theme: theme,
      exists: { (try? Files.status($0)) != nil })
    switch found {
    case .failure(let failure):
      var report = BuildReport()
      report.diagnostics = [failure.diagnostic]
      return report
    case .success(let installation):
      let world = BuildWorld(
        installation: installation, clock: { SystemClock.now() }, show: shared.json ? events.show : display.show,
        environment: { Files.environment($0) })
      let (report, signal) = await InterruptibleBuild.run(Builder(options: options, world: world))
      if let signal {
        print(report)
        Interruption.end(by: signal)
      }
      return report
    }
  }

  /// Prints what the build found, errors to standard error, and ends with status 1 where there were any.
  func finish(_ report: BuildReport) throws {
    print(report)
    if report.hasErrors(strict: shared.strict) { throw ExitCode(1) }
  }

  func print(_ report: BuildReport) {
    if shared.json { return events.finish(report) }
    for diagnostic in report.diagnostics.sorted() where !shared.quiet || diagnostic.severity == .error {
      Files.print(diagnostic.text + "\n", to: 2)
    }
    if !shared.quiet, let tally = report.tally { Files.print(tally + "\n", to: 2) }
    if !shared.quiet, report.isComplete { Files.print(report.summary + "\n") }
  }
}
