import Facts
import Glibc
import Hashing
import Synchronization

/// Hashes the source on a thread of its own, never far before the place where it is demuxed: the disk is read once, and
/// the other reader finds the bytes in the page cache.
final class SourceHash: Sendable {
  private let result = Mutex<Digest256?>(nil)
  private let reached = Monitor()
  private let place: Mutex<Int64> = Mutex(0)
  /// How far it may run ahead, in bytes.
  private static let lead: Int64 = 64 << 20
  private let path: String

  init(_ path: String) { self.path = path }

  func start() throws(MediaFailure) -> Thread {
    do {
      return try Thread { [self] in run() }
    } catch {
      throw MediaFailure(.output, "the system gives no more threads")
    }
  }

  /// Everything up to here has been demuxed; `Int64.max` at the end.
  func advance(to position: Int64) {
    reached.locked {
      place.withLock { $0 = max($0, position) }
      reached.wake()
    }
  }

  /// After the thread has ended; nil where the file could not be read.
  var digest: Digest256? { result.withLock { $0 } }

  private func run() {
    guard let file = try? InputFile(path) else { return }
    var hasher = SHA256()
    var done: Int64 = 0
    while true {
      reached.locked {
        while done - Self.lead > place.withLock({ $0 }) { reached.wait() }
      }
      guard let part = file.read(1 << 20) else { return }
      if part.isEmpty { break }
      hasher.update(part)
      done += Int64(part.count)
    }
    let digest = hasher.finalize()
    result.withLock { $0 = digest }
  }
}

/// The thin owner of a file that is read from its start to its end.
@safe private struct InputFile: ~Copyable {
  private let descriptor: Int32

  init(_ path: String) throws(MediaFailure) {
    descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw MediaFailure(.unreadable, unsafe String(cString: strerror(errno))) }
    _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  deinit { close(descriptor) }

  /// Empty at the end, nil on failure.
  func read(_ count: Int) -> [UInt8]? {
    var failed = false
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
        if got < 0, errno == EINTR { continue }
        if got < 0 { failed = true }
        if got <= 0 { return }
        filled += got
      }
    }
    return failed ? nil : bytes
  }
}
