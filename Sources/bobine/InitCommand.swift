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

      `bobine init --theme NAME...` takes files of the theme into templates/, to change them: `--theme partials/card.html`, \
      `--theme strings` for a folder of it, `--theme` alone for all. A project that is there gets these files and nothing else.

      Exit status: 0 made, 1 nothing was made, 2 wrong usage.
      """)

  @Argument(
    help: ArgumentHelp(
      "The project's folder (default: the current one), which is made if need be; with --theme also names of its files.",
      valueName: "folder"),
    completion: .directory)
  var arguments: [String] = []

  @Option(help: "The site's title (default: from the folder's name).")
  var title: String?

  @Option(help: "Where the pages will live, such as https://videos.example.org/.")
  var baseURL: String?

  @Option(help: "The folder of the first channel.")
  var channel: String = "main"

  @Flag(
    help: "Copy the named files of the theme, or all, into templates/. What is there wins over the theme from then on.")
  var theme = false

  func validate() throws {
    if !theme, arguments.count > 1 {
      throw ValidationError(
        "init takes one folder; there are \(arguments.count): \(arguments.joined(separator: ", ")).")
    }
    if let baseURL, !baseURL.hasPrefix("https://"), !baseURL.hasPrefix("http://") {
      throw ValidationError("--base-url takes an address that begins with https:// or http://; '\(baseURL)' does not.")
    }
    if let title, !(1...500).contains(title.unicodeScalars.count) {
      throw ValidationError("--title takes 1 to 500 characters.")
    }
  }

  func run() throws {
    var (folder, copy): (String, ThemeCopy?) = (arguments.first ?? ".", nil)
    let outcome: Result<ProjectMaker.Made, NothingMade>
    do {
      if theme {
        let place = try Self.themeFolder()
        let names = arguments.filter { ThemeCopy.isName($0, in: place) }
        let folders = arguments.filter { !names.contains($0) }
        if folders.count > 1 {
          throw ValidationError(
            "init takes one folder; these are no names of the theme: \(folders.joined(separator: ", ")).")
        }
        (folder, copy) = (folders.first ?? ".", ThemeCopy(folder: place, names: names))
      }
      let place = PlaceOptions.absolute(folder)
      let text = ProjectText(
        folder: place, title: title, locale: Self.locale, timezone: Files.timeZoneName(), baseURL: baseURL)
      outcome = ProjectMaker(folder: place, text: text, channel: channel, theme: copy).run()
    } catch let failure as InstallationFailure {
      outcome = .failure(NothingMade(failure.diagnostic))
    }
    switch outcome {
    case .success(let made): Files.print(report(made, folder))
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

  private func report(_ made: ProjectMaker.Made, _ folder: String) -> String {
    let place = PlaceOptions.absolute(folder)
    let templates = made.files.filter { $0.hasPrefix("templates/") }
    // A whole theme is not listed name by name.
    let isListed = templates.count <= 12
    var lines = made.files.filter { isListed || !$0.hasPrefix("templates/") }.map { PathRules.join(place, $0) }
    if !isListed { lines.append("\(PathRules.join(place, "templates/")): \(templates.count) files of the theme") }
    if made.isThemeAlone {
      lines.append("next: change what you want to be otherwise, then `bobine build \(folder)`")
      return lines.map { shownText($0) + "\n" }.joined()
    }
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
