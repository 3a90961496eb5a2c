import Files
import Testing

/// What a build keeps, and what it left on the disk.
extension Site {
  /// A site of its own with the same files, their times kept.
  func copy() async throws -> Site {
    let copy = try Site()
    try await Tool.check("cp", ["-a", folder.path + "/.", copy.folder.path])
    return copy
  }

  /// The same as nobody has built it yet: content and configuration alone.
  func unbuilt() async throws -> Site {
    let site = try await copy()
    for name in ["public", ".bobine"] { try Files.removeTree(site.folder(name)) }
    return site
  }

  /// A file that is younger than two seconds is not trusted to be unchanged, as git does it.
  func settle() async throws { try await Task.sleep(for: .milliseconds(2100)) }

  func outputState() async throws -> DiskState { try await DiskState(folder("public")) }

  /// Without the lock, which tells who holds it and so is written by every build.
  func keptState() async throws -> DiskState { try await DiskState(folder(".bobine"), leavingOut: ["lock"]) }

  /// Published paths of the renditions' MP4.
  func renditions() async throws -> [String] { try await published(".mp4").filter { $0.hasPrefix("media/") } }

  /// Those of them that have a picture.
  func films() async throws -> [String] { try await renditions().filter { !$0.contains("/audio-") } }

  /// The one rendition with a picture, or its torrent.
  func onlyFilm(_ suffix: String = ".mp4", at location: SourceLocation = #_sourceLocation) async throws -> String {
    let found = try await published(suffix).filter { $0.hasPrefix("media/") && !$0.contains("/audio-") }
    try #require(found.count == 1, "\(found)", sourceLocation: location)
    return found[0]
  }

  /// Published paths that the manifest lists.
  func listed() throws -> [String] {
    try folder.text("public/.bobine-manifest").split(separator: "\n").dropFirst()
      .compactMap { $0.split(separator: "\t").first.map(String.init) }
  }

  /// The manifest lists every published file but itself and those that others put there.
  func expectListed(except foreign: Set<String> = [], at location: SourceLocation = #_sourceLocation) async throws {
    let files = try await publicFiles().filter { $0 != ".bobine-manifest" && !foreign.contains($0) }
    #expect(try listed().sortedByBytes() == files, sourceLocation: location)
  }

  /// Lines of the ledger that are no comment, in columns.
  func ledger() throws -> [[String]] {
    try folder.text(".bobine/published.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
      .map { $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init) }
  }

  /// Intermediates that a build keeps for the next one.
  func intermediates() -> [String] {
    ((try? Files.list(folder(".bobine/work"))) ?? []).filter { $0 != "fingerprints.tsv" }
  }

  /// Absolute paths of the segment files and init sections that stand now.
  func segments() -> [String] {
    let media = folder("public/media")
    return FolderWalk.entries(of: media, skip: { _ in false }).entries.map { PathRules.join(media, $0.path) }
      .filter { $0.hasSuffix(".m4s") || $0.hasSuffix("/init.mp4") }
  }

  /// Builds under strace.
  ///
  /// - Parameters:
  ///   - calls: the names of the system calls to tell of, with commas between them.
  ///   - namingFiles: tell the path of each descriptor.
  /// - Returns: how it ended, and the calls that succeeded or had not returned, one a line.
  func traced(_ calls: String, namingFiles: Bool = false) async throws -> (outcome: Outcome, calls: [Substring]) {
    let log = try Folder()
    let outcome = try await Tool.run(
      "strace",
      ["-f", "-qq", "-s", namingFiles ? "0" : "400"] + (namingFiles ? ["-y"] : [])
        + ["-e", "trace=\(calls)", "-o", log("calls"), Programs.bobine, "build", folder.path, "--now", Self.now])
    return (outcome, try log.text("calls").split(separator: "\n").filter { !$0.contains(" = -1 ") })
  }
}
