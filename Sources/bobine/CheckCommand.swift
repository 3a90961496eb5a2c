import ArgumentParser
import Build
import Catalog
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

  @OptionGroup var places: PlaceOptions

  @Option(help: "Where the pages will live; overrides base_url of bobine.yml.")
  var baseURL: String?

  @Option(help: "Where the media will live; overrides media_base_url of bobine.yml.")
  var mediaBaseURL: String?

  @Option(
    help: "The moment that decides what is due, as 2024-05-01T18:30:00Z (default: SOURCE_DATE_EPOCH, else the clock).")
  var now: String?

  @Flag(help: "Leave the hashes of media out: sizes alone.")
  var quick = false

  @Flag(help: "Count warnings as errors.")
  var strict = false

  @Flag(help: "Print findings and totals as JSON, one object a line.")
  var json = false

  @Flag(help: "Print errors only.")
  var quiet = false

  func validate() throws {
    if let now, Instant(written: now, in: .utc) == nil {
      throw ValidationError("--now takes a moment with its zone, as 2024-05-01T18:30:00Z; '\(now)' is none.")
    }
  }

  func run() throws {
    var options = places.buildOptions()
    options.baseURL = baseURL
    options.mediaBaseURL = mediaBaseURL
    let epoch = Files.environment("SOURCE_DATE_EPOCH").flatMap { Int64($0) }
    let moment = now.flatMap { Instant(written: $0, in: .utc) } ?? Instant(seconds: epoch ?? SystemClock.now())
    let report = Checker(options: options, now: moment, isQuick: quick).run()
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
