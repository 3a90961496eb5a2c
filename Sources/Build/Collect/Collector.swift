import Catalog
import Diagnostics
import Files

/// `bobine gc`: finds what nothing refers to any more, and removes it when it is told to (design, "Renditions").
public struct Collector: Sendable {
  let project: Project

  public init(options: BuildOptions) { project = Project(options) }

  public func run(remove: Bool) -> GarbageReport {
    var report = GarbageReport()
    do {
      try project.checkFolders()
      // Without a ledger all media would seem to be nobody's: another --state is more likely.
      guard try Files.status(project.paths.ledger) != nil else {
        throw Refusal(diagnostic: .nothingBuilt(project.paths.state))
      }
      let lock = try project.lockState()
      report = try collect(remove: remove)
      _ = consume lock
    } catch let stop as Refusal {
      report.diagnostics.append(stop.diagnostic)
    } catch let error as FileError {
      report.diagnostics.append(project.failure(error))
    } catch {
      report.diagnostics.append(.unwritable(project.paths.state, reason: "\(error)"))
    }
    return report
  }

  /// An output whose media are all of other videos is another project's: a mistyped `-o` must not cost its media.
  private func checkOutput(_ references: References) throws(Refusal) {
    let listed = PublishedBefore(paths: project.paths).manifest.entries.filter { $0.value.inputs == nil }.keys
    let known = references.media
    if listed.isEmpty || known.isEmpty { return }
    if !listed.contains(where: { references.needs(String($0.dropFirst("media/".count))) }) {
      throw Refusal(diagnostic: .outputOfAnother(project.paths.output))
    }
  }

  private func collect(remove: Bool) throws -> GarbageReport {
    let (paths, state) = (project.paths, StateFolder(paths: project.paths))
    let (tree, problems) = project.scan()
    // A folder that cannot be read would make its videos look gone.
    let unseen = problems.filter { $0.isOfTheWalk }
    if let first = unseen.first { throw Refusal(diagnostic: .contentNotWhole(first)) }
    var diagnostics: [Diagnostic] = []
    let ledger = try project.readLedger(state, &diagnostics)
    let references = References(tree, ledger, state)
    try checkOutput(references)
    let plan = MediaPlanner(
      state: state, shelf: MediaShelf(folder: paths.media, others: []), fingerprints: state.fingerprints(),
      repackage: false, isOffSite: { $0.isOffSite(at: nil, drafts: false) }
    ).plan(tree)

    var garbage = StateGarbage(state: state).facts(references)
    garbage = garbage + StateGarbage(state: state).work(isWaiting: !plan.jobs.isEmpty)
    if references.damaged.isEmpty {
      for folder in MediaGarbage.all(paths) { garbage = garbage + folder.find(references) }
    } else {
      diagnostics += references.damaged + [.mediaNotJudged()]
    }
    var report = GarbageReport(garbage, project: paths.project)
    if remove {
      let removed = try garbage.remove()
      try MediaGarbage.forget(removed, paths)
      report = GarbageReport(Garbage(items: removed, foreign: garbage.foreign), project: paths.project)
      report.isRemoved = true
    }
    report.diagnostics = diagnostics
    report.isComplete = true
    return report
  }
}

extension MediaGarbage {
  /// The published media, and those of the preview.
  static func all(_ paths: ProjectPaths) -> [MediaGarbage] {
    let published = PublishedBefore(paths: paths).manifest
    return [
      MediaGarbage(
        folder: paths.media, manifest: published, isOwn: PathRules.isInside(paths.media, paths.output), kind: .media),
      MediaGarbage(
        folder: PathRules.join(paths.preview, "media"), manifest: manifest(of: paths.preview), isOwn: true,
        kind: .preview),
    ]
  }

  /// What is gone is not listed as ours any more.
  static func forget(_ removed: [Garbage.Item], _ paths: ProjectPaths) throws(FileError) {
    for (output, folder) in [
      (paths.output, paths.media), (paths.preview, PathRules.join(paths.preview, "media")),
    ] {
      var manifest = manifest(of: output)
      let known = manifest.entries.count
      for item in removed {
        if let name = PathRules.relative(item.path, to: folder) { manifest.entries["media/\(name)"] = nil }
      }
      if manifest.entries.count != known {
        try Files.write(Array(manifest.text.utf8), to: PathRules.join(output, Manifest.fileName))
      }
    }
  }

  private static func manifest(of output: String) -> Manifest {
    let path = PathRules.join(output, Manifest.fileName)
    guard let bytes = try? Files.read(path, limit: Manifest.limit) else { return Manifest() }
    return Manifest(text: String(decoding: bytes, as: UTF8.self)) ?? Manifest()
  }
}

extension Diagnostic {
  /// The walk of the content left something out.
  fileprivate var isOfTheWalk: Bool {
    severity == .error && (id.hasPrefix("cannot-") || ["folder-too-deep", "too-many-files", "name-is-not-utf-8"].contains(id))
  }
}
