import Catalog
import Facts
import Files

/// Lists the segment files of a site in its manifest, so that they are known to be ours.
struct SegmentEntries: Sendable {
  let paths: ProjectPaths
  let state: StateFolder
  let before: PublishedBefore

  /// By path below the output.
  func entries(_ catalog: Catalog) -> [String: Manifest.Entry] {
    guard catalog.site.segments == .files else { return [:] }
    var entries: [String: Manifest.Entry] = [:]
    for video in catalog.videos {
      guard let tables = state.tables(video.contentPath) else { continue }
      for segments in SegmentFiles.all(video.facts, tables) {
        for file in segments.files {
          let path = "media/\(file.name)"
          if let sha256 = file.sha256 {
            entries[path] = Manifest.Entry(size: file.size, sha256: sha256, inputs: nil)
          } else {
            entries[path] = initEntry(path, file)
          }
        }
      }
    }
    return entries
  }

  /// What the last build wrote down; else the file is read, which is small.
  private func initEntry(_ path: String, _ file: SegmentFiles.File) -> Manifest.Entry? {
    if let known = before.manifest.entries[path], known.inputs == nil, known.size == file.size { return known }
    guard let sha256 = try? SourceDigest.sha256(PathRules.join(paths.media, file.name)) else { return nil }
    return Manifest.Entry(size: file.size, sha256: sha256, inputs: nil)
  }
}
