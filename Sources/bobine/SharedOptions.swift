import ArgumentParser
import Build
import Files

/// The flags of commands that build.
struct SharedOptions: ParsableArguments {
  @OptionGroup var site: SiteOptions

  @Option(help: "The theme's folder, instead of the one that came with bobine.")
  var theme: String?

  @Flag(help: "Publish drafts as well.")
  var drafts = false

  @Option(help: "How many videos are worked on side by side (default: one a core).")
  var jobs: Int?

  @Flag(help: "Count warnings as errors.")
  var strict = false

  @Flag(help: "Say what would be done, and do nothing.")
  var dryRun = false

  @Flag(help: "Make all media again, although nothing changed.")
  var repackage = false

  @Flag(help: "Build although the disk may not hold it.")
  var force = false

  @Flag(help: "Print what happens as JSON, one object a line: plan, progress, diagnostics, totals.")
  var json = false

  @Flag(help: "Print errors only.")
  var quiet = false

  @Option(help: .hidden)
  var stallTimeout: Int?

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) { throw ValidationError("--jobs takes a number from 1 to 256.") }
    if let stallTimeout, stallTimeout < 1 { throw ValidationError("--stall-timeout takes seconds, at least 1.") }
  }

  /// With every path made absolute: relative ones belong to the current directory.
  func buildOptions() throws -> BuildOptions {
    var options = site.buildOptions()
    options.drafts = drafts
    options.jobs = jobs
    options.strict = strict
    options.dryRun = dryRun
    options.repackage = repackage
    options.force = force
    if let stallTimeout { options.stallTimeout = stallTimeout }
    return options
  }
}
