import Glibc
import Synchronization

/// Numbers the temporary names of this process; the process id tells processes apart.
private let temporaryCount = Atomic<Int>(0)

/// `FICLONE` of linux/fs.h: the new file shares the blocks of the old one, on disks that can (Btrfs, XFS, bcachefs).
private let fileClone: UInt = 0x4004_9409

extension Files {
  /// Puts `bytes` under `path` in one step: written beside, then renamed, so that a reader sees the old or the new file.
  ///
  /// Folders above are made. A symlink at `path` is replaced, never followed.
  /// - Parameters:
  ///   - mode: the permission bits, less the process's umask.
  ///   - durable: waits until the disk holds the bytes, for what cannot be made again (keys, the ledger).
  public static func write(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644, durable: Bool = false
  ) throws(FileError) {
    try replace(path, mode: mode) { (file) throws(FileError) in
      try file.write(bytes.span)
      if durable { try file.sync() }
    }
  }

  /// Writes only where the file does not hold exactly these bytes already, so that an unchanged file keeps its time.
  ///
  /// - Returns: whether it wrote.
  @discardableResult
  public static func writeIfChanged(
    _ bytes: [UInt8], to path: String, mode: UInt32 = 0o644
  ) throws(FileError) -> Bool {
    if let old = try status(path, followLinks: false), old.kind == .file, old.size == Int64(bytes.count),
      (try? read(path, limit: bytes.count)) == bytes
    {
      return false
    }
    try write(bytes, to: path, mode: mode)
    return true
  }

  /// Copies a file's bytes in one step, as `write` does; where the disk can share the blocks, nothing is copied.
  public static func copy(_ source: String, to path: String, mode: UInt32 = 0o644) throws(FileError) {
    let input = try Descriptor(opening: source, O_RDONLY, for: "copy")
    guard try input.status().kind == .file else { throw FileError("copy", source, errno: EINVAL) }
    try replace(path, mode: mode) { (output) throws(FileError) in
      if ioctl(output.number, fileClone, input.number) == 0 { return }
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 4096)
      defer { unsafe buffer.deallocate() }
      while true {
        let count = try retrying("copy", source) { unsafe Glibc.read(input.number, buffer.baseAddress, buffer.count) }
        if count == 0 { return }
        let bytes = unsafe UnsafeBufferPointer<UInt8>(rebasing: buffer.bindMemory(to: UInt8.self)[..<count])
        try unsafe output.write(Span(_unsafeElements: bytes))
      }
    }
  }

  /// A name beside `path` that nothing else uses: same folder, so that a rename into place cannot fail half-way.
  public static func temporaryName(beside path: String) -> String {
    let number = temporaryCount.add(1, ordering: .relaxed).newValue
    return PathRules.join(PathRules.parent(path), "\(temporaryPrefix)\(getpid())-\(number)")
  }

  private static func replace(
    _ path: String, mode: UInt32, _ fill: (borrowing Descriptor) throws(FileError) -> Void
  ) throws(FileError) {
    let temporary = temporaryName(beside: path)
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
    do {
      try fillNew(temporary, flags, mode, fill)
    } catch {
      guard error.errno == ENOENT else {
        try? remove(temporary)
        throw FileError("write", path, errno: error.errno)
      }
      try makeFolder(PathRules.parent(path))
      do {
        try fillNew(temporary, flags, mode, fill)
      } catch {
        try? remove(temporary)
        throw FileError("write", path, errno: error.errno)
      }
    }
    do {
      try rename(temporary, to: path)
    } catch {
      try? remove(temporary)
      throw FileError("write", path, errno: error.errno)
    }
  }

  private static func fillNew(
    _ path: String, _ flags: Int32, _ mode: UInt32, _ fill: (borrowing Descriptor) throws(FileError) -> Void
  ) throws(FileError) {
    let file = try Descriptor(opening: path, flags, mode: mode, for: "write")
    try fill(file)
  }
}
