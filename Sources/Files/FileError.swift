import Glibc

/// What the operating system refused, where, and why.
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried, as a verb that stands before a path: `read`, `write`, `make the folder`.
  public let operation: String
  public let path: String
  /// The system's number, such as `ENOENT`.
  public let errno: Int32

  public init(_ operation: String, _ path: String, errno: Int32) {
    self.operation = operation
    self.path = path
    self.errno = errno
  }

  /// The system's own words, such as "Permission denied". Programs never set a locale, so they are always English.
  public var reason: String {
    switch errno {
    case EFBIG where operation == "write": "the disk or a limit of the process (ulimit -f) allows no file so large"
    case EFBIG: "larger than expected"
    case ENODATA: "shorter than expected"
    case EILSEQ: "its name holds a NUL byte"
    case ELOOP: "symbolic links that lead nowhere, or one where none is allowed"
    default: unsafe String(cString: strerror(errno))
    }
  }

  /// For people: `cannot read /videos/a.mp4: Permission denied`.
  public var text: String { "cannot \(operation) \(path): \(reason)" }
  public var description: String { text }

  /// The file is larger than the limit that its reader gave.
  public var isTooLarge: Bool { errno == EFBIG }
  public var isAbsent: Bool { errno == ENOENT || errno == ENOTDIR }
  public var isDenied: Bool { errno == EACCES || errno == EPERM || errno == EROFS }
  public var isFull: Bool { errno == ENOSPC || errno == EDQUOT }
}

/// Runs a call that answers -1 on failure, again where a signal interrupted it.
@discardableResult
func retrying<Result: SignedInteger>(
  _ operation: String, _ path: String, _ call: () -> Result
) throws(FileError) -> Result {
  guard !path.utf8.contains(0) else { throw FileError(operation, path, errno: EILSEQ) }
  while true {
    let result = call()
    if result != -1 { return result }
    let code = errno
    if code != EINTR { throw FileError(operation, path, errno: code) }
  }
}
