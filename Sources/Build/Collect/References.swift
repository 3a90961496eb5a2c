import Catalog
import Diagnostics
import Facts
import Files
import Hashing

/// What the content and the ledger still refer to.
struct References: Sendable {
  /// Content paths of videos that are there, or that the ledger has as published.
  var videos: Set<String>
  /// Names below `media/` that their facts promise.
  var media: Set<String> = []
  /// Folders below `media/` that stay whole: of published videos whose facts are not at hand.
  var folders: Set<String> = []
  /// By content path: the captions of its container.
  var captions: [String: Set<String>] = [:]
  /// The playlists name segments that are files (`segments: files`).
  let namesSegments: Bool
  /// Facts that stand and cannot be read: what they refer to is not known.
  var damaged: [Diagnostic] = []

  /// - Parameter without: content paths that count as gone.
  init(_ tree: ContentTree, _ ledger: Ledger, _ state: StateFolder, without: Set<String> = []) {
    namesSegments = tree.site.segments == .files
    videos = Set(tree.videos.map(\.contentPath))
    for entry in ledger.entries where entry.state != .gone { videos.insert(entry.sourcePath) }
    videos.subtract(without)
    for path in videos.sortedByBytes() {
      guard let facts = state.facts(path, &damaged) else { continue }
      media.formUnion(MediaShelf.files(facts).map(\.name))
      captions[path] = Set(facts.source.captions)
    }
    for entry in ledger.entries where entry.state != .gone && !without.contains(entry.sourcePath) {
      guard captions[entry.sourcePath] == nil, let digest = entry.sourceSHA256 else { continue }
      folders.insert(String(digest.hex.prefix(20)))
    }
  }

  /// Does a video need this file below `media/`?
  func needs(_ name: String) -> Bool {
    if media.contains(name) { return true }
    let parts = name.split(separator: "/", maxSplits: 2).map(String.init)
    if folders.contains(parts[0]) { return true }
    // The segments of a rendition lie in a folder of its stem.
    return namesSegments && parts.count == 3 && media.contains("\(parts[0])/\(parts[1]).mp4")
  }
}
