import Catalog
import Diagnostics
import Facts
import Files

/// `.bobine/`: what must outlive a build. Reads and writes it, and decides nothing.
struct StateFolder: Sendable {
  let paths: ProjectPaths

  /// Facts are at most 4,096 bytes by contract; a larger file is not ours.
  private static let factsLimit = 16_384
  /// 20 bytes a piece and 64 a segment: a thousand hours stay below.
  private static let tablesLimit = 256 << 20

  /// A stream of subtitles as text, with room for what WebVTT adds.
  private static let captionsLimit = 64 << 20

  /// What git should not take, apart from private keys, which it must not (design, "What goes in").
  private static let ignored = """
    /work/
    /lock
    /serve/
    /keys/*.pem
    !/keys/*.pub.pem

    """

  func prepare() throws(FileError) {
    try Files.makeFolder(paths.work)
    try Files.writeIfChanged(Array(Self.ignored.utf8), to: PathRules.join(paths.state, ".gitignore"))
  }

  // MARK: Facts

  /// nil where there are none; a damaged file is a diagnostic and counts as none.
  func facts(_ contentPath: String, _ diagnostics: inout [Diagnostic]) -> VideoFacts? {
    let path = paths.facts(contentPath)
    do {
      guard try Files.status(path) != nil else { return nil }
      return try FactsText.decode(String(decoding: Files.read(path, limit: Self.factsLimit), as: UTF8.self))
    } catch {
      diagnostics.append(.damagedFacts(path, reason: "\(error)"))
      return nil
    }
  }

  /// Of all facts that are kept, also of videos that are gone.
  func contentPaths() -> [String] {
    let folder = PathRules.join(paths.state, "facts")
    guard Files.isFolder(folder) else { return [] }
    return FolderWalk.entries(of: folder, skip: { _ in false }).entries.compactMap { entry in
      entry.status.kind == .file && entry.path.hasSuffix(".txt") ? String(entry.path.dropLast(4)) : nil
    }
  }

  /// nil where they are absent or damaged.
  func tables(_ contentPath: String) -> HashTables? {
    guard let bytes = try? Files.read(paths.tables(contentPath), limit: Self.tablesLimit) else { return nil }
    return try? HashTablesFile.decode(bytes)
  }

  /// Tables first: facts that stand alone would promise tables that are not there.
  func save(_ contentPath: String, _ facts: VideoFacts, _ tables: HashTables) throws(FileError) -> FactsText.Encoded {
    try Files.writeIfChanged(HashTablesFile.encode(tables), to: paths.tables(contentPath))
    let encoded = FactsText.encode(facts)
    try Files.writeIfChanged(Array(encoded.text.utf8), to: paths.facts(contentPath))
    return encoded
  }

  // MARK: Captions of containers

  /// nil where they are not there.
  func captions(_ contentPath: String, _ language: String) -> [UInt8]? {
    try? Files.read(paths.captions(contentPath, language), limit: Self.captionsLimit)
  }

  /// Before the facts that name them. Those of a language that is no longer among them go.
  func save(_ contentPath: String, captions: [(language: String, webVTT: [UInt8])], before: [String]) throws(FileError)
  {
    for (language, webVTT) in captions { try Files.writeIfChanged(webVTT, to: paths.captions(contentPath, language)) }
    for language in before where !captions.contains(where: { $0.language == language }) {
      try Files.remove(paths.captions(contentPath, language))
    }
  }

  func hasCaptions(_ contentPath: String, of facts: VideoFacts) -> Bool {
    facts.source.captions.allSatisfy { Files.exists(paths.captions(contentPath, $0)) }
  }

  // MARK: Ledger

  func ledgerBytes() throws(FileError) -> [UInt8]? {
    guard try Files.status(paths.ledger) != nil else { return nil }
    return try Files.read(paths.ledger, limit: Ledger.fileLimit)
  }

  func saveLedger(_ text: String) throws(FileError) {
    let bytes = Array(text.utf8)
    if try ledgerBytes() == bytes { return }
    // It cannot be made again: the disk holds it before its name says so.
    try Files.write(bytes, to: paths.ledger, durable: true)
  }

  // MARK: Fingerprints

  func fingerprints() -> Fingerprints {
    guard let bytes = try? Files.read(paths.fingerprints, limit: Fingerprints.limit) else { return Fingerprints() }
    return Fingerprints(text: String(decoding: bytes, as: UTF8.self))
  }

  func save(_ fingerprints: Fingerprints) throws(FileError) {
    try Files.writeIfChanged(Array(fingerprints.text.utf8), to: paths.fingerprints)
  }
}
