import ArgumentParser
import Build
import Diagnostics
import Files
import Site

struct ServerConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "server-config",
    abstract: "Prints a configuration of nginx, Apache or Caddy for the site.",
    discussion: """
      The configuration is whole: types of files, WebFinger, documents for other servers at the addresses of pages, byte \
      ranges for other sites, caching, what is gone, old addresses, security headers, compression. Nothing is built or \
      written: content, facts and ledger are read. Print it again when an address, a channel or `aliases` changed.

        bobine server-config nginx ~/Videos --root /var/www/videos > videos.conf

      Where media live on a host of their own (`media_base_url`), its configuration stands in the same text.
      """)

  @Argument(
    help: "nginx, apache or caddy.",
    transform: { text in
      guard let program = ServerProgram(rawValue: text) else {
        let names = ServerProgram.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("'\(text)' is none of the servers that Bobine knows: \(names).")
      }
      return program
    })
  var server: ServerProgram

  @OptionGroup var site: SiteOptions

  @Option(help: "The folder on the server that holds the output (default: the output's on this machine).")
  var root: String?

  @Option(help: "The folder on the server that holds the media (default: --media-output, else ROOT/media).")
  var mediaRoot: String?

  @Option(help: "Where the server listens, as 8080 or 127.0.0.1:8080 (default: what the site's address says).")
  var listen: String?

  @Option(help: "The same for the host of media, if it is another.")
  var mediaListen: String?

  @Option(help: "For https: the file with the certificate and its chain, in PEM. Caddy gets one by itself.")
  var certificate: String?

  @Option(help: "The file with its private key, in PEM.")
  var certificateKey: String?

  func validate() throws {
    for (flag, text) in [("--listen", listen), ("--media-listen", mediaListen)] {
      if let text, ListenAddress(text) == nil {
        throw ValidationError(
          "\(flag) takes a port, with an address before it if need be, as 127.0.0.1:8080; '\(text)' is none.")
      }
    }
    if (certificate == nil) != (certificateKey == nil) {
      throw ValidationError("--certificate and --certificate-key belong together.")
    }
  }

  func run() throws {
    let configurator = ServerConfigurator(
      options: site.buildOptions(), clock: { SystemClock.now() }, environment: { Files.environment($0) })
    let (text, diagnostics) = configurator.run(server, place: place)
    for diagnostic in diagnostics.sorted() { Files.print(diagnostic.text + "\n", to: 2) }
    guard let text else { throw ExitCode(1) }
    Files.print(text)
  }

  /// Folders on the server are taken as they are written, where they begin with a slash: it may be another machine.
  private func place(_ output: String, _ media: String) -> ServerPlace {
    let absolute = PlaceOptions.absolute
    let folder = root.map(absolute) ?? output
    let own = mediaRoot ?? (root == nil || site.places.mediaOutput != nil ? media : nil)
    var place = ServerPlace(root: folder, mediaRoot: own.map(absolute), listen: listen.flatMap { ListenAddress($0) })
    place.mediaListen = mediaListen.flatMap { ListenAddress($0) }
    if let certificate, let certificateKey {
      place.certificate = .init(chain: absolute(certificate), key: absolute(certificateKey))
    }
    return place
  }
}
