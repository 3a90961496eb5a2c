import ArgumentParser
import Build
import Catalog
import Diagnostics
import Files

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Begins a project: bobine.yml, a channel, .gitignore.",
    discussion: """
      `bobine build` needs none of it; this is for who wants to see what can be said. Title, language and time zone come \
      from the folder's name and from this machine. Nothing is asked and nothing is replaced: where one of the files is \
      there already, none is written. In a folder that holds videos, these stay the content as they lie.

      Exit status: 0 made, 1 nothing was made, 2 wrong usage.
      """)

  @Argument(help: "The project's folder; it is made if need be.", completion: .directory)
  var folder: String = "."

  @Option(help: "The site's title (default: from the folder's name).")
  var title: String?

  @Option(help: "Where the pages will live, such as https://videos.example.org/.")
  var baseURL: String?

  @Option(help: "The folder of the first channel.")
  var channel: String = "main"

  @Flag(help: "Copy the theme into templates/, to change it; it is not updated with Bobine then.")
  var theme = false

  func validate() throws {
    if let baseURL, !baseURL.hasPrefix("https://"), !baseURL.hasPrefix("http://") {
      throw ValidationError("--base-url takes an address that begins with https:// or http://; '\(baseURL)' does not.")
    }
    if let title, !(1...500).contains(title.unicodeScalars.count) {
      throw ValidationError("--title takes 1 to 500 characters.")
    }
  }

  func run() throws {
    let place = PlaceOptions.absolute(folder)
    let text = ProjectText(
      folder: place, title: title, locale: Self.locale, timezone: Files.timeZoneName(), baseURL: baseURL)
    let outcome: Result<ProjectMaker.Made, NothingMade>
    do {
      let maker = ProjectMaker(folder: place, text: text, channel: channel, theme: theme ? try Self.themeFolder() : nil)
      outcome = maker.run()
    } catch let failure as InstallationFailure {
      outcome = .failure(NothingMade(failure.diagnostic))
    }
    switch outcome {
    case .success(let made): Files.print(report(made, place))
    case .failure(let refused):
      Files.print(refused.diagnostic.text + "\n", to: 2)
      throw ExitCode(1)
    }
  }

  /// As programs choose the language of their messages (POSIX, 8.2).
  private static var locale: String {
    ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { Files.environment($0) }.first { !$0.isEmpty } ?? ""
  }

  private static func themeFolder() throws -> String {
    try Installation.find(
      executable: try Files.executablePath(), home: Files.environment("BOBINE_HOME"), theme: nil,
      exists: { (try? Files.status($0)) != nil }
    ).get().theme
  }

  private func report(_ made: ProjectMaker.Made, _ place: String) -> String {
    let templates = made.files.filter { $0.hasPrefix("templates/") }.count
    var lines = made.files.filter { !$0.hasPrefix("templates/") }.map { PathRules.join(place, $0) }
    if templates > 0 { lines.append("\(PathRules.join(place, "templates/")): \(templates) files of the theme") }
    if made.isIgnoreKept { lines.append(".gitignore is there already, and stays: `/public/` belongs into it") }
    if made.hasVideos {
      lines.append("The videos in this folder are the content as they lie.")
      lines.append("next: `bobine build \(folder)`")
    } else {
      lines.append(
        "next: `bobine new FILE \(folder)`, or put videos into content/\(channel)/; then `bobine build \(folder)`")
    }
    return lines.map { shownText($0) + "\n" }.joined()
  }
}
