import Facts
import Glibc

/// The thin owner of a file without a name: what a killed run leaves of it is nothing.
@safe final class ScratchFile {
  private let descriptor: Int32

  init(_ path: String) throws(MediaFailure) {
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    if descriptor < 0 { throw Self.failure() }
    unsafe unlink(path)
  }

  deinit { close(descriptor) }

  /// - Returns: why it failed, if it did.
  func write(_ bytes: borrowing Span<UInt8>, at offset: Int64) -> MediaFailure? {
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count =
          unsafe buffer.baseAddress.map {
            unsafe pwrite(descriptor, $0 + done, buffer.count - done, Int(offset) + done)
          } ?? 0
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return Self.failure() }
        done += count
      }
      return nil
    }
  }

  /// False where fewer than `count` bytes came.
  func read(_ count: Int, at offset: Int64, into chunk: Chunk) -> Bool {
    unsafe chunk.fill { buffer in
      var done = 0
      while done < count {
        let got =
          unsafe buffer.baseAddress.map { unsafe pread(descriptor, $0 + done, count - done, Int(offset) + done) } ?? 0
        if got < 0, errno == EINTR { continue }
        if got <= 0 { break }
        done += got
      }
      return done
    }
    return chunk.count == count
  }

  private static func failure() -> MediaFailure {
    MediaFailure(.output, "the scratch file beside the output: \(unsafe String(cString: strerror(errno)))")
  }
}
