import Files

/// A data file in use, until ``OpenFiles`` closes it.
final class DataFile {
  /// nil once it is closed here; who reads from it at that moment still can.
  private(set) var file: OpenFile?
  fileprivate var lastUse = 0

  init(_ file: OpenFile) { self.file = file }

  fileprivate func close() { file = nil }
}

/// The data files in use, a bounded number of them, those used last. Confined to the loop of peers.
struct OpenFiles {
  struct Key: Hashable {
    /// The path of the torrent file.
    var torrent: String
    /// In the torrent's ``PieceMap``.
    var index: Int
  }

  let capacity: Int
  private var files: [Key: DataFile] = [:]
  private var clock = 0

  /// Puts a file behind all others in the order in which they are closed.
  mutating func touch(_ file: DataFile) {
    clock += 1
    file.lastUse = clock
  }

  init(capacity: Int) { self.capacity = capacity }

  subscript(_ key: Key) -> DataFile? { files[key] }

  mutating func insert(_ file: DataFile, for key: Key) {
    touch(file)
    files.updateValue(file, forKey: key)?.close()
    if files.count > capacity, let oldest = files.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
      files.removeValue(forKey: oldest)?.close()
    }
  }

  mutating func remove(torrent: String) {
    for key in files.keys where key.torrent == torrent { files.removeValue(forKey: key)?.close() }
  }

  mutating func removeAll() {
    for file in files.values { file.close() }
    files = [:]
  }
}
