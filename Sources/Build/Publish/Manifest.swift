import Files
public import Hashing

/// `.bobine-manifest`: what we wrote into an output, and nothing else is ever removed from there.
///
/// Text: a first line with the version, then one line a file, sorted by path: path, size in bytes, SHA-256, digest of its
/// inputs (`-` for media, whose name is their digest), separated by tabs. Nothing in it depends on a clock or a machine.
public struct Manifest: Sendable, Hashable {
  public static let fileName = ".bobine-manifest"
  private static let header = "bobine-manifest 1"
  /// Bytes; a manifest of 100,000 videos is far below.
  public static let limit = 1 << 30

  public struct Entry: Sendable, Hashable {
    public var size: Int64
    public var sha256: Digest256
    /// nil for media.
    public var inputs: Digest256?

    public init(size: Int64, sha256: Digest256, inputs: Digest256?) {
      (self.size, self.sha256, self.inputs) = (size, sha256, inputs)
    }
  }

  /// By path below the output.
  public var entries: [String: Entry] = [:]

  public init() {}

  /// nil where the text is not a manifest of this version: everything is rendered again then.
  public init?(text: String) {
    var lines = text.utf8.split(separator: UInt8(ascii: "\n")).makeIterator()
    guard lines.next().map({ String(Substring($0)) }) == Self.header else { return nil }
    while let line = lines.next() {
      let parts = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false).map { Substring($0) }
      guard parts.count == 4, let size = Int64(parts[1]), let sha = Digest256(hex: parts[2]) else { return nil }
      let inputs = parts[3] == "-" ? nil : Digest256(hex: parts[3])
      if inputs == nil, parts[3] != "-" { return nil }
      let path = Columns.unescape(parts[0])
      // It decides what is removed: a path that leads out of the output makes all of it worthless.
      guard Manifest.isInside(path) else { return nil }
      entries[path] = Entry(size: size, sha256: sha, inputs: inputs)
    }
  }

  /// Does this path stay below the output?
  static func isInside(_ path: String) -> Bool {
    !path.isEmpty && !path.hasPrefix("/")
      && PathRules.components(path).joined(separator: "/").utf8.elementsEqual(path.utf8)
  }

  public var text: String {
    var out = Self.header + "\n"
    for (path, entry) in entries.sorted(by: { $0.key.precedesByBytes($1.key) }) {
      out += "\(Columns.escape(path))\t\(entry.size)\t\(entry.sha256.hex)\t\(entry.inputs?.hex ?? "-")\n"
    }
    return out
  }
}
