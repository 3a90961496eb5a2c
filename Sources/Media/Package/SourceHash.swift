import Facts
import Glibc
import Hashing
import Synchronization

/// Hashes the source on a thread of its own, in step with the demuxer: the disk is read once, and whoever comes second
/// finds the bytes in the page cache.
final class SourceHash: @unchecked Sendable {
  /// How far one may run ahead of the other, in bytes.
  private static let lead: Int64 = 64 << 20

  private let path: String
  private let size: Int64
  private let monitor = Monitor()
  // All below is touched only under the monitor.
  private var demuxed: Int64 = 0
  private var hashed: Int64 = 0
  private var isCancelled = false
  private var result: Digest256?

  /// - Parameter size: in bytes; a file of another length gives no digest.
  init(_ path: String, size: Int64) {
    self.path = path
    self.size = size
  }

  func start() -> Thread {
    Thread { [self] in
      let digest = run()
      monitor.locked {
        result = digest
        hashed = .max
        monitor.wake()
      }
    }
  }

  /// Everything up to here has been demuxed; waits where the hash is far behind.
  func advance(to position: Int64) {
    monitor.locked {
      demuxed = max(demuxed, position)
      monitor.wake()
      while demuxed < .max, demuxed - Self.lead > hashed { monitor.wait() }
    }
  }

  /// Nobody will ask for the digest.
  func cancel() {
    monitor.locked {
      isCancelled = true
      monitor.wake()
    }
  }

  /// After the thread has ended; nil where the file could not be read to `size`.
  var digest: Digest256? { monitor.locked { result } }

  private func run() -> Digest256? {
    guard let file = try? InputFile(path) else { return nil }
    var hasher = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    var done: Int64 = 0
    while true {
      let goesOn = monitor.locked {
        hashed = done
        monitor.wake()
        while !isCancelled, done - Self.lead > demuxed { monitor.wait() }
        return !isCancelled
      }
      guard goesOn, let count = file.read(into: &buffer) else { return nil }
      if count == 0 { break }
      hasher.update(buffer.span.extracting(..<count))
      done += Int64(count)
    }
    return done == size ? hasher.finalize() : nil
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

  /// How many bytes came, 0 at the end; nil on failure.
  func read(into buffer: inout [UInt8]) -> Int? {
    unsafe buffer.withUnsafeMutableBytes { buffer in
      while true {
        let got = unsafe Glibc.read(descriptor, buffer.baseAddress, buffer.count)
        if got >= 0 { return got }
        if errno != EINTR { return nil }
      }
    }
  }
}
