import Files

/// What was found last time, so that a start does not read every torrent again: a text with a line for each seed, sorted by
/// the torrent's path. It may be lost at any time; a damaged line is a torrent that is read again.
enum SeedStore {
  private static let head = "bobined seeds 1"
  /// Hundreds of thousands of torrents.
  private static let limit = 512 << 20

  static func read(_ path: String) -> [String: Seed] {
    guard let text = try? Files.readText(path, limit: limit) else { return [:] }
    var seeds: [String: Seed] = [:]
    var tiers: [Substring: [[String]]] = [:]
    var isFirst = true
    for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
      if isFirst {
        guard line.elementsEqual(head.utf8) else { return [:] }
        isFirst = false
      } else if let seed = seed(Substring(line), &tiers) {
        seeds[seed.torrent.path] = seed
      }
    }
    return seeds
  }

  static func write(_ seeds: [String: Seed], to path: String) throws(FileError) {
    var text = head + "\n"
    for seed in seeds.values.sorted(by: { $0.torrent.path.precedesByBytes($1.torrent.path) }) {
      guard let line = line(seed) else { continue }
      text += line + "\n"
    }
    try Files.write(Array(text.utf8), to: path)
  }

  /// nil for names that a line cannot hold; such a torrent is read at each start.
  private static func line(_ seed: Seed) -> String? {
    func stamp(_ stamp: Stamp) -> [String] { [String(stamp.size), String(stamp.modified), String(stamp.inode)] }
    let fields =
      [seed.torrent.path] + stamp(seed.torrent.stamp) + [seed.data.path] + stamp(seed.data.stamp)
      + [
        seed.v1?.hex ?? "", seed.v2?.hex ?? "", String(seed.size), String(seed.pieceLength), String(seed.pieceCount),
        String(seed.info.lowerBound), String(seed.info.upperBound), seed.isSingleFile ? "1" : "0",
        seed.isPrivate ? "1" : "0", seed.trackers.map { $0.joined(separator: " ") }.joined(separator: " | "),
      ]
    let isPlain = fields.allSatisfy { !$0.utf8.contains { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: "\n") } }
    let hasSpaces = seed.trackers.joined().contains { $0.utf8.contains(UInt8(ascii: " ")) }
    return isPlain && !hasSpaces ? fields.joined(separator: "\t") : nil
  }

  /// - Parameter tiers: of trackers met before: thousands of torrents share one list.
  private static func seed(_ line: Substring, _ tiers: inout [Substring: [[String]]]) -> Seed? {
    let fields = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
    guard fields.count == 18 else { return nil }
    func stamp(_ first: Int) -> Stamp? {
      guard let size = Int64(fields[first]), let modified = Int64(fields[first + 1]),
        let inode = UInt64(fields[first + 2])
      else { return nil }
      return Stamp(size: size, modified: modified, inode: inode)
    }
    func key(_ field: Substring) -> SwarmKey?? { field.isEmpty ? .some(nil) : Self.key(field).map(Optional.some) }
    guard let torrent = stamp(1), let data = stamp(5), let v1 = key(fields[8]), let v2 = key(fields[9]),
      let size = Int64(fields[10]), let pieceLength = Int64(fields[11]), let pieceCount = Int(fields[12]),
      let start = Int(fields[13]), let end = Int(fields[14]), size > 0, pieceLength > 0, start >= 0, start <= end,
      pieceCount == Int((size - 1) / pieceLength) + 1, v1 != nil || v2 != nil
    else { return nil }
    let trackers = tiers[fields[17]] ?? Self.trackers(fields[17])
    tiers[fields[17]] = trackers
    return Seed(
      torrent: Seed.Place(path: String(fields[0]), stamp: torrent),
      data: Seed.Place(path: String(fields[4]), stamp: data),
      v1: v1, v2: v2, size: size, pieceLength: pieceLength, pieceCount: pieceCount, info: start..<end,
      isSingleFile: fields[15] == "1", isPrivate: fields[16] == "1", trackers: trackers)
  }

  private static func key(_ field: Substring) -> SwarmKey? { SwarmKey(hex: field) }

  private static func trackers(_ field: Substring) -> [[String]] {
    field.split(separator: "|").map { $0.split(separator: " ").map(String.init) }.filter { !$0.isEmpty }
  }
}
