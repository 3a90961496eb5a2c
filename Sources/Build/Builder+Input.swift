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

  /// Who will have a key, as far as it is known before any video is.
  func actors(_ tree: ContentTree) -> [String] {
    tree.site.baseURL == nil ? [] : [tree.site.account.username] + tree.channels.map(\.channel.name)
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
    guard !options.force, estimate.write > 0, let free = freeSpace(for: paths.media) else { return }
    // Tables, pages and work files are small beside the media.
    let needed = estimate.write + estimate.write / 50
    if needed > free {
      throw Refusal(diagnostic: .diskTooSmall(paths.media, needs: byteText(needed), has: byteText(free)))
    }
  }

  /// The walk leaves out a folder with a manifest. It must stand before the first media do: a build that is killed, or one
  /// with another output next time, would take them for videos of the project.
  func markFolders() throws(FileError) {
    let folders = PathRules.isInside(paths.media, paths.output) ? [paths.output] : [paths.output, paths.media]
    for folder in folders where !Files.exists(PathRules.join(folder, Manifest.fileName)) {
      try Files.write(Array(Manifest().text.utf8), to: PathRules.join(folder, Manifest.fileName))
    }
  }

  /// Of the nearest folder that stands already; nil where the system does not say.
  private func freeSpace(for folder: String) -> Int64? {
    var place = folder
    while !Files.exists(place), place != "/", !place.isEmpty { place = PathRules.parent(place) }
    return try? Files.freeSpace(at: place)
  }

  func failure(_ error: FileError) -> Diagnostic {
    if [paths.state, paths.output, paths.media].contains(where: { PathRules.isInside(error.path, $0) }) {
      return .unwritableState(error.path, reason: error.reason)
    }
    return .unreadableProject(error.path, reason: error.reason)
  }
}
