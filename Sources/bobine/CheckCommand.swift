import ArgumentParser
import Build
import Check
import Diagnostics
import Files

struct CheckCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Says what of the content, of the built site or of the deployed one is broken.",
    discussion: """
      Reads the texts as a build does, and the output: links between pages, documents for other servers, playlists, \
      feeds, torrents, and every file against its size and hash. Nothing is written, no network is asked, no lock is \
      taken.

      With an address in place of the folder it visits the deployed site as visitors, players, PeerTube and Mastodon do, \
      with `curl`, and says for each rule what was seen, whom it breaks, and the line of the server's configuration that \
      mends it:

        bobine check https://videos.example/

      docs/checking.md lists all rules.

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

  @Option(help: "Of a deployed site: how many videos are visited, spread from the oldest to the newest; 0: all.")
  var videos = 10

  @Option(help: "Of a deployed site: ask this machine, as 127.0.0.1:8443, and not where the name of the site leads.")
  var connectTo: String?

  @Option(help: "Of a deployed site: a file in PEM with certificates to trust, in place of the system's.")
  var certificates: String?

  /// The site's address, if that was given in place of a folder.
  private var address: String? {
    let given = site.places.folder
    return given.hasPrefix("https://") || given.hasPrefix("http://") ? given : nil
  }

  func validate() throws {
    let places = site.places
    let ofFolders = [places.output, places.mediaOutput, places.state, site.baseURL, site.mediaBaseURL, site.now]
    if address != nil, quick || ofFolders.contains(where: { $0 != nil }) {
      throw ValidationError("With an address, -o, --quick and the other flags of a folder mean nothing.")
    }
    if address == nil, connectTo != nil || certificates != nil {
      throw ValidationError("--connect-to and --certificates belong to the address of a deployed site.")
    }
    if videos < 0 { throw ValidationError("--videos takes a number, 0 for all.") }
  }

  func run() async throws {
    if let address { return try await visit(address) }
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

  private func visit(_ address: String) async throws {
    let authority = certificates.map(PlaceOptions.absolute)
    guard let client = CurlClient(connecting: DeployedChecker.host(of: address), to: connectTo, authority: authority)
    else {
      Files.print(Diagnostic.noCurl.text + "\n", to: 2)
      throw ExitCode(1)
    }
    let checker = DeployedChecker(
      address, client: client, videoCount: videos == 0 ? nil : videos, asksPlain: connectTo == nil)
    guard let report = await checker?.run() else {
      throw ValidationError("'\(address)' is no address of a site.")
    }
    if json {
      Files.print(report.jsonLines)
    } else {
      if !quiet { Files.print(report.heldLines) }
      for diagnostic in report.diagnostics where !quiet || diagnostic.severity == .error {
        Files.print(diagnostic.text + "\n", to: 2)
      }
      if !quiet { Files.print(report.summary + "\n") }
    }
    if report.hasErrors(strict: strict) { throw ExitCode(1) }
  }
}
