import Files
import Synchronization
import Testing

private let folderCount = Atomic<Int>(0)

/// A folder of its own for one test, removed with all in it when the value goes (kept with `BOBINE_KEEP` set).
///
/// Its last name is always the same, because a project without a title is called as its folder is.
final class Folder: Sendable {
  let path: String

  init() throws {
    let number = folderCount.add(1, ordering: .relaxed).newValue
    let name = "bobine-interop-\(SystemClock.nowInNanoseconds())-\(number)"
    path = PathRules.join(Files.environment("TMPDIR") ?? "/tmp", "\(name)/films")
    try Files.makeFolder(path)
  }

  deinit {
    if Files.environment("BOBINE_KEEP") == nil { try? Files.removeTree(PathRules.parent(path)) }
  }

  func callAsFunction(_ relative: String) -> String { PathRules.join(path, relative) }

  func put(_ text: String, _ relative: String) throws { try Files.write(Array(text.utf8), to: self(relative)) }

  func text(_ relative: String) throws -> String {
    try #require(try Files.readText(self(relative), limit: 64 << 20), "\(relative) is not text")
  }

  /// Paths of all files below a folder of this one, relative to that one, whatever they are called.
  func files(_ relative: String = "") async throws -> [String] {
    let root = self(relative)
    let found = try await Tool.check("find", [root, "-type", "f", "-printf", #"%P\n"#])
    return found.out.split(separator: "\n").map(String.init).sortedByBytes()
  }
}
