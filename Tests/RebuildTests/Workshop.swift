import Foundation

/// What the interoperability tests share: the built programs, the checkout, Python with its packages, folders of their own.
enum Workshop {
  /// Where `swift build` put the programs: beside the running tests.
  static let programs = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().path
  static let bobine = programs + "/bobine"
  static let media = programs + "/bobine-media"

  static let checkout: String = {
    var folder = URL(filePath: programs)
    while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path), folder.path != "/" {
      folder = folder.deletingLastPathComponent()
    }
    return folder.path
  }()

  /// The virtual environment that `make setup-tests` fills.
  static let python = checkout + "/.build/venv/bin/python"

  static func script(_ name: String) -> String { "\(checkout)/Tests/InteropTests/Scripts/\(name)" }
}

/// A folder of a test's own, removed with it.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "bobine-test-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    let target = file(name)
    try FileManager.default.createDirectory(
      at: URL(filePath: target).deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: target))
    return target
  }

  /// Relative paths of all files below a folder, sorted.
  func files(below folder: String = "") -> [String] {
    let root = folder.isEmpty ? path : file(folder)
    return (FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? [])
      .filter { name in
        var isFolder: ObjCBool = false
        return unsafe FileManager.default.fileExists(atPath: root + "/" + name, isDirectory: &isFolder) && !isFolder.boolValue
      }.sorted()
  }
}

/// What a program left behind.
struct Finished: Sendable {
  var status: Int32
  var output: String
  var errors: String
}

/// Runs a program to its end; ended after `timeout` seconds.
@discardableResult
func run(
  _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
  timeout: Double = 300
) throws -> Finished {
  let process = Process()
  process.executableURL = URL(filePath: program.hasPrefix("/") ? program : "/usr/bin/env")
  process.arguments = program.hasPrefix("/") ? arguments : [program] + arguments
  if let folder { process.currentDirectoryURL = URL(filePath: folder) }
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  let scratch = TemporaryFolder()
  let outputPath = try scratch.write("", to: "out")
  let errorPath = try scratch.write("", to: "err")
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = try FileHandle(forWritingTo: URL(filePath: outputPath))
  process.standardError = try FileHandle(forWritingTo: URL(filePath: errorPath))
  try process.run()
  let deadline = Date(timeIntervalSinceNow: timeout)
  while process.isRunning, Date() < deadline { usleep(5_000) }
  if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  process.waitUntilExit()
  func text(_ path: String) -> String { String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self) }
  return Finished(status: process.terminationStatus, output: text(outputPath), errors: text(errorPath))
}
