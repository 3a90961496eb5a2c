import Facts
import Hashing

/// `info.name` of every torrent: recorded at first packaging and never derived again (design, "Torrents").
enum TorrentNames {
  /// `<stem>-<rendition>.mp4`, at most 200 bytes, with every character replaced that a file system may refuse or that makes a
  /// name look like another one: after U+202E `gpj.mp4` is read as `4pm.jpg`.
  static func fresh(stem: String, rendition: String) -> String {
    let tail = "-\(rendition).mp4"
    var safe = ""
    for scalar in stem.unicodeScalars {
      let next = isUnsafe(scalar) ? "_" : String(scalar)
      if safe.utf8.count + next.utf8.count + tail.utf8.count > 200 { break }
      safe += next
    }
    // A name that begins with a point would be hidden.
    if safe.isEmpty || safe.utf8.first == UInt8(ascii: ".") { safe = "_" + String(safe.unicodeScalars.dropFirst()) }
    return safe + tail
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069: true
    default: "/\\?%*:|\"<>".unicodeScalars.contains(scalar)
    }
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
