import Glibc

extension Files {
  /// Makes a folder and those above it; one that stands already is fine.
  public static func makeFolder(_ path: String, mode: UInt32 = 0o755) throws(FileError) {
    do {
      try makeOneFolder(path, mode)
    } catch {
      let parent = PathRules.parent(path)
      guard error.errno == ENOENT && parent != path else { throw error }
      try makeFolder(parent, mode: mode)
      // Once more, and no more: in some places no folder can be made, whatever stands above it.
      try makeOneFolder(path, mode)
    }
  }

  private static func makeOneFolder(_ path: String, _ mode: UInt32) throws(FileError) {
    do {
      try retrying("make the folder", path) { unsafe mkdir(path, mode) }
    } catch {
      if error.errno == EEXIST && isFolder(path) { return }
      throw error
    }
  }

  /// Removes a file or a symlink (not what it points to); absent is fine.
  public static func remove(_ path: String) throws(FileError) {
    do {
      try retrying("remove", path) { unsafe unlink(path) }
    } catch {
      if !error.isAbsent { throw error }
    }
  }

  /// Removes a folder if nothing is in it.
  ///
  /// - Returns: whether it is gone by this call.
  @discardableResult
  public static func removeEmptyFolder(_ path: String) throws(FileError) -> Bool {
    do {
      try retrying("remove the folder", path) { unsafe rmdir(path) }
      return true
    } catch {
      if error.isAbsent || error.errno == ENOTEMPTY || error.errno == EEXIST { return false }
      throw error
    }
  }

  /// Removes a folder and all in it. Symlinks inside are removed, never followed. Absent is fine.
  public static func removeTree(_ path: String) throws(FileError) {
    guard let found = try status(path, followLinks: false) else { return }
    guard found.kind == .folder else { return try remove(path) }
    let (names, damaged) = try listAll(path)
    for name in names { try removeTree(PathRules.join(path, name)) }
    if let name = damaged.first { throw FileError("remove", PathRules.join(path, name), errno: EILSEQ) }
    try removeEmptyFolder(path)
  }

  /// Gives a file another name on the same disk; what had that name is replaced in the same step.
  public static func rename(_ path: String, to target: String) throws(FileError) {
    guard !target.utf8.contains(0) else { throw FileError("rename", target, errno: EILSEQ) }
    try retrying("rename", path) { unsafe Glibc.rename(path, target) }
  }

  /// A second name for the same file. Fails with `EXDEV` across disks and `EEXIST` where the name is taken.
  public static func hardLink(_ path: String, to target: String) throws(FileError) {
    guard !target.utf8.contains(0) else { throw FileError("link", target, errno: EILSEQ) }
    try retrying("link", path) { unsafe link(path, target) }
  }

  /// A symlink with this text. Fails with `EEXIST` where the name is taken.
  public static func symbolicLink(_ text: String, at path: String) throws(FileError) {
    guard !text.utf8.contains(0), !path.utf8.contains(0) else { throw FileError("link", path, errno: EILSEQ) }
    try retrying("link", path) { unsafe symlink(text, path) }
  }

  /// What a symlink points to, as it is written; nil where `path` is not a symlink.
  public static func linkTarget(_ path: String) -> String? {
    guard !path.utf8.contains(0) else { return nil }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe readlink(path, &buffer, buffer.count)
    return count < 0 ? nil : String(validating: buffer.prefix(count), as: UTF8.self)
  }

  /// The path without symlinks, `.` or `..`.
  public static func realPath(_ path: String) throws(FileError) -> String {
    guard !path.utf8.contains(0) else { throw FileError("find", path, errno: EILSEQ) }
    guard let resolved = unsafe realpath(path, nil) else { throw FileError("find", path, errno: errno) }
    defer { unsafe free(resolved) }
    guard let text = unsafe String(validatingCString: resolved) else { throw FileError("find", path, errno: EILSEQ) }
    return text
  }
}
