import Diagnostics
import Files
import Hashing
import JSON

/// `segments-sha256.json` against the media playlists beside it, in its two forms (docs/catalog.md).
struct SegmentHashChecks {
  let site: CheckedSite

  /// - Parameter leavingOut: playlists that have a finding already.
  func run(leavingOut broken: Set<String>) -> [Diagnostic] {
    let all = Dictionary(
      grouping: site.tree.paths(ending: ".m3u8").filter { !$0.hasSuffix(".iframes.m3u8") }, by: { PathRules.parent($0) }
    )
    return site.tree.paths(ending: "/segments-sha256.json").compactMap { path in
      let playlists = all[PathRules.parent(path)] ?? []
      guard !playlists.contains(where: broken.contains), let fields = site.json(path)?.object else { return nil }
      var expected: [String: Int] = [:]
      for playlist in playlists {
        for key in site.tree.read(playlist).map({ keys(Playlist($0)) }) ?? [] { expected[key, default: 0] += 1 }
      }
      var told: Set<String> = []
      for (name, value) in fields.sorted(by: { $0.key.precedesByBytes($1.key) }) {
        for (key, hash) in value.object?.map({ ("\(name) \($0.key)", $0.value) }) ?? [(name, value)] {
          guard hash.text.flatMap({ Digest256(hex: $0) }) != nil else {
            return site.finding(.segmentHashes, "the hash of \(key) is none", path)
          }
          told.insert(key)
        }
      }
      // Names that two renditions use for different bytes are left out on purpose.
      if let missing = expected.filter({ $0.value == 1 && !told.contains($0.key) }).keys.sortedByBytes().first {
        return site.finding(.segmentHashes, "there is no hash of \(missing), which a playlist names", path)
      }
      if let extra = told.filter({ expected[$0] == nil }).sortedByBytes().first {
        return site.finding(.segmentHashes, "no playlist names \(extra), which has a hash", path)
      }
      return nil
    }
  }

  /// `<file> <first>-<last byte>`, or the last name of a file.
  private func keys(_ playlist: Playlist) -> [String] {
    var end: Int64?
    return playlist.entries.compactMap { entry in
      guard let tag = entry["EXT-X-BYTERANGE"] else { return PathRules.lastComponent(entry.uri) }
      guard let range = Playlist.Range(tag.value, after: end) else { return nil }
      end = range.end
      return "\(entry.uri) \(range.offset)-\(range.end - 1)"
    }
  }
}
