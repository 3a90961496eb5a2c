import Build
import Files
import Hashing

/// An output as its manifest lists it and as it lies on the disk.
///
/// What the manifest lists counts as standing, with the size that it says: a file that is gone is one finding, and not one
/// more at each link to it.
struct PublishedTree: Sendable {
  private let places: ProjectPaths
  let manifest: Manifest
  /// Every path that stands, sorted.
  let paths: [String]
  /// Sizes on the disk of all files, listed or not.
  let found: [String: Int64]

  init(_ places: ProjectPaths, _ manifest: Manifest) {
    (self.places, self.manifest) = (places, manifest)
    var found: [String: Int64] = [:]
    for root in ["", ".well-known"] {
      let folder = PathRules.join(places.output, root)
      for entry in FolderWalk.entries(of: folder).entries where entry.status.kind == .file {
        found[PathRules.join(root, entry.path)] = entry.status.size
      }
    }
    if !PathRules.isInside(places.media, places.output) {
      // A folder of its own, which other projects may use too: only what is listed counts.
      found = found.filter { !$0.key.hasPrefix("media/") }
    }
    // Hidden names, and media in a folder of their own.
    for path in manifest.entries.keys where found[path] == nil {
      if let status = (try? Files.status(places.place(path))) ?? nil, status.kind == .file { found[path] = status.size }
    }
    self.found = found
    paths = Set(manifest.entries.keys).union(found.keys).sortedByBytes()
  }

  func place(_ path: String) -> String { places.place(path) }

  func stands(_ path: String) -> Bool { manifest.entries[path] != nil || found[path] != nil }
  func size(_ path: String) -> Int64? { manifest.entries[path]?.size ?? found[path] }

  func paths(ending suffix: String) -> [String] { paths.filter { $0.hasSuffix(suffix) && found[$0] != nil } }

  /// nil where it cannot be read, or is larger than a document of ours ever is.
  func read(_ path: String) -> [UInt8]? { try? Files.read(place(path), limit: 64 << 20) }
}
