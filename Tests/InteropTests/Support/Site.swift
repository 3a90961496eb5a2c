import Files
import JSON
import Testing

/// A project in a folder of its own, and what `bobine build` made of it.
struct Site {
  static let now = "2026-05-01T12:00:00Z"
  let folder: Folder

  init() throws { folder = try Folder() }

  /// Runs `bobine build` with a fixed *now*.
  @discardableResult
  func build(_ flags: String..., seconds: Int = 300, environment: [String: String] = [:]) async throws -> Outcome {
    try await Tool.bobine(
      ["build", folder.path, "--now", Self.now] + flags, seconds: seconds, environment: environment)
  }

  /// A build that must succeed.
  @discardableResult
  func built(_ flags: String..., at location: SourceLocation = #_sourceLocation) async throws -> Outcome {
    let outcome = try await Tool.bobine(["build", folder.path, "--now", Self.now] + flags)
    try #require(outcome.status == 0, "\(outcome)", sourceLocation: location)
    return outcome
  }

  func publicFiles() async throws -> [String] { try await folder.files("public") }

  /// Published paths that end so.
  func published(_ suffix: String) async throws -> [String] { try await publicFiles().filter { $0.hasSuffix(suffix) } }

  /// The one published path that ends so.
  func only(_ suffix: String, at location: SourceLocation = #_sourceLocation) async throws -> String {
    let found = try await published(suffix)
    try #require(found.count == 1, "\(suffix): \(found)", sourceLocation: location)
    return found[0]
  }

  /// Slugs of all videos that have a page.
  func slugs() async throws -> [String] {
    try await publicFiles().compactMap { path in
      let parts = path.split(separator: "/").map(String.init)
      return parts.count == 3 && parts[0] == "videos" && parts[2] == "index.html" ? parts[1] : nil
    }
  }

  func json(_ path: String) throws -> JSON {
    try JSON(try Files.read(folder("public/\(path)"), limit: 64 << 20))
  }

  /// The diagnostics of a run with `--json`.
  static func diagnostics(_ outcome: Outcome) throws -> [JSON] {
    try (outcome.out + "\n" + outcome.err).split(separator: "\n").filter { $0.hasPrefix("{") }
      .map { try JSON(Array($0.utf8)) }.filter { $0["severity"] != nil }
  }
}
