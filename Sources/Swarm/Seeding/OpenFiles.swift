import Files
import NIOCore

/// A data file that is open twice: to read and hash, and to be sent by `sendfile`.
final class DataFile {
  let file: OpenFile
  private let handle: NIOFileHandle
  /// Batches on their way that name this file.
  private var users = 0
  private(set) var isEvicted = false
  fileprivate var lastUse = 0

  init(_ file: OpenFile, _ handle: NIOFileHandle) {
    self.file = file
    self.handle = handle
  }

  func region(_ offset: Int64, _ length: Int) -> FileRegion {
    FileRegion(fileHandle: handle, readerIndex: Int(offset), endIndex: Int(offset) + length)
  }

  func use() { users += 1 }

  func release() {
    users -= 1
    if users == 0 && isEvicted { close() }
  }

  fileprivate func evict() {
    isEvicted = true
    if users == 0 { close() }
  }

  private func close() {
    // The handle is ours and closed once; what the disk says to that changes nothing.
    try? handle.close()
  }
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
    files.updateValue(file, forKey: key)?.evict()
    if files.count > capacity, let oldest = files.min(by: { $0.value.lastUse < $1.value.lastUse })?.key {
      files.removeValue(forKey: oldest)?.evict()
    }
  }

  mutating func remove(torrent: String) {
    for key in files.keys where key.torrent == torrent { files.removeValue(forKey: key)?.evict() }
  }

  mutating func removeAll() {
    for file in files.values { file.evict() }
    files = [:]
  }
}
