import Facts
import Hashing

/// `info.name` of every torrent: recorded at first packaging and never derived again (design, "Torrents").
enum TorrentNames {
  /// `<stem>-<rendition>.mp4`, at most 200 bytes, with every character that a file system may refuse replaced.
  static func fresh(stem: String, rendition: String) -> String {
    let tail = "-\(rendition).mp4"
    var safe = ""
    for scalar in stem.unicodeScalars {
      let isUnsafe = scalar.value < 0x20 || scalar.value == 0x7F || "/\\?%*:|\"<>".unicodeScalars.contains(scalar)
      let next = isUnsafe ? "_" : String(scalar)
      if safe.utf8.count + next.utf8.count + tail.utf8.count > 200 { break }
      safe += next
    }
    // A name that begins with a point would be hidden.
    if safe.isEmpty || safe.hasPrefix(".") { safe = "_" + safe.dropFirst() }
    return safe + tail
  }

  /// Two sources with equal bytes share one folder, so one torrent file, so one name: the recorded one where a name was
  /// recorded before, else that of the first content path, whichever pass ended first.
  ///
  /// - Parameters:
  ///   - facts: of this build, by content path.
  ///   - recorded: content paths whose facts stood already.
  /// - Returns: content paths and, by the index of the rendition, the names that have to change.
  static func unified(_ facts: [String: VideoFacts], recorded: Set<String>) -> [String: [Int: String]] {
    let order = facts.keys.sorted { a, b in
      let (knownA, knownB) = (recorded.contains(a), recorded.contains(b))
      return knownA != knownB ? knownA : a.utf8.lexicographicallyPrecedes(b.utf8)
    }
    var names: [Digest256: String] = [:]
    var changes: [String: [Int: String]] = [:]
    for path in order {
      for (index, rendition) in (facts[path]?.renditions ?? []).enumerated() {
        if let name = names[rendition.sha256], name != rendition.torrentName {
          changes[path, default: [:]][index] = name
        }
        if names[rendition.sha256] == nil { names[rendition.sha256] = rendition.torrentName }
      }
    }
    return changes
  }
}
