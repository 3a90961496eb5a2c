import Glibc

extension Files {
  /// The whole file.
  ///
  /// - Parameter limit: in bytes; a larger file is refused with `EFBIG` before memory is given for it.
  public static func read(_ path: String, limit: Int) throws(FileError) -> [UInt8] {
    let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK, for: "read")
    let status = try file.status()
    // A pipe or a device in a content folder would block or never end.
    guard status.kind == .file else { throw FileError("read", path, errno: status.kind == .folder ? EISDIR : EINVAL) }
    guard status.size <= limit else { throw FileError("read", path, errno: EFBIG) }
    return try file.readAll(limit: limit)
  }

  /// The whole file as text; nil where its bytes are not UTF-8.
  public static func readText(_ path: String, limit: Int) throws(FileError) -> String? {
    String(validating: try read(path, limit: limit), as: UTF8.self)
  }

  /// A file of any size, a megabyte at a time, from its start to its end.
  public static func readParts(of path: String, _ body: ([UInt8]) -> Void) throws(FileError) {
    let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK, for: "read")
    guard try file.status().kind == .file else { throw FileError("read", path, errno: EINVAL) }
    while true {
      let part = try file.readPart(1 << 20)
      if part.isEmpty { return }
      body(part)
    }
  }

  /// At most `count` bytes from the start, for files that are recognised by how they begin.
  public static func readStart(of path: String, count: Int) throws(FileError) -> [UInt8] {
    let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK, for: "read")
    guard try file.status().kind == .file else { throw FileError("read", path, errno: EINVAL) }
    return try file.read(at: 0, count: count)
  }

  /// The names in a folder, sorted by their bytes, without `.` and `..` and without names that are not UTF-8.
  public static func list(_ folder: String) throws(FileError) -> [String] {
    try listAll(folder).names
  }

  /// The names in a folder, sorted, and those that are not UTF-8 with U+FFFD where they are not.
  static func listAll(_ folder: String) throws(FileError) -> (names: [String], damaged: [String]) {
    guard !folder.utf8.contains(0) else { throw FileError("list", folder, errno: EILSEQ) }
    guard let stream = unsafe opendir(folder) else { throw FileError("list", folder, errno: errno) }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    var damaged: [String] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else {
        if errno != 0 { throw FileError("list", folder, errno: errno) }
        return (names.sortedByBytes(), damaged.sortedByBytes())
      }
      let offset = MemoryLayout<dirent>.offset(of: \.d_name) ?? 0
      let bytes = unsafe (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self)
      if let name = unsafe String(validatingCString: bytes) {
        if name != "." && name != ".." { names.append(name) }
      } else {
        damaged.append(unsafe String(cString: bytes))
      }
    }
  }
}
