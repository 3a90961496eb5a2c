import Files
import Hashing
import Testing

@testable import Build

struct `Fingerprints of sources` {
  private let sha = SHA256.hash([1])
  private let second: Int64 = 1_000_000_000

  private func status(modified: Int64, size: Int64 = 10, inode: UInt64 = 7) -> FileStatus {
    FileStatus(size: size, modified: modified, changed: modified, inode: inode, device: 1, kind: .file, mode: 0o644)
  }

  @Test func `know a file that has not changed`() {
    var prints = Fingerprints()
    prints.record("a.mp4", status(modified: 0), sha, readAt: 10 * second)
    let read = Fingerprints(text: prints.text)
    #expect(read.known("a.mp4", status(modified: 0)) == sha)
    #expect(read.known("a.mp4", status(modified: 1)) == nil)
    #expect(read.known("a.mp4", status(modified: 0, size: 11)) == nil)
    #expect(read.known("a.mp4", status(modified: 0, inode: 8)) == nil)
    #expect(read.known("b.mp4", status(modified: 0)) == nil)
  }

  @Test func `do not trust a file that was younger than two seconds when it was read`() {
    var prints = Fingerprints()
    prints.record("young.mp4", status(modified: 9 * second), sha, readAt: 10 * second)
    prints.record("old.mp4", status(modified: 7 * second), sha, readAt: 10 * second)
    #expect(prints.known("young.mp4", status(modified: 9 * second)) == nil)
    #expect(prints.known("old.mp4", status(modified: 7 * second)) == sha)
  }

  @Test func `count as none when a single byte of the file is damaged`() {
    var prints = Fingerprints()
    prints.record("a.mp4", status(modified: 0), sha, readAt: 10 * second)
    let bytes = Array(prints.text.utf8)
    for index in bytes.indices {
      var damaged = bytes
      damaged[index] ^= 1
      #expect(Fingerprints(text: String(decoding: damaged, as: UTF8.self)).entries.isEmpty)
      #expect(Fingerprints(text: String(decoding: bytes[..<index], as: UTF8.self)).entries.isEmpty)
    }
  }
}
