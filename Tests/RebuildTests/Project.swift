import Foundation

/// A project folder and the builds of it.
final class Project {
  let folder = TemporaryFolder()
  var path: String { folder.path + "/videos" }
  var output: String { path + "/public" }

  init() { try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) }

  func file(_ name: String) -> String { path + "/" + name }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String { try folder.write(text, to: "videos/" + name) }

  /// A moment that does not depend on when the tests run.
  static let now = ["--now", "2026-05-01T12:00:00Z"]

  @discardableResult
  func build(_ arguments: [String] = [], environment: [String: String] = [:], timeout: Double = 600) throws -> Finished {
    try run(Workshop.bobine, ["build", path] + Self.now + arguments, environment: environment, timeout: timeout)
  }

  /// Files of the output, relative and sorted.
  var outputFiles: [String] { folder.files(below: "videos/public") }

  func text(_ name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: output + "/" + name) ?? Data(), as: UTF8.self)
  }

  /// Paths of the renditions' MP4 below the output.
  var renditions: [String] { outputFiles.filter { $0.hasPrefix("media/") && $0.hasSuffix(".mp4") } }
  var watchPages: [String] {
    outputFiles.filter { $0.hasPrefix("videos/") && $0.hasSuffix("/index.html") && $0.split(separator: "/").count == 3 }
  }
}
