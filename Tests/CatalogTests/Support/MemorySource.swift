import Catalog
import Diagnostics
import Facts
import Hashing

/// A project in memory: paths below it to their bytes.
struct MemorySource: ContentSource {
  var files: [String: [UInt8]]
  /// Paths to the text of a link that leads nowhere.
  var danglingLinks: [String: String] = [:]
  var modified: Int64 = 1_700_000_000

  init(_ texts: [String: String]) { files = texts.mapValues { Array($0.utf8) } }

  func entries(below folder: String, skip: (String) -> Bool) -> (entries: [ContentEntry], problems: [Diagnostic]) {
    let prefix = folder.isEmpty ? "" : folder + "/"
    var entries: [ContentEntry] = []
    for path in (Array(files.keys) + Array(danglingLinks.keys)).sorted(by: {
      Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8))
    })
    where path.hasPrefix(prefix) {
      let parts = path.split(separator: "/").map(String.init)
      if parts.contains(where: { $0.hasPrefix(".") }) { continue }
      let folders = (1..<max(parts.count, 1)).map { parts[0..<$0].joined(separator: "/") }
      if folders.contains(where: { $0.utf8.count > folder.utf8.count && skip($0) }) { continue }
      let below = String(path.dropFirst(prefix.count))
      if let target = danglingLinks[path] {
        entries.append(ContentEntry(path: below, kind: .dangling, linkTarget: target, modified: modified))
      } else {
        entries.append(ContentEntry(path: below, kind: .file, size: Int64(files[path]?.count ?? 0), modified: modified))
      }
    }
    return (entries, [])
  }

  func kind(of path: String) -> ContentEntry.Kind? {
    if files[path] != nil { return .file }
    if danglingLinks[path] != nil { return .dangling }
    return files.keys.contains { $0.hasPrefix(path + "/") } ? .folder : nil
  }

  func read(_ path: String, limit: Int) throws(ContentFailure) -> [UInt8] {
    guard let bytes = files[path] else { throw ContentFailure(.absent) }
    guard bytes.count <= limit else { throw ContentFailure(.tooLarge) }
    return bytes
  }

  /// Two zones, as their last rule alone.
  func timeZone(_ name: String) -> [UInt8]? {
    switch name {
    case "Europe/Paris": TZifBytes.make(footer: "CET-1CEST,M3.5.0,M10.5.0/3", offset: 3600)
    case "America/New_York": TZifBytes.make(footer: "EST5EDT,M3.2.0,M11.1.0", offset: -18_000)
    default: nil
    }
  }
}

/// Compiled time zones (RFC 9636) for tests.
enum TZifBytes {
  static func make(footer: String, offset: Int32, transitions: [(Int64, UInt8)] = [], more: [Int32] = []) -> [UInt8] {
    header(times: 0, types: 1) + type(offset) + [0]
      + header(times: transitions.count, types: 1 + more.count)
      + transitions.flatMap { bigEndian(UInt64(bitPattern: $0.0), 8) } + transitions.map(\.1)
      + type(offset) + more.flatMap { type($0) } + [0]
      + Array("\n\(footer)\n".utf8)
  }

  private static func header(times: Int, types: Int) -> [UInt8] {
    Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
      + [0, 0, 0, times, types, 1].flatMap { bigEndian(UInt64($0), 4) }
  }

  private static func type(_ offset: Int32) -> [UInt8] {
    bigEndian(UInt64(UInt32(bitPattern: offset)), 4) + [0, 0]
  }

  private static func bigEndian(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
  }
}

/// What the media pass would know of a video.
func someFacts(
  _ seed: String, title: String? = nil, created: String? = nil, duration: Int64 = 60_000, language: String? = nil
) -> VideoFacts {
  VideoFacts(
    source: SourceFacts(
      sha256: SHA256.hash(Array(seed.utf8)), size: 1000, duration: duration, container: "mov", codecs: ["h264", "aac"],
      title: title, created: created, language: language),
    policy: "auto", renditions: [], pictures: nil)
}

/// Reads a project in memory.
func read(
  _ files: [String: String], overrides: ConfigOverrides = ConfigOverrides(), known: [String] = []
) -> (tree: ContentTree, diagnostics: [Diagnostic]) {
  ContentReader.read(project: "/videos", source: MemorySource(files), overrides: overrides, known: known)
}

/// Reads and resolves a project in memory; facts are made of each video's bytes.
func resolve(
  _ files: [String: String], ledger: Ledger = Ledger(), now: String = "2026-03-01T10:00:00Z", drafts: Bool = false,
  newIdentity: Bool = false
) -> Resolution {
  let (tree, _) = read(files)
  return Resolver.resolve(
    tree: tree, facts: { files[$0.shownPath].map { someFacts($0) } }, ledger: ledger,
    now: instant(now), drafts: drafts, newIdentity: newIdentity)
}

func instant(_ text: String) -> Instant { Instant(written: text, in: .utc) ?? Instant(seconds: 0) }

/// A seeded generator (SplitMix64), so that a failing mutation can be found again.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// Every truncation, and `count` copies with a few bytes changed, removed or doubled.
func mutations(of bytes: [UInt8], count: Int = 400, seed: UInt64 = 1) -> [[UInt8]] {
  var generator = SeededGenerator(state: seed)
  var out = (0...bytes.count).map { Array(bytes[0..<$0]) }
  for _ in 0..<count {
    var copy = bytes
    for _ in 0..<Int.random(in: 1...4, using: &generator) where !copy.isEmpty {
      let index = Int.random(in: 0..<copy.count, using: &generator)
      switch UInt8.random(in: 0...3, using: &generator) {
      case 0: copy[index] = UInt8.random(in: 0...255, using: &generator)
      case 1: copy.remove(at: index)
      case 2: copy.insert(copy[index], at: index)
      default: copy[index] = "-:[]{}&*\"'\n\t ,>".utf8.randomElement(using: &generator) ?? 0
      }
    }
    out.append(copy)
  }
  return out
}
