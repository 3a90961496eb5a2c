import CPaging
import Glibc

/// A regular file that stays open while the value lives, whatever happens to its name.
public final class OpenFile: Sendable {
  /// At the time of opening.
  public let status: FileStatus
  private let file: Descriptor

  init(_ file: consuming Descriptor, _ status: FileStatus) {
    self.file = file
    self.status = status
  }

  /// At most `count` bytes from `offset`; fewer only at the end of the file.
  public func read(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
    try file.read(at: offset, count: count)
  }

  /// The file as it is now: another size or time means that somebody writes in it.
  public func currentStatus() throws(FileError) -> FileStatus { try file.status() }

  /// Whether the byte at `offset` is in memory, so that reading it does not wait for the disk; true also where the file
  /// system cannot say, such as one that is all memory.
  public func isResident(at offset: Int64) -> Bool { cpaging_is_resident(file.number, offset) != 0 }

  /// Another descriptor of the same open file, which the caller closes.
  public func duplicate() throws(FileError) -> Int32 {
    let number = file.number
    return try retrying("open again", file.path) { fcntl(number, F_DUPFD_CLOEXEC, 0) }
  }
}

extension Files {
  /// Opens a regular file for reading; symlinks are followed.
  public static func open(_ path: String) throws(FileError) -> OpenFile {
    // Without O_NONBLOCK a named pipe would wait for a writer.
    let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK, for: "open")
    let status = try file.status()
    guard status.kind == .file else { throw FileError("open", path, errno: status.kind == .folder ? EISDIR : EINVAL) }
    return OpenFile(file, status)
  }
}
