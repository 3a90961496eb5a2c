import Catalog
import Diagnostics
import Files

/// A folder of videos and where its state and output lie: what every command starts from.
struct Project: Sendable {
  let options: BuildOptions
  let paths: ProjectPaths

  init(_ options: BuildOptions) {
    self.options = options
    paths = ProjectPaths(options)
  }

  func lockState() throws(Refusal) -> FolderLock {
    do {
      return try FolderLock(paths.lock, command: "bobine")
    } catch {
      switch error {
      case .held(let holder): throw Refusal(diagnostic: .locked(paths.state, holder: holder ?? "another process"))
      case .file(let error): throw Refusal(diagnostic: failure(error))
      }
    }
  }

  /// Before anything is made: a mistyped path must not become a folder.
  func checkFolders() throws {
    guard let status = try Files.status(paths.project) else {
      throw Refusal(diagnostic: .unreadableProject(paths.project, reason: "there is no such folder"))
    }
    guard status.kind == .folder else {
      throw Refusal(diagnostic: .unreadableProject(paths.project, reason: "it is a file"))
    }
    // The walk leaves the output out, so a project inside of it would be empty.
    if PathRules.isInside(paths.project, paths.output) {
      throw Refusal(diagnostic: .outputHoldsProject(paths.output, project: paths.project))
    }
  }

  func scan() -> (ContentTree, [Diagnostic]) {
    ContentReader.read(
      project: ContentProject(folder: paths.project, output: paths.output, state: paths.state),
      overrides: ConfigOverrides(baseURL: options.baseURL, mediaBaseURL: options.mediaBaseURL))
  }

  /// A ledger that cannot be read ends the build: to go on would give published videos new addresses.
  func readLedger(_ state: StateFolder, _ diagnostics: inout [Diagnostic]) throws -> Ledger {
    guard let bytes = try state.ledgerBytes() else { return Ledger() }
    let read = Ledger.read(bytes, path: paths.ledger)
    guard let ledger = read.ledger else {
      diagnostics += read.diagnostics.dropLast()
      throw Refusal(diagnostic: read.diagnostics.last ?? .unreadable(paths.ledger, reason: "it is damaged"))
    }
    diagnostics += read.diagnostics
    return ledger
  }

  /// For commands that read a project and write nothing of it: what stops `body` becomes a diagnostic.
  ///
  /// - Returns: nil where it was stopped.
  func inspect<Result>(_ diagnostics: inout [Diagnostic], _ body: (inout [Diagnostic]) throws -> Result?) -> Result? {
    do {
      try checkFolders()
      return try body(&diagnostics)
    } catch let stop as Refusal {
      diagnostics.append(stop.diagnostic)
    } catch let error as FileError {
      diagnostics.append(failure(error))
    } catch {
      diagnostics.append(.unreadableProject(paths.project, reason: "\(error)"))
    }
    return nil
  }

  /// What the system refused, as the user should know it.
  func failure(_ error: FileError) -> Diagnostic {
    if [paths.state, paths.output, paths.media].contains(where: { PathRules.isInside(error.path, $0) }) {
      return .unwritableState(error.path, reason: error.reason)
    }
    return .unreadableProject(error.path, reason: error.reason)
  }
}
