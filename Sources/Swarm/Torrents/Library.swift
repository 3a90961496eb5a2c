public import Files

/// The torrents below some folders, as they were found last.
public struct Library: Sendable {
  /// Absolute.
  public let folders: [String]
  /// By the path of the torrent.
  public private(set) var seeds: [String: Seed]
  /// Seeds that were withdrawn, until something about them changes.
  private var withdrawn: [String: Seed] = [:]
  private var problems: [String: SeedProblem] = [:]

  /// - Parameter store: of an earlier run, whose seeds are taken where nothing about them changed; nil for none.
  public init(folders: [String], store: String? = nil) {
    self.folders = folders
    remembered = store.map(SeedStore.read) ?? [:]
    seeds = [:]
  }

  private var remembered: [String: Seed]

  public struct Change: Sendable {
    public var added: [Seed] = []
    public var removed: [Seed] = []
    /// Those that were not told before.
    public var problems: [(path: String, problem: SeedProblem)] = []

    public var isEmpty: Bool { added.isEmpty && removed.isEmpty }
  }

  /// Looks again. Blocks.
  public mutating func rescan() -> Change {
    let known = remembered.isEmpty ? seeds : remembered
    remembered = [:]
    var found: [String: Seed] = [:]
    var owners: [SwarmKey: String] = [:]
    var change = Change()
    var problems: [String: SeedProblem] = [:]
    for finding in folders.flatMap({ SeedFinder.find(below: $0, known: known, skip: withdrawn) }) {
      switch finding {
      case .seed(let seed):
        if let other = seed.keys.lazy.compactMap({ owners[$0] }).first, other != seed.torrent.path {
          problems[seed.torrent.path] = .twin(other)
          continue
        }
        for key in seed.keys { owners[key] = seed.torrent.path }
        found[seed.torrent.path] = seed
      case .problem(let path, let problem): problems[path] = problem
      }
    }
    for (path, problem) in problems.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) })
    where self.problems[path] != problem {
      change.problems.append((path, problem))
    }
    self.problems = problems
    change.added = found.values.filter { seeds[$0.torrent.path] != $0 }.sorted(by: Self.byPath)
    change.removed = seeds.values.filter { found[$0.torrent.path] != $0 }.sorted(by: Self.byPath)
    withdrawn = withdrawn.filter { found[$0.key] == nil && problems[$0.key] == nil }
    seeds = found
    return change
  }

  /// Leaves a seed out until its torrent or its data changes.
  public mutating func withdraw(_ seed: Seed) {
    guard seeds[seed.torrent.path] == seed else { return }
    seeds[seed.torrent.path] = nil
    withdrawn[seed.torrent.path] = seed
  }

  /// Keeps what was found for the next start.
  public func write(store path: String) throws(FileError) { try SeedStore.write(seeds, to: path) }

  private static func byPath(_ a: Seed, _ b: Seed) -> Bool {
    a.torrent.path.utf8.lexicographicallyPrecedes(b.torrent.path.utf8)
  }
}
