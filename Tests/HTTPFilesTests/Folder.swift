import Files
import Glibc

/// A folder of its own for one test, removed with all in it when the value goes.
final class Folder: Sendable {
  let path: String

  init() throws {
    var template =
      Array((Files.environment("TMPDIR") ?? "/tmp").utf8CString.dropLast()) + Array("/bobine-test-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    path = try Files.realPath(unsafe String(cString: made))
  }

  deinit { try? Files.removeTree(path) }

  func callAsFunction(_ relative: String) -> String { PathRules.join(path, relative) }

  func put(_ text: String, _ relative: String) throws { try Files.write(Array(text.utf8), to: self(relative)) }

  func link(_ relative: String, to target: String) throws {
    try Files.makeFolder(PathRules.parent(self(relative)))
    guard unsafe symlink(target, self(relative)) == 0 else { throw FileError("link", relative, errno: errno) }
  }

  func text(_ relative: String) throws -> String? { try Files.readText(self(relative), limit: 1 << 20) }
}
