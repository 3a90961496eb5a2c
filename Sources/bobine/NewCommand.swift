import ArgumentParser
import Build
import Catalog
import Diagnostics
import Files

struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Makes a video of a file, with a text to fill in.",
    discussion: """
      The file is copied into a folder of its own in the content, content/CHANNEL/SLUG/, with its captions, poster and \
      .info.json beside it, and an index.md is written with what they tell: title, date, language, tags, chapters, \
      description. A file that lies in the content already stays there and gets its text beside it. Nothing is replaced.

        bobine new ~/Camera/2024-05-01-assembly.mp4 ~/Videos --channel assemblies

      Exit status: 0 made, 1 nothing was made, 2 wrong usage.
      """)

  @Argument(help: "The video or recording.", completion: .file())
  var file: String

  @OptionGroup var site: SiteOptions

  @Option(help: "The channel: its name or folder, or a new one (default: the only one there is).")
  var channel: String?

  @Option(help: "The title (default: what the file tells, else its name).")
  var title: String?

  @Option(help: "The address: letters a-z, digits and - (default: from the title given, else the file's name).")
  var slug: String?

  @Flag(help: "Move the file and what lies beside it instead of copying them.")
  var move = false

  @Flag(help: "Leave the file where it is, and link to it.")
  var link = false

  func validate() throws {
    if move, link { throw ValidationError("--move and --link cannot both be done.") }
    if let slug, !Slug.isValid(slug) {
      throw ValidationError("--slug takes 1 to 80 of the letters a-z, digits and -; '\(slug)' is none.")
    }
    if let title, !(1...500).contains(title.unicodeScalars.count) {
      throw ValidationError("--title takes 1 to 500 characters.")
    }
  }

  func run() async throws {
    let found = Installation.find(
      executable: try Files.executablePath(), home: Files.environment("BOBINE_HOME"), theme: nil,
      exists: { (try? Files.status($0)) != nil })
    let diagnostic: Diagnostic
    switch found {
    case .failure(let failure): diagnostic = failure.diagnostic
    case .success(let installation):
      var wish = VideoMaker.Wish(file: PlaceOptions.absolute(file))
      (wish.channel, wish.title, wish.slug) = (channel, title, slug)
      wish.way = move ? .move : link ? .link : .copy
      let maker = VideoMaker(
        options: site.buildOptions(), mediaProgram: installation.mediaProgram, clock: { SystemClock.now() },
        environment: { Files.environment($0) })
      switch await maker.run(wish) {
      case .success(let made): return Files.print(Self.text(made))
      case .failure(let refused): diagnostic = refused.diagnostic
      }
    }
    Files.print(diagnostic.text + "\n", to: 2)
    throw ExitCode(1)
  }

  private static func text(_ made: VideoMaker.Made) -> String {
    var lines = [made.text, "  \(made.title)", "  \(made.date.rfc3339WithOffset)"]
    if !made.about.isEmpty { lines[2] += ", \(made.about)" }
    if let channel = made.channel { lines.append("  channel: \(channel)\(made.isNewChannel ? " (new)" : "")") }
    if !made.sidecars.isEmpty { lines.append("  with \(made.sidecars.joined(separator: ", "))") }
    lines.append("next: fill in the text, then run `bobine build`")
    return lines.map { shownText($0) + "\n" }.joined()
  }
}
