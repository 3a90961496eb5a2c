import ArgumentParser
import Files

/// The command. Its options are declared in the files beside this one; what they do lies in `Build` and `HTTPFiles`.
@main
struct Bobine: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bobine",
    abstract: "Turns a folder of videos into a site that any web server can host.",
    discussion: """
      `bobine build` writes HLS, torrents, pages, feeds and ActivityPub documents into public/.
      `bobine serve` shows the site on this machine.
      `bobine init` begins a project, `bobine new FILE` takes a video into it.
      `bobine check` says what of the content and of the built site is broken.
      `bobine list` lists the videos, their addresses and states.
      `bobine gc` lists what nothing refers to any more.
      `bobine server-config` prints a configuration for nginx, Apache or Caddy.

      Exit status: 0 built, 1 built with errors in some inputs, 2 wrong usage.
      """,
    version: "0.1.0",
    subcommands: [
      InitCommand.self, NewCommand.self, BuildCommand.self, ServeCommand.self, CheckCommand.self, ListCommand.self,
      GCCommand.self, ServerConfigCommand.self,
    ])

  static func main() async {
    do {
      var command = try parseAsRoot()
      if var running = command as? any AsyncParsableCommand {
        try await running.run()
      } else {
        try command.run()
      }
    } catch {
      finish(error)
    }
  }

  /// The parser's own status for wrong usage is 64; ours is 2 (design, "Commands").
  private static func finish(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    if code == .validationFailure {
      Files.print(fullMessage(for: error) + "\n", to: 2)
      exit(withError: ExitCode(2))
    }
    exit(withError: error)
  }
}
