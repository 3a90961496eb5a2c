import ArgumentParser
import Build
import Diagnostics
import Files

struct BuildCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Reads a folder of videos and writes its site.",
    discussion: """
      Videos are packaged once; later builds touch only what changed. A video that cannot be used costs its own page \
      only: the others are built, and the exit status is 1.
      """)

  @OptionGroup var shared: SharedOptions

  func run() async throws {
    let report = try await Session(shared).build()
    try Session.finish(report, shared)
  }
}
