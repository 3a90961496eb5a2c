import Facts
import Files
import Hashing

/// What is known of sources by their bytes, so that equal bytes are worked on once: of two copies in two folders, and of a
/// file that was renamed, the media exist already.
actor SourceRegistry {
  struct Entry: Sendable {
    /// Whose facts these are.
    var contentPath: String
    var facts: VideoFacts
    /// By an earlier build, whose torrent names stay.
    var isRecorded: Bool
  }

  private var entries: [Digest256: [Entry]] = [:]
  private var sizes: Set<Int64> = []
  private var claimed: Set<Digest256> = []
  private var waiting: [Digest256: [CheckedContinuation<Void, Never>]] = [:]

  init(recorded: [String: VideoFacts]) {
    for (path, facts) in recorded {
      entries[facts.source.sha256, default: []].append(Entry(contentPath: path, facts: facts, isRecorded: true))
      sizes.insert(facts.source.size)
    }
    for digest in entries.keys { entries[digest]?.sort { $0.contentPath.precedesByBytes($1.contentPath) } }
  }

  /// Is a source of so many bytes known, so that it is worth hashing one to compare?
  func knowsSize(_ size: Int64) -> Bool { sizes.contains(size) }

  /// The video's own facts first, then recorded ones, then those of this build, each by path.
  func entries(_ digest: Digest256, for contentPath: String) -> [Entry] {
    let all = entries[digest] ?? []
    return all.filter { $0.contentPath == contentPath } + all.filter { $0.contentPath != contentPath && $0.isRecorded }
      + all.filter { $0.contentPath != contentPath && !$0.isRecorded }
  }

  /// Adds what a pass of this build made.
  func add(_ facts: VideoFacts, of contentPath: String) {
    entries[facts.source.sha256, default: []].append(Entry(contentPath: contentPath, facts: facts, isRecorded: false))
    entries[facts.source.sha256]?.sort { $0.contentPath.precedesByBytes($1.contentPath) }
    sizes.insert(facts.source.size)
  }

  // MARK: One at a time

  /// Waits until no other worker has these bytes in hand: two would write the same work file.
  func claim(_ digest: Digest256) async {
    if claimed.insert(digest).inserted { return }
    await withCheckedContinuation { waiting[digest, default: []].append($0) }
  }

  /// Hands the bytes to whoever has waited longest.
  func release(_ digest: Digest256) {
    guard var line = waiting[digest], !line.isEmpty else {
      claimed.remove(digest)
      return
    }
    let next = line.removeFirst()
    waiting[digest] = line.isEmpty ? nil : line
    next.resume()
  }
}
