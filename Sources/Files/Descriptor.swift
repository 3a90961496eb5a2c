import Glibc

/// An open file that is closed when its owner goes: the only holder of descriptors in this part.
struct Descriptor: ~Copyable {
  let number: Int32
  let path: String

  init(taking number: Int32, path: String) {
    self.number = number
    self.path = path
  }

  init(opening path: String, _ flags: Int32, mode: UInt32 = 0, for operation: String) throws(FileError) {
    number = try retrying(operation, path) { unsafe open(path, flags | O_CLOEXEC, mode) }
    self.path = path
  }

  /// Opens one name in a folder that is open already.
  init(opening name: String, below folder: borrowing Descriptor, _ flags: Int32) throws(FileError) {
    let place = folder.number
    number = try retrying("open", name) { unsafe openat(place, name, flags | O_CLOEXEC) }
    path = name
  }

  deinit { _ = close(number) }

  func status() throws(FileError) -> FileStatus {
    var raw = stat()
    try retrying("look at", path) { unsafe fstat(number, &raw) }
    return FileStatus(raw)
  }

  /// Everything from the start, refused with `EFBIG` where that is more than `limit` bytes.
  ///
  /// The size that the disk tells is only a hint: the file may grow, and files of `/proc` say 0.
  func readAll(limit: Int) throws(FileError) -> [UInt8] {
    let hint = min(Int(clamping: try status().size), limit) + 1
    var bytes = [UInt8]()
    var capacity = max(hint, 4096)
    while true {
      var failure: FileError?
      let chunk = unsafe [UInt8](unsafeUninitializedCapacity: capacity) { buffer, count in
        do {
          count = try unsafe readOnce(into: UnsafeMutableRawBufferPointer(buffer))
        } catch {
          failure = error as? FileError
        }
      }
      if let failure { throw failure }
      if chunk.isEmpty { return bytes }
      if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
      guard bytes.count <= limit else { throw FileError("read", path, errno: EFBIG) }
      capacity = max(4096, min(1 << 20, limit + 1 - bytes.count))
    }
  }

  /// The next bytes, at most `count`; empty at the end.
  func readPart(_ count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let part = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(FileError) {
        filled = try unsafe readOnce(into: UnsafeMutableRawBufferPointer(buffer))
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return part
  }

  /// At most `count` bytes from `offset`; fewer only at the end of the file.
  func read(at offset: Int64, count: Int) throws(FileError) -> [UInt8] {
    var failure: FileError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: max(count, 0)) { buffer, filled in
      while filled < count {
        let rest = unsafe buffer.baseAddress.map { unsafe $0 + filled }
        let got = unsafe pread(number, rest, count - filled, off_t(offset) + off_t(filled))
        if got == -1 && errno == EINTR { continue }
        if got == -1 { failure = FileError("read", path, errno: errno) }
        if got <= 0 { return }
        filled += got
      }
    }
    if let failure { throw failure }
    return bytes
  }

  private func readOnce(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    try retrying("read", path) { unsafe Glibc.read(number, buffer.baseAddress, buffer.count) }
  }

  func write(_ bytes: borrowing Span<UInt8>) throws(FileError) {
    var done = 0
    while done < bytes.count {
      let rest = bytes.extracting(done...)
      done += try retrying("write", path) {
        unsafe rest.withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
      }
    }
  }

  func sync() throws(FileError) {
    try retrying("write", path) { fsync(number) }
  }
}
