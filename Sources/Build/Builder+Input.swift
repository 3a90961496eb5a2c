import Catalog
import Diagnostics
import Files

/// What a build starts from: its lock, its content, its ledger, its moment, its disk.
extension Builder {
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

  func scan(_ state: StateFolder) throws -> (ContentTree, [Diagnostic]) {
    guard try Files.status(paths.project)?.kind == .folder else {
      throw Refusal(diagnostic: .unreadableProject(paths.project, reason: "there is no such folder"))
    }
    return ContentReader.read(
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

  /// *Now* (design, "The ledger"): `--now`, else `SOURCE_DATE_EPOCH`, else the clock.
  func moment() throws -> Instant {
    if let now = options.now { return now }
    if let text = world.environment("SOURCE_DATE_EPOCH") {
      guard let seconds = Int64(text) else { throw Refusal(diagnostic: .badSourceDateEpoch(text)) }
      return Instant(seconds: seconds)
    }
    return Instant(seconds: world.clock())
  }

  func checkDisk(_ estimate: BuildEstimate) throws(Refusal) {
    guard !options.force, estimate.write > 0, let free = try? Files.freeSpace(at: paths.media) else { return }
    // Tables, pages and work files are small beside the media.
    let needed = estimate.write + estimate.write / 50
    if needed > free {
      throw Refusal(diagnostic: .diskTooSmall(paths.media, needs: byteText(needed), has: byteText(free)))
    }
  }

  func failure(_ error: FileError) -> Diagnostic {
    if error.path.hasPrefix(paths.state) || error.path.hasPrefix(paths.output) || error.path.hasPrefix(paths.media) {
      return .unwritableState(error.path, reason: error.reason)
    }
    return .unreadableProject(error.path, reason: error.reason)
  }
}
