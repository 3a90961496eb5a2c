import Files
import Hashing

/// What the file system said of a source when its bytes were last hashed, so that an unchanged build reads no video.
///
/// A cache: text, one line a file, sorted, closed by a line with the SHA-256 of all before it. Damaged or of another
/// version it counts as empty, and sources are hashed again.
struct Fingerprints: Sendable {
  private static let header = "bobine-fingerprints 1"
  static let limit = 1 << 28
  /// A file changed within this time before it was read may change again without a new time (git's "racy" rule), in ns.
  private static let racyWindow: Int64 = 2_000_000_000

  struct Entry: Sendable, Hashable {
    var size: Int64
    var modified: Int64
    var changed: Int64
    var inode: UInt64
    var sha256: Digest256
  }

  private(set) var entries: [String: Entry] = [:]

  init() {}

  init(text: String) {
    let bytes = Array(text.utf8)
    let body = bytes.dropLast(Self.endLength)
    guard Array(bytes.suffix(Self.endLength)) == Self.end(of: Array(body)) else { return }
    var lines = body.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }.makeIterator()
    guard lines.next() == Self.header else { return }
    while let line = lines.next() {
      let parts = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
      guard parts.count == 6, let size = Int64(parts[1]), let modified = Int64(parts[2]),
        let changed = Int64(parts[3]), let inode = UInt64(parts[4]), let sha = Digest256(hex: parts[5])
      else {
        entries = [:]
        return
      }
      entries[Columns.unescape(parts[0])] = Entry(size: size, modified: modified, changed: changed, inode: inode, sha256: sha)
    }
  }

  var text: String {
    var out = Self.header + "\n"
    for (path, e) in entries.sorted(by: { $0.key.precedesByBytes($1.key) }) {
      out += "\(Columns.escape(path))\t\(e.size)\t\(e.modified)\t\(e.changed)\t\(e.inode)\t\(e.sha256.hex)\n"
    }
    return out + String(decoding: Self.end(of: Array(out.utf8)), as: UTF8.self)
  }

  /// The last line: `sha256 `, 64 digits, a line feed.
  private static let endLength = 72
  private static func end(of body: [UInt8]) -> [UInt8] { Array("sha256 \(SHA256.hash(body).hex)\n".utf8) }

  /// The SHA-256 of the file at `path`, if it is surely the one that was hashed.
  func known(_ path: String, _ status: FileStatus) -> Digest256? {
    guard let entry = entries[path], entry.size == status.size, entry.modified == status.modified,
      entry.changed == status.changed, entry.inode == status.inode
    else { return nil }
    return entry.sha256
  }

  /// Remembers a digest, unless the file was so young at `readAt` (ns since 1970) that it is not to be trusted.
  mutating func record(_ path: String, _ status: FileStatus, _ sha256: Digest256, readAt: Int64) {
    guard readAt - max(status.modified, status.changed) > Self.racyWindow else {
      entries[path] = nil
      return
    }
    entries[path] = Entry(
      size: status.size, modified: status.modified, changed: status.changed, inode: status.inode, sha256: sha256)
  }

  /// Forgets what is not among `paths`.
  mutating func keep(only paths: Set<String>) { entries = entries.filter { paths.contains($0.key) } }
}
