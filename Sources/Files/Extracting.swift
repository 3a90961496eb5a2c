import Glibc

extension Files {
  /// A part of a file, a megabyte at a time. One that ends before the part does is an error.
  public static func readParts(
    of path: String, in range: Range<Int64>, _ body: ([UInt8]) throws(FileError) -> Void
  ) throws(FileError) {
    let file = try Descriptor(opening: path, O_RDONLY | O_NONBLOCK, for: "read")
    guard try file.status().kind == .file else { throw FileError("read", path, errno: EINVAL) }
    var place = range.lowerBound
    while place < range.upperBound {
      let part = try file.read(at: place, count: Int(min(range.upperBound - place, 1 << 20)))
      if part.isEmpty { throw FileError("read", path, errno: ENODATA) }
      try body(part)
      place += Int64(part.count)
    }
  }

  /// Writes a part of a file into a new one, which the caller gives its final name when it has looked at the bytes.
  ///
  /// Where it fails, nothing is left under `path`.
  /// - Parameters:
  ///   - path: nothing may have this name; its folder stands.
  ///   - each: is given the bytes as they pass.
  public static func extract(
    _ range: Range<Int64>, of source: String, to path: String, mode: UInt32 = 0o644, _ each: ([UInt8]) -> Void
  ) throws(FileError) {
    let output = try Descriptor(
      opening: path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: mode, for: "write")
    do {
      try readParts(of: source, in: range) { (part) throws(FileError) in
        each(part)
        try output.write(part.span)
      }
    } catch {
      try? remove(path)
      throw error
    }
  }
}
