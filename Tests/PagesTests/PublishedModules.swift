import Files
import Glibc
import Subprocess
import Testing

@testable import Site

/// Modules as they are published, in a folder beside what people wrote.
final class PublishedModules: Sendable {
  let folder: String
  /// By name: `assets/player-1a2b3c4d.js`.
  let paths: [String: String]
  let texts: [String: String]

  /// - Parameter named: the modules that templates name.
  init(_ files: [String: [UInt8]], named: some Sequence<String>) throws {
    var template = Array("/tmp/bobine-modules-XXXXXX".utf8CString)
    guard let made = unsafe mkdtemp(&template) else { throw FileError("make the folder", "/tmp", errno: errno) }
    folder = unsafe String(cString: made)
    let assets = Assets(files, accent: nil, written: Set(named.map { "assets.\($0)" }))
    #expect(assets.diagnostics == [])
    var paths: [String: String] = [:]
    try Files.write(Array(#"{"type":"module"}"#.utf8), to: folder + "/package.json")
    for (name, bytes) in files { try Files.write(bytes, to: "\(folder)/written/\(name)") }
    for document in assets.documents {
      paths[Self.name(document.path)] = document.path
      try Files.write(try document.render(), to: "\(folder)/published/\(document.path)")
    }
    self.paths = paths
    texts = try Self.texts(assets)
  }

  /// The name without its hash.
  static func name(_ path: String) -> String {
    String(path.dropFirst("assets/".count)).replacing(#/-[0-9a-f]{8}\./#, with: ".")
  }

  static func texts(_ assets: Assets) throws -> [String: String] {
    let texts = try assets.documents.map { (name($0.path), String(decoding: try $0.render(), as: UTF8.self)) }
    return Dictionary(uniqueKeysWithValues: texts)
  }

  func put(_ text: String, _ name: String) throws { try Files.write(Array(text.utf8), to: "\(folder)/\(name)") }

  deinit { try? Files.removeTree(folder) }

  /// What node says of modules as they are written and as they are published, a line each: `a.js {"log":[],"exports":[]}`.
  func compared(_ names: [String]) async throws -> [String] {
    let entries = try names.map { "\"\($0)\":\"\(try #require(paths[$0]))\"" }
    try put("{\(entries.joined(separator: ","))}", "names.json")
    return try await Self.node([Self.script("published.mjs"), folder]).split(separator: "\n").map(String.init)
  }

  static func script(_ name: String) -> String {
    PathRules.join(PathRules.parent(Theme.folder), "Tests/InteropTests/Scripts/\(name)")
  }

  @discardableResult
  static func node(_ arguments: [String], modules: String? = nil) async throws -> String {
    let result = try await run(
      .name("node"), arguments: .init(arguments), environment: .inherit.updating(["BOBINE_MODULES": modules]),
      input: .none, output: .string(limit: 1 << 20), error: .string(limit: 1 << 20))
    try #require(result.terminationStatus.isSuccess, "\(result.standardOutput) \(result.standardError)")
    return result.standardOutput
  }
}
