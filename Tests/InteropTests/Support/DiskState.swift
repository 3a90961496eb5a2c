import Files
import Testing

/// What the disk says of every file below a folder: two states are equal where no file was written, replaced or touched.
struct DiskState: Equatable {
  /// Inode, size in bytes, and the times of content and status to the nanosecond, by the path below the folder.
  private let files: [String: Substring]

  /// - Parameter leavingOut: paths of files that do not count.
  init(_ folder: String, leavingOut: Set<String> = []) async throws {
    let found = try await Tool.check("find", [folder, "!", "-type", "d", "-printf", #"%i %s %T@ %C@\t%P\n"#])
    var files: [String: Substring] = [:]
    for line in found.out.split(separator: "\n") {
      let fields = line.split(separator: "\t", maxSplits: 1)
      guard let path = fields.last.map(String.init), !leavingOut.contains(path) else { continue }
      files[path] = fields[0]
    }
    self.files = files
  }

  /// What was written, replaced or removed in between, sorted.
  func difference(from earlier: DiskState) -> [String] {
    Set(files.keys).union(earlier.files.keys).filter { files[$0] != earlier.files[$0] }.sortedByBytes()
  }

  func removed(since earlier: DiskState) -> [String] {
    earlier.files.keys.filter { files[$0] == nil }.sortedByBytes()
  }
}
