import Foundation
import Glibc

/// What the disk says of every file below a folder: two states are equal where no file was written, replaced or touched.
struct FolderState: Equatable {
  struct File: Equatable {
    var inode: UInt64
    var size: Int64
    /// Content and status, in nanoseconds.
    var modified: Int64
    var changed: Int64
  }

  private(set) var files: [String: File] = [:]

  /// - Parameter leavingOut: names of files that do not count.
  init(_ folder: String, leavingOut: Set<String> = []) {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for name in names where !leavingOut.contains(name) {
      var raw = stat()
      guard unsafe lstat(folder + "/" + name, &raw) == 0, raw.st_mode & S_IFMT != S_IFDIR else { continue }
      files[name] = File(
        inode: UInt64(raw.st_ino), size: Int64(raw.st_size), modified: Self.nanoseconds(raw.st_mtim), changed: Self.nanoseconds(raw.st_ctim))
    }
  }

  /// Written, replaced or removed in between, sorted.
  func difference(from earlier: FolderState) -> [String] {
    Set(files.keys).union(earlier.files.keys).filter { files[$0] != earlier.files[$0] }.sorted()
  }

  func removed(since earlier: FolderState) -> [String] { earlier.files.keys.filter { files[$0] == nil }.sorted() }

  private static func nanoseconds(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
}

extension Project {
  var outputState: FolderState { FolderState(output) }
  /// Without the lock, which tells who holds it and so is written by every build.
  var keptState: FolderState { FolderState(file(".bobine"), leavingOut: ["lock"]) }

  func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: output + "/" + name) }
  func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

  /// Files younger than two seconds are not trusted to be unchanged; as git does it.
  func settle() { usleep(2_100_000) }

  /// Paths below the output that the manifest lists.
  var listed: [String] {
    text(".bobine-manifest").split(separator: "\n").dropFirst().compactMap { $0.split(separator: "\t").first.map(String.init) }
  }

  /// Lines of the ledger that are no comment, in columns.
  var ledger: [[String]] {
    let text = String(decoding: FileManager.default.contents(atPath: file(".bobine/published.tsv")) ?? Data(), as: UTF8.self)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  /// With an address, two videos in two channels: one that is copied, one that is encoded.
  static func small() throws -> Project {
    let project = Project()
    try project.write("title: Test\nbase_url: https://videos.example/\n", to: "bobine.yml")
    try Clips.mp4(project.file("town/first.mp4"), seconds: 1)
    try project.write("---\ntitle: The first\ndate: 2026-01-02\ntags: [town]\n---\nText.\n", to: "town/first.md")
    try Clips.avi(project.file("sea/second.avi"), seconds: 1)
    try project.write("---\ntitle: The second\ndate: 2026-01-01\n---\nOther text.\n", to: "sea/second.md")
    return project
  }
}
