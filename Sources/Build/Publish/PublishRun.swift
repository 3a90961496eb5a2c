import Diagnostics
import Files
import Hashing
import Site
import Templates

/// One publication as it goes: what stood there, what stands there now.
struct PublishRun {
  let paths: ProjectPaths
  let before: PublishedBefore
  /// Every path that this build may write.
  let goal: [String]
  var manifest = Manifest()
  var result = Publisher.Result()
  private var hasJournal = false
  private var said: Set<Diagnostic> = []
  /// Pages by the mistake in a template that they share, in the order in which they failed.
  private var failedPages: [(failure: TemplateFailure, pages: [String])] = []

  init(paths: ProjectPaths, before: PublishedBefore, goal: [String]) {
    self.paths = paths
    self.before = before
    self.goal = goal
  }

  func stands(_ path: String, size: Int64) -> Bool {
    guard let status = try? Files.status(paths.place(path), followLinks: false) else { return false }
    return status.kind == .file && status.size == size
  }

  // MARK: Writing

  mutating func render(_ document: Document) throws(FileError) {
    let known = before.manifest.entries[document.path]
    if let known, known.inputs == document.inputs, stands(document.path, size: known.size) {
      manifest.entries[document.path] = known
      return
    }
    do {
      let bytes = try document.render()
      try put(document.path, SHA256.hash(bytes), size: Int64(bytes.count), inputs: document.inputs) { (target) throws(FileError) in
        try Files.write(bytes, to: target)
      }
    } catch let error as FileError {
      throw error
    } catch let failure as TemplateFailure {
      manifest.entries[document.path] = before.manifest.entries[document.path]
      // What is known where the mistake lies differs from page to page, the mistake does not.
      let same = failedPages.firstIndex {
        $0.failure.diagnostic.location == failure.diagnostic.location
          && $0.failure.diagnostic.message == failure.diagnostic.message
      }
      if let index = same {
        failedPages[index].pages.append(document.path)
      } else {
        failedPages.append((failure, [document.path]))
      }
    } catch {
      keepPrevious(document.path, (error as? Refusal)?.diagnostic ?? .renderingFailed(document.path, reason: "\(error)"))
    }
  }

  mutating func copy(_ copy: Publisher.Copy) throws(FileError) {
    let status: FileStatus?
    let sha256: Digest256
    do {
      status = try Files.status(copy.source)
      sha256 = try SourceDigest.sha256(copy.source)
    } catch {
      return keepPrevious(copy.path, .unreadable(copy.source, reason: error.reason))
    }
    try put(copy.path, sha256, size: status?.size ?? 0, inputs: sha256) { (target) throws(FileError) in
      try Files.copy(copy.source, to: target)
    }
  }

  /// Writes a file unless it stands there already; a file that is not ours is not replaced.
  private mutating func put(
    _ path: String, _ sha256: Digest256, size: Int64, inputs: Digest256, _ write: (String) throws(FileError) -> Void
  ) throws(FileError) {
    let target = paths.place(path)
    let isSame = stands(path, size: size) && (try? SourceDigest.sha256(target)) == sha256
    if !isSame {
      if !before.isOurs(path), try Files.status(target, followLinks: false) != nil {
        say(.foreignFile(target))
        return
      }
      try begin()
      try write(target)
      result.written += 1
    }
    manifest.entries[path] = Manifest.Entry(size: size, sha256: sha256, inputs: inputs)
  }

  private mutating func keepPrevious(_ path: String, _ diagnostic: Diagnostic) {
    say(diagnostic)
    manifest.entries[path] = before.manifest.entries[path]
  }

  /// Five documents that miss the same tables are one mistake.
  private mutating func say(_ diagnostic: Diagnostic) {
    if said.insert(diagnostic).inserted { result.diagnostics.append(diagnostic) }
  }

  // MARK: Removing

  /// Lists on what stays although this build does not make it: media, and the files of videos whose input failed.
  mutating func keep(_ folders: Set<String>) {
    for (path, entry) in before.manifest.entries where manifest.entries[path] == nil {
      let names = path.split(separator: "/", maxSplits: 3)
      // A name or two deep, below a language's folder a name deeper.
      let isKept = [1, 2, 3].contains { folders.contains(names.prefix($0).joined(separator: "/")) }
      let isMedia = entry.inputs == nil && stands(path, size: entry.size)
      if isMedia || isKept { manifest.entries[path] = entry }
    }
  }

  mutating func removeStale() throws(FileError) {
    let stale = before.begun.union(before.manifest.entries.filter { $0.value.inputs != nil }.keys)
      .filter { manifest.entries[$0] == nil }
    for path in stale.sortedByBytes() where Files.exists(paths.place(path)) {
      try begin()
      try Files.remove(paths.place(path))
      result.removed += 1
      var folder = PathRules.parent(path)
      while !folder.isEmpty, try Files.removeEmptyFolder(paths.place(folder)) { folder = PathRules.parent(folder) }
    }
  }

  // MARK: Journal

  /// A killed build may have left a file half-written under a temporary name.
  func removeTemporaryFiles() throws(FileError) {
    for folder in Set(before.begun.map { PathRules.parent($0) }) {
      for name in (try? Files.list(paths.place(folder))) ?? [] where name.hasPrefix(Files.temporaryPrefix) {
        try Files.remove(PathRules.join(paths.place(folder), name))
      }
    }
  }

  private mutating func begin() throws(FileError) {
    if hasJournal { return }
    hasJournal = true
    // What an earlier build had begun and this one does not make must not be forgotten if this one is killed too.
    try Files.write(Array(Journal.text(before.begun.union(goal), output: paths.output).utf8), to: paths.journal)
  }

  mutating func finish() throws(FileError) {
    for (failure, pages) in failedPages {
      say(.templateFailed(failure.diagnostic, trail: failure.trail, pages: pages))
    }
    let bytes = Array(manifest.text.utf8)
    if manifest != before.manifest || !Files.exists(paths.manifest) {
      try begin()
      try Files.write(bytes, to: paths.manifest)
      result.written += 1
    }
    try Files.remove(paths.journal)
  }
}
