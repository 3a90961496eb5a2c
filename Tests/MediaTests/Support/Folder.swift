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

  func put(_ text: String, _ relative: String) throws { try put(Array(text.utf8), relative) }
  func put(_ bytes: [UInt8], _ relative: String) throws { try Files.write(bytes, to: self(relative)) }
  func bytes(_ relative: String) throws -> [UInt8] { try Files.read(self(relative), limit: 128 << 20) }
  func bytes(of path: String) throws -> [UInt8] { try Files.read(path, limit: 128 << 20) }
}
