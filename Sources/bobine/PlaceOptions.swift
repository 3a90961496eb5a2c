import ArgumentParser
import Build
import Files

/// Where a project and what is made of it lie: flags of every command.
struct PlaceOptions: ParsableArguments {
  @Argument(help: "The folder that holds your videos, or a project with bobine.yml.", completion: .directory)
  var folder: String = "."

  @Option(name: [.customShort("o"), .long], help: "Where `bobine build` writes the site (default: FOLDER/public).")
  var output: String?

  @Option(help: "Where `bobine build` writes media (default: OUTPUT/media).")
  var mediaOutput: String?

  @Option(help: "Where facts, ledger and keys are kept (default: FOLDER/.bobine).")
  var state: String?

  static func absolute(_ path: String) -> String {
    PathRules.normalise(path.hasPrefix("/") ? path : PathRules.join(Files.currentFolder, path))
  }

  /// With every path made absolute: relative ones belong to the current directory.
  func buildOptions() -> BuildOptions {
    var options = BuildOptions(project: Self.absolute(folder))
    options.output = output.map(Self.absolute)
    options.mediaOutput = mediaOutput.map(Self.absolute)
    options.state = state.map(Self.absolute)
    options.mediaSources = [PathRules.join(ProjectPaths(options).preview, "media")]
    return options
  }
}
