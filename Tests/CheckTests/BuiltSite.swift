import Build
import Catalog
import Check
import Diagnostics
import Files
import Glibc
import Hashing
import Subprocess
import SystemPackage
import Testing

/// A site that the program itself built, which a test breaks and mends again.
final class BuiltSite {
  static let now = "2026-05-01T12:00:00Z"
  /// As the other end-to-end tests choose it: an installed tree, or the debug build.
  static let program = PathRules.join(
    Files.environment("BOBINE_PROGRAMS")
      ?? PathRules.normalise(PathRules.join(PathRules.parent(#filePath), "../../.build/debug")), "bobine")
  let folder: String
  var output: String { folder + "/public" }
  /// What stood in the files that were touched; nil where nothing did.
  private var originals: [String: [UInt8]?] = [:]

  init() throws {
    var template = Array("/tmp/bobine-check-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    folder = unsafe String(cString: made)
  }

  deinit { try? Files.removeTree(folder) }

  func put(_ text: String, _ path: String) throws { try Files.write(Array(text.utf8), to: "\(folder)/\(path)") }

  func clip(_ path: String, seconds: Int, _ codecs: [String] = ["-c:v", "libx264", "-pix_fmt", "yuv420p"]) async throws
  {
    try Files.makeFolder(PathRules.parent("\(folder)/\(path)"))
    let result = try await Subprocess.run(
      .name("ffmpeg"),
      arguments: Arguments(
        ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=10", "-f", "lavfi", "-i", "sine", "-t"]
          + ["\(seconds)", "-preset", "ultrafast", "-g", "20"] + codecs + ["-c:a", "aac", "\(folder)/\(path)"]),
      input: .none, output: .discarded, error: .string(limit: 1 << 16))
    try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
  }

  func build(_ flags: [String] = []) async throws {
    let result = try await Subprocess.run(
      .path(FilePath(Self.program)), arguments: Arguments(["build", folder, "--now", Self.now] + flags),
      input: .none, output: .discarded, error: .string(limit: 1 << 20))
    try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
  }

  func check(quick: Bool = false, _ change: (inout BuildOptions) -> Void = { _ in }) throws -> CheckReport {
    var options = BuildOptions(project: folder)
    options.now = Instant(written: Self.now, in: .utc)
    change(&options)
    return Checker(options: options, isQuick: quick, clock: { 0 }, environment: { _ in nil }).run()
  }

  /// Two channels, captions, chapters, a storyboard.
  static func small() async throws -> BuiltSite {
    let site = try BuiltSite()
    try site.put("title: Test\nbase_url: https://videos.example/\ntorrents: hybrid\n", "bobine.yml")
    try site.put(
      "---\ndate: 2026-01-02\ntags: [sea]\nchapters: [{at: 0, title: One}, {at: 2, title: Two}]\n---\nText.\n",
      "town/first.md")
    try site.put("WEBVTT\n\n00:00.000 --> 00:02.000\nHello\n", "town/first.en.vtt")
    try site.put("---\ndate: 2026-01-01\n---\nOther text.\n", "sea/second.md")
    try await site.clip("town/first.mp4", seconds: 5)
    try await site.clip("sea/second.mp4", seconds: 4)
    try await site.build()
    return site
  }

  /// The same, and a video that was published and is gone.
  static func withGone() async throws -> BuiltSite {
    let site = try await small()
    try await site.clip("town/gone.mp4", seconds: 1)
    try await site.build()
    try Files.remove(site.folder + "/town/gone.mp4")
    try await site.build(["--allow-removals"])
    return site
  }

  // MARK: Breaking

  func path(_ start: String, _ end: String) throws -> String {
    try #require(try manifest().entries.keys.sortedByBytes().first { $0.hasPrefix(start) && $0.hasSuffix(end) })
  }

  func manifest() throws -> Manifest {
    try #require(
      Manifest(text: String(decoding: try Files.read(output + "/.bobine-manifest", limit: 1 << 24), as: UTF8.self)))
  }

  func text(_ path: String) throws -> String {
    try #require(try Files.readText("\(output)/\(path)", limit: 1 << 24))
  }

  /// As if a build had written it so: the manifest agrees.
  func write(_ bytes: [UInt8], _ path: String, listed: Bool = true) throws {
    try remember(path)
    try Files.write(bytes, to: "\(output)/\(path)")
    guard listed else { return }
    try list {
      $0.entries[path] = Manifest.Entry(
        size: Int64(bytes.count), sha256: SHA256.hash(bytes), inputs: path.hasSuffix(".mp4") ? nil : SHA256.hash([1]))
    }
  }

  func edit(_ path: String, _ old: String, _ new: String) throws {
    let text = try text(path)
    let place = try #require(text.firstRange(of: old), "\(path) has no \(old)")
    try write(Array(text.replacingCharacters(place, new).utf8), path)
  }

  func remove(_ path: String, listed: Bool = false) throws {
    try remember(path)
    try Files.remove("\(output)/\(path)")
    if !listed { try list { $0.entries[path] = nil } }
  }

  private func list(_ change: (inout Manifest) -> Void) throws {
    try remember(".bobine-manifest")
    var manifest = try manifest()
    change(&manifest)
    try Files.write(Array(manifest.text.utf8), to: output + "/.bobine-manifest")
  }

  private func remember(_ path: String) throws {
    if originals[path] != nil { return }
    let place = "\(output)/\(path)"
    originals[path] = .some(Files.exists(place) ? try Files.read(place, limit: 1 << 28) : nil)
  }

  func mend() throws {
    for (path, bytes) in originals {
      if let bytes {
        try Files.write(bytes, to: "\(output)/\(path)")
      } else {
        try? Files.removeTree("\(output)/\(path)")
      }
    }
    originals = [:]
  }
}

extension String {
  func replacingCharacters(_ range: Range<String.Index>, _ text: String) -> String {
    String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
  }
}
