import Glibc

/// Why a lock was not to be had.
public enum FolderLockError: Error, Sendable, Hashable {
  /// Another process has it; `holder` is what that process wrote about itself, `4711 bobine build`.
  case held(holder: String?)
  case file(FileError)
}

/// One process at a time: an advisory lock on a file, released when the value goes or the process ends, however it ends.
///
/// The file stays: removing it would let two processes hold locks on two files of one name.
public struct FolderLock: ~Copyable {
  private let file: Descriptor

  /// - Parameters:
  ///   - path: the lock's file; its folder is made where it is absent.
  ///   - command: how this process introduces itself to whom it keeps out, such as `bobine build`.
  public init(_ path: String, command: String) throws(FolderLockError) {
    do {
      try Files.makeFolder(PathRules.parent(path))
      let file = try Descriptor(opening: path, O_RDWR | O_CREAT | O_NOFOLLOW, mode: 0o644, for: "lock")
      do {
        try retrying("lock", path) { flock(file.number, LOCK_EX | LOCK_NB) }
      } catch {
        guard error.errno == EWOULDBLOCK else { throw error }
        let words = try? file.readAll(limit: 4096)
        let holder = words.map { String(decoding: $0, as: UTF8.self).filter { !$0.isNewline } }
        throw Held(holder: holder.flatMap { $0.isEmpty ? nil : $0 })
      }
      try retrying("lock", path) { ftruncate(file.number, 0) }
      try file.write(Array("\(getpid()) \(command)\n".utf8).span)
      self.file = file
    } catch let error as FileError {
      throw .file(error)
    } catch let held as Held {
      throw .held(holder: held.holder)
    } catch {
      throw .held(holder: nil)
    }
  }

  /// Said, and not only closed: a program that this process is just starting may hold a copy of the descriptor until it runs.
  deinit { _ = flock(file.number, LOCK_UN) }

  private struct Held: Error {
    var holder: String?
  }
}
