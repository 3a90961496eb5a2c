import ArgumentParser
import Build
import Catalog
import Diagnostics
import Files

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "Lists the videos, newest first, with their addresses and states.",
    discussion: """
      As the next build would publish them: published, unlisted, new (its media are still to be made), scheduled, \
      expired, draft, missing (neither file nor facts), refused (its text has an error). A slug is what the video has, or \
      what it would get. Nothing is built or written.

      Exit status: 0 all could be read, 1 something has an error, 2 wrong usage.
      """)

  @OptionGroup var site: SiteOptions

  @Flag(help: "Print videos, errors and totals as JSON, one object a line.")
  var json = false

  func run() throws {
    let (listing, diagnostics) = Lister(
      options: site.buildOptions(), clock: { SystemClock.now() }, environment: { Files.environment($0) }
    ).run()
    if json {
      Files.print(Listing.jsonLines(listing, diagnostics))
    } else {
      if let listing { Files.print(listing.text + "\n") }
      for diagnostic in diagnostics.sorted() { Files.print(diagnostic.text + "\n", to: 2) }
    }
    if !diagnostics.isEmpty { throw ExitCode(1) }
  }
}
