import Diagnostics
import Files
import Hashing
import Site

/// Brings an output folder to the state that documents and static files describe, touching only what differs.
///
/// Media are not written here; they are only listed in the manifest. What the manifest of an earlier build lists and this
/// build no longer makes is removed, apart from media; what it does not list is never touched (design, principle 6).
struct Publisher {
  /// A file that is copied as it is: from `static/`, or a channel's picture.
  struct Copy: Sendable, Hashable {
    /// Absolute.
    var source: String
    /// Below the output.
    var path: String
  }

  struct Result: Sendable {
    var written = 0
    var removed = 0
    var unchanged = 0
    var diagnostics: [Diagnostic] = []
  }

  let paths: ProjectPaths
  /// Larger files of `static/` are refused: they belong into the content.
  private let copyLimit = 256 << 20

  /// - Parameters:
  ///   - media: what the videos of this build refer to, by path below the output.
  ///   - kept: folders below the output whose previous files stay, since their input failed.
  func publish(
    documents: [Document], copies: [Copy], media: [String: Manifest.Entry], kept: [String], previous: Manifest
  ) throws(FileError) -> (Result, Manifest) {
    var result = Result()
    var manifest = Manifest()
    var owners: [String: String] = [:]
    manifest.entries = media
    for document in documents {
      guard owners.updateValue("another document", forKey: document.path) == nil else { continue }
      try render(document, previous, &manifest, &result)
    }
    for copy in copies {
      if owners[copy.path] != nil || media[copy.path] != nil || copy.path == Manifest.fileName {
        result.diagnostics.append(.outputCollision(copy.source, with: copy.path))
        continue
      }
      owners[copy.path] = copy.source
      try take(copy, previous, &manifest, &result)
    }
    for (path, entry) in previous.entries where manifest.entries[path] == nil {
      if entry.inputs == nil || kept.contains(where: path.hasPrefix) { manifest.entries[path] = entry }
    }
    try removeStale(previous, manifest, &result)
    let text = Array(manifest.text.utf8)
    if try Files.writeIfChanged(text, to: paths.manifest) { result.written += 1 }
    return (result, manifest)
  }

  /// Where a path of the site lies on the disk: `media/` may stand elsewhere (`--media-output`).
  private func place(_ path: String) -> String {
    path.hasPrefix("media/") ? PathRules.join(paths.media, String(path.dropFirst("media/".count))) : PathRules.join(paths.output, path)
  }

  private func render(
    _ document: Document, _ previous: Manifest, _ manifest: inout Manifest, _ result: inout Result
  ) throws(FileError) {
    let path = place(document.path)
    if let entry = previous.entries[document.path], entry.inputs == document.inputs,
      let status = try Files.status(path), status.kind == .file, status.size == entry.size
    {
      manifest.entries[document.path] = entry
      result.unchanged += 1
      return
    }
    let bytes: [UInt8]
    do {
      bytes = try document.render()
    } catch {
      result.diagnostics.append((error as? Refusal)?.diagnostic ?? .renderingFailed(document.path, reason: "\(error)"))
      manifest.entries[document.path] = previous.entries[document.path]
      return
    }
    if try Files.writeIfChanged(bytes, to: path) { result.written += 1 } else { result.unchanged += 1 }
    manifest.entries[document.path] = Manifest.Entry(
      size: Int64(bytes.count), sha256: SHA256.hash(bytes), inputs: document.inputs)
  }

  private func take(
    _ copy: Copy, _ previous: Manifest, _ manifest: inout Manifest, _ result: inout Result
  ) throws(FileError) {
    let bytes: [UInt8]
    do {
      bytes = try Files.read(copy.source, limit: copyLimit)
    } catch {
      result.diagnostics.append(.unreadable(copy.source, reason: error.text))
      manifest.entries[copy.path] = previous.entries[copy.path]
      return
    }
    let sha = SHA256.hash(bytes)
    if try Files.writeIfChanged(bytes, to: place(copy.path)) {
      result.written += 1
    } else {
      result.unchanged += 1
    }
    manifest.entries[copy.path] = Manifest.Entry(size: Int64(bytes.count), sha256: sha, inputs: sha)
  }

  private func removeStale(_ previous: Manifest, _ manifest: Manifest, _ result: inout Result) throws(FileError) {
    for path in previous.entries.keys.sorted() where manifest.entries[path] == nil {
      try Files.remove(place(path))
      result.removed += 1
      var folder = PathRules.parent(path)
      while !folder.isEmpty, folder != ".", folder != "/" {
        guard try Files.removeEmptyFolder(place(folder)) else { break }
        folder = PathRules.parent(folder)
      }
    }
  }
}

/// An error that already says everything.
struct Refusal: Error {
  var diagnostic: Diagnostic
}
