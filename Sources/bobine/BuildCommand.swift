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

      To take a video down at once, move its file out of the folder or mark it `privacy: draft`, then run with \
      `--purge SLUG`: pages, media, torrents and facts go, and its address answers as gone. To bring it back, undo the \
      one and build.

      What other servers know is not changed by mistake: a build that would make more than one video and more than a \
      tenth of the published ones disappear, or all of them, is refused without `--allow-removals`; one under another \
      host or account is refused without `--new-identity`. Nothing is written then.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: "Take the video with this address down, its media included; no media are made.")
  var purge: String?

  @Flag(help: "Let published videos disappear, however many: other servers will delete them.")
  var allowRemovals = false

  @Flag(help: "Take another base_url or account than the published one: to other servers a new site.")
  var newIdentity = false

  func validate() throws {
    if purge != nil, shared.dryRun { throw ValidationError("--purge has no dry run.") }
  }

  func run() async throws {
    let session = try Session(shared)
    try session.finish(
      try await session.build { options in
        options.purge = purge
        options.allowRemovals = allowRemovals
        options.newIdentity = newIdentity
      })
  }
}
