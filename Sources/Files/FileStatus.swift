import Glibc

/// What the disk says about a name.
public struct FileStatus: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case file, folder, symlink, other
  }

  /// In bytes.
  public let size: Int64
  /// When the content last changed, in nanoseconds since 1970-01-01 UTC.
  public let modified: Int64
  /// When content, name or mode last changed (ctime), in the same unit: nobody can set it back.
  public let changed: Int64
  public let inode: UInt64
  public let device: UInt64
  public let kind: Kind
  /// The permission bits, such as `0o644`.
  public let mode: UInt32

  /// A status that no disk told, for callers that plan without one.
  public init(
    size: Int64, modified: Int64, changed: Int64 = 0, inode: UInt64 = 0, device: UInt64 = 0, kind: Kind = .file,
    mode: UInt32 = 0o644
  ) {
    (self.size, self.modified, self.changed) = (size, modified, changed)
    (self.inode, self.device, self.kind, self.mode) = (inode, device, kind, mode)
  }

  init(_ raw: stat) {
    size = Int64(raw.st_size)
    modified = Int64(raw.st_mtim.tv_sec) * 1_000_000_000 + Int64(raw.st_mtim.tv_nsec)
    changed = Int64(raw.st_ctim.tv_sec) * 1_000_000_000 + Int64(raw.st_ctim.tv_nsec)
    inode = UInt64(raw.st_ino)
    device = UInt64(raw.st_dev)
    mode = raw.st_mode & 0o7777
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .symlink
      default: .other
      }
  }
}

extension Files {
  /// - Returns: nil where nothing has that name.
  public static func status(_ path: String, followLinks: Bool = true) throws(FileError) -> FileStatus? {
    var raw = stat()
    do {
      try retrying("look at", path) {
        unsafe fstatat(AT_FDCWD, path, &raw, followLinks ? 0 : AT_SYMLINK_NOFOLLOW)
      }
    } catch {
      if error.isAbsent { return nil }
      throw error
    }
    return FileStatus(raw)
  }

  public static func exists(_ path: String) -> Bool {
    ((try? status(path)) ?? nil) != nil
  }

  public static func isFolder(_ path: String) -> Bool {
    ((try? status(path)) ?? nil)?.kind == .folder
  }

  /// Bytes that a program without privileges may still write on the disk that holds `path`.
  public static func freeSpace(at path: String) throws(FileError) -> Int64 {
    var raw = statvfs()
    try retrying("ask for the free space at", path) { unsafe statvfs(path, &raw) }
    let (bytes, overflow) = Int64(clamping: raw.f_bavail).multipliedReportingOverflow(by: Int64(clamping: raw.f_frsize))
    return overflow ? .max : bytes
  }
}
