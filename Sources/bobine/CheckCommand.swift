import ArgumentParser
import Build
import Check
import Diagnostics
import Files

struct CheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says what of the content and of the built site is broken.",
    discussion: """
      Reads the texts as a build does, and the output: links between pages, documents for other servers, playlists, \
      feeds, torrents, and every file against its size and hash. Nothing is written, no network is asked, no lock is \
      taken. docs/checking.md lists the rules.

      Exit status: 0 nothing is broken, 1 something is, 2 wrong usage.
      """)

  @OptionGroup var site: SiteOptions

  @Flag(help: "Leave the hashes of media out: sizes alone.")
  var quick = false

  @Flag(help: "Count warnings as errors.")
  var strict = false

  @Flag(help: "Print findings and totals as JSON, one object a line.")
  var json = false

  @Flag(help: "Print errors only.")
  var quiet = false

  func run() throws {
    let report = Checker(
      options: site.buildOptions(), isQuick: quick, clock: { SystemClock.now() },
      environment: { Files.environment($0) }
    ).run()
    if json {
      Files.print(report.jsonLines)
    } else {
      for diagnostic in report.diagnostics.sorted() where !quiet || diagnostic.severity == .error {
        Files.print(diagnostic.text + "\n", to: 2)
      }
      if !quiet { Files.print(report.summary + "\n") }
    }
    if report.hasErrors(strict: strict) { throw ExitCode(1) }
  }
}
