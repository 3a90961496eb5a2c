import Glibc

/// A file that is filled piece by piece, in any order, and outlives the program between them.
public final class PartFile: Sendable {
  public let path: String
  private let file: Descriptor

  /// Opens the file, or makes it; a symlink is refused.
  public init(_ path: String, mode: UInt32 = 0o644) throws(FileError) {
    let file = try Descriptor(opening: path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: mode, for: "write")
    guard try file.status().kind == .file else { throw FileError("write", path, errno: EINVAL) }
    self.file = file
    self.path = path
  }

  /// In bytes, as it is now.
  public var size: Int64 {
    get throws(FileError) { try file.status().size }
  }

  /// At most `count` bytes from `offset`; fewer only at the end of the file.
  public func read(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
    try file.read(at: offset, count: count)
  }

  /// Puts bytes at a place; what lies between it and the end so far reads as zeros.
  public func write(_ bytes: [UInt8], at offset: Int64) throws(FileError) {
    var done = 0
    while done < bytes.count {
      done += try retrying("write", path) {
        unsafe bytes.withUnsafeBytes { buffer in
          let rest = unsafe buffer.baseAddress.map { unsafe $0 + done }
          return unsafe pwrite(file.number, rest, buffer.count - done, off_t(offset) + off_t(done))
        }
      }
    }
  }

  /// Forgets what lies behind `size`, or fills up with zeros.
  public func truncate(to size: Int64) throws(FileError) {
    try retrying("write", path) { ftruncate(file.number, off_t(size)) }
  }

  /// Waits until the disk holds what was written.
  public func sync() throws(FileError) { try retrying("write", path) { fdatasync(file.number) } }
}
