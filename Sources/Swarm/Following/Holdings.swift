import Files
import Torrent

/// The files that were fetched from one site and lie there whole, each with its torrent. What this list does not name was
/// written by somebody else, and is never removed.
///
/// The list is written before a file gets its name and after it has lost it, so that a program that is killed at any moment
/// knows its own files.
struct Holdings: Sendable {
  struct Held: Sendable, Hashable {
    /// Of the data and of the torrent, without their endings.
    var stem: String
    var suffix: String
    /// In bytes.
    var size: Int64
  }

  let folder: SiteFolder
  private(set) var files: [SwarmKey: Held] = [:]

  var bytes: Int64 { files.values.reduce(0) { $0 + $1.size } }

  private static let head = "bobined files 1"
  private static let limit = 64 << 20

  /// Reads the list, and puts right what a sudden end left half-done. Blocks.
  init(_ folder: SiteFolder) throws(FileError) {
    self.folder = folder
    try Files.makeFolder(folder.parts)
    try Files.makeFolder(folder.pages)
    let listed = try Self.read(folder.list)
    for (key, held) in listed {
      guard Self.isOurs(data(held), size: held.size) else {
        // Removed or replaced by somebody; a torrent without its data helps nobody.
        try Files.remove(torrent(held))
        continue
      }
      if Self.isOurs(torrent(held), size: nil) {
        files[key] = held
      } else {
        // Killed between the two: its pieces are still on record.
        try Files.rename(data(held), to: PartialFile.data(key, folder.parts))
      }
    }
    if files.count != listed.count { try write() }
  }

  func data(_ held: Held) -> String { PathRules.join(folder.path, "\(held.stem).\(held.suffix)") }
  func torrent(_ held: Held) -> String { PathRules.join(folder.path, "\(held.stem).torrent") }

  /// Gives a file that is whole its name, and its torrent one beside it: from then on it is seeded. Blocks.
  mutating func publish(_ key: SwarmKey, _ held: Held, torrent bytes: [UInt8]) throws(FileError) {
    for path in [data(held), torrent(held)] where try Files.status(path, followLinks: false) != nil {
      throw FileError("write", path, errno: Self.exists)
    }
    files[key] = held
    do throws(FileError) {
      try write()
      try Files.rename(PartialFile.data(key, folder.parts), to: data(held))
      try Files.write(bytes, to: torrent(held), durable: true)
    } catch {
      files[key] = nil
      throw error
    }
    try Files.remove(PartialFile.record(key, folder.parts))
  }

  /// Removes a file and its torrent, if they are still those that were written. Blocks.
  mutating func drop(_ key: SwarmKey) throws(FileError) {
    guard let held = files[key] else { return }
    if Self.isOurs(torrent(held), size: nil) { try Files.remove(torrent(held)) }
    if Self.isOurs(data(held), size: held.size) { try Files.remove(data(held)) }
    files[key] = nil
    try write()
  }

  /// Removes what was begun and is not wanted any more. Blocks.
  func dropParts(except wanted: Set<SwarmKey>) throws(FileError) {
    for name in try Files.list(folder.parts) {
      guard name.hasSuffix(".data") || name.hasSuffix(".record"), let key = SwarmKey(hex: PathRules.stem(name)),
        !wanted.contains(key)
      else { continue }
      try Files.remove(PathRules.join(folder.parts, name))
    }
  }

  /// `EEXIST`.
  private static let exists: Int32 = 17

  private static func isOurs(_ path: String, size: Int64?) -> Bool {
    guard let status = (try? Files.status(path, followLinks: false)) ?? nil, status.kind == .file else { return false }
    return size == nil || status.size == size
  }

  private static func read(_ path: String) throws(FileError) -> [SwarmKey: Held] {
    guard try Files.status(path, followLinks: false) != nil, let text = try Files.readText(path, limit: limit) else {
      return [:]
    }
    var files: [SwarmKey: Held] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      // However the list came to be: a name in it leads nowhere else.
      guard fields.count == 4, let key = SwarmKey(hex: fields[0]), let size = Int64(fields[3]), size > 0,
        !fields[1].isEmpty, fields[1].utf8.allSatisfy({ SiteFolder.isPlain($0) || $0 == 0x2D }),
        !fields[2].isEmpty, fields[2].utf8.allSatisfy(SiteFolder.isPlain)
      else { continue }
      files[key] = Held(stem: String(fields[1]), suffix: String(fields[2]), size: size)
    }
    return files
  }

  private func write() throws(FileError) {
    let lines = files.map { "\($0.key.hex)\t\($0.value.stem)\t\($0.value.suffix)\t\($0.value.size)\n" }.sortedByBytes()
    try Files.write(Array((Self.head + "\n" + lines.joined()).utf8), to: folder.list, durable: true)
  }
}
