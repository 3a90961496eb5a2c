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

  /// Where in memory a stretch of a file goes: parts of equal length, at equal distances, with room between them.
  public struct Parts: Sendable, Hashable {
    /// Of the first, in bytes from the memory's begin.
    public var start: Int
    /// At most 64 are read at one time.
    public var count: Int
    public var length: Int
    /// From the begin of a part to that of the next, at least its length.
    public var stride: Int

    public init(start: Int, count: Int = 1, length: Int, stride: Int) {
      (self.start, self.count, self.length, self.stride) = (start, count, length, stride)
    }
  }

  /// Fills parts of `bytes` with what lies from `offset` on.
  ///
  /// - Parameter waits: for the disk. Who does not gets what is in memory; where the file system cannot say what is, such
  ///   as one of another machine, everybody waits.
  /// - Returns: how many bytes; fewer than there is room for at the end of the file, or in front of what is not in memory.
  public func read(
    at offset: Int64, into bytes: inout MutableRawSpan, _ parts: Parts, waits: Bool
  ) throws(FileError) -> Int {
    precondition(parts.start >= 0 && parts.length >= 0 && parts.stride >= parts.length && parts.count > 0)
    precondition(parts.start + parts.stride * (parts.count - 1) + parts.length <= bytes.byteCount)
    let (number, path) = (file.number, file.path)
    return try unsafe bytes.withUnsafeMutableBytes { memory throws(FileError) in
      let begin = unsafe memory.baseAddress.map { unsafe ($0 + parts.start).assumingMemoryBound(to: CChar.self) }
      func read(resident: Bool) -> Int {
        unsafe cpaging_read_parts(
          number, begin, Int32(clamping: parts.count), UInt(parts.length), UInt(parts.stride), offset, resident ? 1 : 0)
      }
      return try retrying("read", path) {
        guard !waits else { return read(resident: false) }
        let got = read(resident: true)
        guard got == -1 else { return got }
        return errno == EAGAIN ? 0 : errno == EOPNOTSUPP ? read(resident: false) : -1
      }
    }
  }

  /// The file as it is now: another size or time means that somebody writes in it.
  public func currentStatus() throws(FileError) -> FileStatus { try file.status() }
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
