import ArgumentParser
import Build
import Diagnostics
import Files

struct GCCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Lists what nothing refers to any more, and removes it with --remove.",
    discussion: """
      Media stay when a video is removed or made anew, until this command takes them away: media that no facts refer \
      to, facts of videos that are gone, chunks of encodes that no video waits for, files of a build that was killed. \
      What Bobine did not write is listed and left.

      Exit status: 0 done, 1 something could not be read or removed, 2 wrong usage.
      """)

  @OptionGroup var places: PlaceOptions

  @Flag(help: "Remove what is listed.")
  var remove = false

  @Flag(help: "Print files and totals as JSON, one object a line.")
  var json = false

  @Flag(help: "Print errors only.")
  var quiet = false

  func run() async throws {
    let report = Collector(options: places.buildOptions()).run(remove: remove)
    if json {
      Files.print(report.jsonLines.map { $0 + "\n" }.joined())
    } else {
      for diagnostic in report.diagnostics.sorted() where !quiet || diagnostic.severity == .error {
        Files.print(diagnostic.text + "\n", to: 2)
      }
      let text = report.text
      if !quiet, !text.isEmpty { Files.print(text + "\n") }
    }
    if report.hasErrors { throw ExitCode(1) }
  }
}
