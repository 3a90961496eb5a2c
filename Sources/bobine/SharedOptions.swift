import ArgumentParser
import Build
import Catalog
import Files

/// The flags of commands that build.
struct SharedOptions: ParsableArguments {
  @OptionGroup var places: PlaceOptions

  @Option(help: "Where the pages will live; overrides base_url of bobine.yml.")
  var baseURL: String?

  @Option(help: "Where the media will live; overrides media_base_url of bobine.yml.")
  var mediaBaseURL: String?

  @Option(help: "The theme's folder, instead of the one that came with bobine.")
  var theme: String?

  @Option(help: "The moment of the build, as 2024-05-01T18:30:00Z (default: SOURCE_DATE_EPOCH, else the clock).")
  var now: String?

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
    if let now, Self.instant(now) == nil {
      throw ValidationError("--now takes a moment with its zone, as 2024-05-01T18:30:00Z; '\(now)' is none.")
    }
    for (flag, url) in [("--base-url", baseURL), ("--media-base-url", mediaBaseURL)] {
      if let url, !url.hasPrefix("https://"), !url.hasPrefix("http://") {
        throw ValidationError("\(flag) takes an address that begins with https:// or http://; '\(url)' does not.")
      }
    }
  }

  private static func instant(_ text: String) -> Instant? { Instant(written: text, in: .utc) }

  /// With every path made absolute: relative ones belong to the current directory.
  func buildOptions() throws -> BuildOptions {
    var options = places.buildOptions()
    options.baseURL = baseURL
    options.mediaBaseURL = mediaBaseURL
    options.now = now.flatMap(Self.instant)
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
