import Facts
import Glibc

/// What tells that a file is still the one that was opened.
struct FileStamp: Equatable {
  /// In bytes.
  let size: Int64
  private let device: UInt64
  private let inode: UInt64
  private let seconds: Int64
  private let nanoseconds: Int64

  init(_ path: String) throws(MediaFailure) {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      throw MediaFailure(.unreadable, unsafe String(cString: strerror(errno)))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw MediaFailure(.unreadable, "it is no regular file") }
    size = Int64(status.st_size)
    device = UInt64(status.st_dev)
    inode = UInt64(status.st_ino)
    seconds = Int64(status.st_mtim.tv_sec)
    nanoseconds = Int64(status.st_mtim.tv_nsec)
  }
}
