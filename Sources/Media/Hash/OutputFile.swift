import Facts
import Glibc

/// The thin owner of the file that is written: in order, and once back to patch eight bytes.
@safe final class OutputFile: @unchecked Sendable {
  private let descriptor: Int32
  let path: String

  init(_ path: String) throws(MediaFailure) {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
    self.path = path
    if descriptor < 0 { throw Self.failure(path) }
  }

  deinit { close(descriptor) }

  /// - Returns: why it failed, if it did.
  func append(_ bytes: borrowing Span<UInt8>) -> MediaFailure? {
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = unsafe buffer.baseAddress.map { unsafe write(descriptor, $0 + done, buffer.count - done) } ?? 0
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return Self.failure(path) }
        done += count
      }
      return nil
    }
  }

  func patch(_ bytes: [UInt8], at offset: Int64) throws(MediaFailure) {
    let count = unsafe bytes.withUnsafeBytes { unsafe pwrite(descriptor, $0.baseAddress, $0.count, Int(offset)) }
    guard count == bytes.count else { throw Self.failure(path) }
  }

  /// Up to `count` bytes from `offset`; fewer at the end of the file.
  func read(_ count: Int, at offset: Int64) throws(MediaFailure) -> [UInt8] {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe pread(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled, Int(offset) + filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failed = true }
        if got <= 0 { return }
        filled += got
      }
    }
    if failed { throw Self.failure(path) }
    return bytes
  }

  private static func failure(_ path: String) -> MediaFailure {
    MediaFailure(.output, "\(path): \(unsafe String(cString: strerror(errno)))")
  }
}
