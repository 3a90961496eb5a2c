import ArgumentParser
import Build
import Diagnostics
import Files
import HTTPFiles

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Builds a preview and shows it on this machine.",
    discussion: """
      The preview is built into a folder of its own inside the state, never into public/, and nothing of it enters the \
      ledger. Media that a build has made already are linked, not made again. End it with Control-C.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: "The port on the loopback interface.")
  var port = 4000

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port takes a number from 0 (any free one) to 65535.") }
  }

  func run() async throws {
    let session = try Session(shared)
    let preview = session.previewFolder
    let report = try await session.build { options in
      let published = options.mediaOutput ?? PathRules.join(options.output ?? PathRules.join(options.project, "public"), "media")
      options.mediaSources = [published]
      options.output = preview
      options.mediaOutput = nil
      options.isPreview = true
    }
    session.print(report)
    if shared.dryRun { return }
    // A preview with errors is shown all the same: most of it was built.
    guard (try? Files.status(preview)) != nil else { throw ExitCode(1) }
    do throws(FileServerError) {
      try await FileServer(root: preview, port: port).run { port in
        Files.print("Serving \(preview) at http://127.0.0.1:\(port)/ (Control-C ends it)\n")
      }
    } catch {
      Files.print(error.diagnostic.text + "\n", to: 2)
      throw ExitCode(1)
    }
  }
}
