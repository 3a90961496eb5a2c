import ArgumentParser
import Build
import Diagnostics
import Files
import HTTPFiles

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Builds a preview, shows it on this machine, and follows your changes.",
    discussion: """
      The preview is built into a folder of its own inside the state, never into public/, and nothing of it enters the \
      ledger. Media that a build has made already are linked, not made again. Drafts are shown with --drafts.

      When a file of the project changes, the preview is built again and open pages load what is new. What a build cannot \
      use is shown in the page until it is mended. End it with Control-C.
      """)

  @OptionGroup var shared: SharedOptions

  @Option(help: "The port on the loopback interface.")
  var port = 4000

  @Flag(help: "Build once, and leave pages as they are.")
  var noWatch = false

  func validate() throws {
    if !(0...65_535).contains(port) { throw ValidationError("--port takes a number from 0 (any free one) to 65535.") }
  }

  func run() async throws {
    let session = try Session(shared)
    let preview = session.previewFolder
    // What changes while the first build runs is built after it.
    let start = session.snapshot()
    let report = try await build(session)
    session.print(report)
    if shared.dryRun { return }
    // A preview with errors is shown all the same: most of it was built. One that is watched may come into being later.
    guard !noWatch || (try? Files.status(preview)) != nil else { throw ExitCode(1) }
    let live = noWatch ? nil : LiveSite(report.liveState(revision: revision(0), strict: shared.strict))
    do throws(FileServerError) {
      let watching = live.map { live in Task { try await follow(session, from: start, live) } }
      defer { watching?.cancel() }
      try await FileServer(root: preview, port: port, live: live).run { port in
        Files.print("Serving \(preview) at http://127.0.0.1:\(port)/ (Control-C ends it)\n")
      }
    } catch {
      Files.print(error.diagnostic.text + "\n", to: 2)
      throw ExitCode(1)
    }
  }

  private func follow(_ session: Session, from start: ProjectSnapshot, _ live: LiveSite) async throws {
    let clock = ContinuousClock()
    let beginning = clock.now
    var watch = ProjectWatch(
      built: start, look: { session.snapshot() }, sleep: { try await Task.sleep(for: $0) },
      clock: { beginning.duration(to: clock.now) })
    var number = 0
    while !Task.isCancelled {
      let changes = try await watch.nextChange()
      if !shared.quiet, !shared.json {
        let more = changes.count == 1 ? "" : " and \(changes.count - 1) more"
        Files.print("changed: \(shownText(changes[0]))\(more)\n")
      }
      let report = try await build(session)
      session.print(report)
      number += 1
      live.tell(report.liveState(revision: revision(number), strict: shared.strict))
    }
  }

  /// Another one for each build of each run: a page may be older than this program.
  private func revision(_ number: Int) -> String { "\(SystemClock.now())-\(number)" }

  private func build(_ session: Session) async throws -> BuildReport {
    let preview = session.previewFolder
    return try await session.build { options in
      let published = options.mediaOutput ?? PathRules.join(options.output ?? PathRules.join(options.project, "public"), "media")
      options.mediaSources = [published]
      options.output = preview
      options.mediaOutput = nil
      options.isPreview = true
    }
  }
}
