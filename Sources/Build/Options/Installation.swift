public import Diagnostics
import Files

/// Where the other program and the theme lie: found from this program's own place, never from the working directory or a
/// path that was compiled in (design, "Three programs").
public struct Installation: Sendable, Hashable {
  /// `bobine-media`.
  public let mediaProgram: String
  /// The theme: the folder that holds `page.html`'s siblings, `assets/` and `strings/`.
  public let theme: String

  /// - Parameters:
  ///   - executable: the real path of the running program.
  ///   - home: `BOBINE_HOME`, a folder with `bobine-media` (or `libexec/bobine/`) and `templates/` (or `share/bobine/`).
  ///   - theme: `--theme`.
  ///   - exists: whether a file or folder stands at a path.
  public static func find(
    executable: String, home: String?, theme: String?, exists: (String) -> Bool
  ) -> Result<Installation, InstallationFailure> {
    let folder = PathRules.parent(executable)
    let prefix = PathRules.parent(folder)
    let media =
      (home.map { ["\($0)/libexec/bobine/bobine-media", "\($0)/bobine-media"] } ?? [])
      + ["\(folder)/bobine-media", "\(prefix)/libexec/bobine/bobine-media"]
    // A checkout: `<checkout>/.build/<triple>/<configuration>/bobine`.
    var checkout: [String] = []
    var above = folder
    for _ in 0..<4 {
      if PathRules.lastComponent(above).hasPrefix(".build") { checkout.append("\(PathRules.parent(above))/templates") }
      above = PathRules.parent(above)
    }
    let themes =
      [theme].compactMap { $0 }
      + (home.map { ["\($0)/share/bobine/templates", "\($0)/templates"] } ?? [])
      + ["\(folder)/templates", "\(prefix)/share/bobine/templates"] + checkout
    guard let mediaProgram = media.first(where: exists) else {
      return .failure(InstallationFailure(diagnostic: .missingMediaProgram(looked: media)))
    }
    if let theme, !exists(theme) { return .failure(InstallationFailure(diagnostic: .missingTheme(looked: [theme]))) }
    guard let found = themes.first(where: exists) else { return .failure(InstallationFailure(diagnostic: .missingTheme(looked: themes))) }
    return .success(Installation(mediaProgram: mediaProgram, theme: found))
  }
}

/// A part of the installation is not there.
public struct InstallationFailure: Error, Sendable {
  public let diagnostic: Diagnostic
}
