import CatalogFile
import Files
import JSON

/// The infohashes that the catalogs below the daemon's folders name (docs/catalog.md): of torrents, and of the swarms in which viewers
/// meet by WebSocket. Pages that did not change are not read again.
struct CatalogKeys: Sendable {
  /// Larger files are no page of ours: 500 videos are some megabytes.
  static let limit = 32 << 20
  /// Files that are looked at, in all.
  static let files = 2000

  private var known: [String: (stamp: Stamp, keys: Set<SwarmKey>)] = [:]

  init() {}

  /// Looks through the folders; blocks.
  mutating func read(_ folders: [String]) -> Set<SwarmKey> {
    var found: [String: (stamp: Stamp, keys: Set<SwarmKey>)] = [:]
    for root in folders {
      let entries = FolderWalk.entries(of: root).0.filter { $0.status.kind == .file }
      let catalogs = Set(entries.lazy.map(\.path).filter { PathRules.lastComponent($0) == "catalog.json" })
      guard !catalogs.isEmpty else { continue }
      for entry in entries where found.count < Self.files && Self.isPage(entry.path, of: catalogs) {
        let path = PathRules.join(root, entry.path)
        let stamp = Stamp(entry.status)
        if let known = known[path], known.stamp == stamp {
          found[path] = known
        } else if let keys = Self.keys(path) {
          found[path] = (stamp, keys)
        }
      }
    }
    known = found
    return found.values.reduce(into: []) { $0.formUnion($1.keys) }
  }

  /// `catalog/1.json` beside a `catalog.json`.
  private static func isPage(_ path: String, of catalogs: Set<String>) -> Bool {
    guard PathRules.extension(path) == "json" else { return false }
    let folder = PathRules.parent(path)
    return PathRules.lastComponent(folder) == "catalog"
      && catalogs.contains(PathRules.join(PathRules.parent(folder), "catalog.json"))
  }

  /// nil for what is no page, or not whole yet: it is read again at the next look.
  private static func keys(_ path: String) -> Set<SwarmKey>? {
    guard let bytes = try? Files.read(path, limit: limit), let json = try? JSON(bytes, limit: limit),
      let page = try? CatalogPage(json)
    else { return nil }
    var keys: Set<SwarmKey> = []
    for infohashes in page.videos.lazy.flatMap({ $0.renditions }).map(\.infohashes) {
      keys.insert(SwarmKey(infohashes.page))
      if let btih = infohashes.btih { keys.insert(SwarmKey(btih)) }
      if let btmh = infohashes.btmh { keys.insert(SwarmKey(truncating: btmh)) }
      if let peertube = infohashes.peertube.flatMap(SwarmKey.init(latin:)) { keys.insert(peertube) }
    }
    return keys
  }
}
